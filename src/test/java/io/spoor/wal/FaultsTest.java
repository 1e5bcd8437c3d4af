// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.disk.FaultyDisk;
import io.spoor.disk.FaultyDisk.Fault;
import io.spoor.disk.FaultyDisk.Kept;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call to the disk of a short scenario fails once, in every way. */
class FaultsTest {
  private static final int RANDOM_CRASHES = 6;

  private final Random random = TestSeed.random();

  @ParameterizedTest
  @EnumSource(Fault.class)
  void singleFaultLosesNothingAcknowledged(Fault fault) throws IOException {
    overAllCalls(fault, false);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void lastingFaultLosesNothingAcknowledged(Fault fault) throws IOException {
    overAllCalls(fault, true);
  }

  private void overAllCalls(Fault fault, boolean lasting) throws IOException {
    FaultyDisk sound = new FaultyDisk();
    Scenario undisturbed = new Scenario(sound);
    undisturbed.run();
    int calls = sound.calls();
    assertThat(calls).isGreaterThan(20);
    assertThat(undisturbed.durable()).isEqualTo(17);
    for (int call = 0; call < calls; call++) {
      FaultyDisk disk = new FaultyDisk();
      disk.failAt(call, fault, lasting);
      Scenario scenario = new Scenario(disk);
      scenario.run();
      check(scenario, disk, Kept.NOTHING, call);
      check(scenario, disk, Kept.EVERYTHING, call);
      for (int i = 0; i < RANDOM_CRASHES; i++) {
        check(scenario, disk, Kept.SOME, call);
      }
    }
  }

  private void check(Scenario scenario, FaultyDisk disk, Kept kept, int call) throws IOException {
    try {
      scenario.check(disk.crash(kept, random));
    } catch (AssertionError e) {
      throw new AssertionError(
          "fault at call " + call + ", kept " + kept + ", told " + scenario.told(), e);
    }
  }
}
