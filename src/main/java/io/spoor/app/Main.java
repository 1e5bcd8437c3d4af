// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts Spoor from the command line. */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Says which version this is. */
  public static void main(String[] args) {
    log.info("Spoor version={}", version());
  }

  /** Returns the version in the jar's manifest, or {@code development} outside a jar. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
