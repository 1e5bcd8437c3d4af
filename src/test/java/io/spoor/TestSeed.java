// SPDX-License-Identifier: Apache-2.0
package io.spoor;

import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Randomness that can be repeated: {@code -Dtests.seed=} takes the seed that was printed. */
public final class TestSeed {
  private static final Logger log = LoggerFactory.getLogger(TestSeed.class);

  /** A new generator; its seed is printed with the name of the calling test. */
  public static Random random() {
    String given = System.getProperty("tests.seed");
    long seed = given == null ? System.nanoTime() : Long.parseLong(given);
    String caller =
        StackWalker.getInstance()
            .walk(frames -> frames.skip(1).findFirst().map(StackWalker.StackFrame::toString))
            .orElse("?");
    log.info("-Dtests.seed={} in {}", seed, caller);
    return new Random(seed);
  }

  private TestSeed() {}
}
