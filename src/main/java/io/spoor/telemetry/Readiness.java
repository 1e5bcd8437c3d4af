// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Whether this process wants requests, and if not, which component says so and why.
 *
 * <p>Callable from any thread. Components register while the process starts; one that runs on
 * several event loops may register under the same name several times.
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
   * The phase, and the moment in which it began.
   *
   * @param since when the process was created, had started, or began to end
   */
  public record Moment(Phase phase, Instant since) {}

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

  private final Clock clock;
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<Check> checks = new CopyOnWriteArrayList<>();
  private volatile Moment moment;

  /** A process that is starting now. */
  public Readiness() {
    this(Clock.systemUTC());
  }

  /** A process that is starting now, by this clock. */
  public Readiness(Clock clock) {
    this.clock = requireNonNull(clock, "clock");
    this.moment = new Moment(Phase.STARTING, clock.instant());
  }

  /**
   * Adds a component.
   *
   * @param unready asked at every probe, on any thread: must be quick and must not block; gives the
   *     reason for a person, or empty when ready
   */
  public void register(String name, Supplier<Optional<String>> unready) {
    checks.add(new Check(requireNonNull(name, "name"), requireNonNull(unready, "unready")));
  }

  /** Adds what an operator should know although it keeps no request away. */
  public void warn(String warning) {
    warnings.add(requireNonNull(warning, "warning"));
  }

  /** What an operator should know, in the order in which it was added. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** All components are deployed. Without effect once draining. */
  public synchronized void started() {
    if (moment.phase() == Phase.STARTING) {
      moment = new Moment(Phase.RUNNING, clock.instant());
    }
  }

  /** The process is ending. Final. */
  public synchronized void draining() {
    if (moment.phase() != Phase.DRAINING) {
      moment = new Moment(Phase.DRAINING, clock.instant());
    }
  }

  /** How far the life of the process has come. */
  public Phase phase() {
    return moment.phase();
  }

  /** How far the life of the process has come, and since when. */
  public Moment moment() {
    return moment;
  }

  /** Asks every component, in the order of registration. */
  public List<Component> components() {
    return checks.stream().map(Check::run).toList();
  }

  /** Whether the process is running and every component is ready. */
  public boolean ready() {
    return phase() == Phase.RUNNING
        && checks.stream().allMatch(check -> check.run().unready().isEmpty());
  }
}
