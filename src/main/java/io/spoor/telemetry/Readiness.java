// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Whether this process wants requests, and if not, which component says so and why.
 *
 * <p>Callable from any thread. Components register once each, while the process starts; one that
 * runs on several event loops may register under the same name several times.
 */
public final class Readiness {
  /** How far the life of the process has come. */
  public enum Phase {
    /** Components are being deployed. */
    STARTING,
    /** All components are deployed. */
    RUNNING,
    /** The process is ending: new work is refused, accepted work is being finished. */
    DRAINING
  }

  /**
   * What one component says.
   *
   * @param unready why it wants no requests now; empty when it is ready
   */
  public record Component(String name, Optional<String> unready) {}

  private record Check(String name, Supplier<Optional<String>> unready) {
    Component run() {
      try {
        return new Component(name, unready.get());
      } catch (RuntimeException e) {
        return new Component(name, Optional.of("check failed: " + e));
      }
    }
  }

  private final List<Check> checks = new CopyOnWriteArrayList<>();
  private volatile Phase phase = Phase.STARTING;

  /**
   * Adds a component.
   *
   * @param unready asked at every probe, on any thread: must be quick and must not block; gives the
   *     reason for a person, or empty when ready
   */
  public void register(String name, Supplier<Optional<String>> unready) {
    checks.add(new Check(requireNonNull(name, "name"), requireNonNull(unready, "unready")));
  }

  /** All components are deployed. */
  public void started() {
    phase = Phase.RUNNING;
  }

  /** The process is ending. Final. */
  public void draining() {
    phase = Phase.DRAINING;
  }

  /** How far the life of the process has come. */
  public Phase phase() {
    return phase;
  }

  /** Asks every component, in the order of registration. */
  public List<Component> components() {
    return checks.stream().map(Check::run).toList();
  }

  /** Whether the process is running and every component is ready. */
  public boolean ready() {
    return phase == Phase.RUNNING
        && checks.stream().allMatch(check -> check.run().unready().isEmpty());
  }
}
