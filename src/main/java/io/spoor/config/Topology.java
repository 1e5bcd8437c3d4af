// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The keys at the root: which parts run in this process, and how they are joined.
 *
 * @param mode what stands between collector and storage
 * @param roles what this process runs; never empty
 */
public record Topology(Mode mode, Set<Role> roles) {
  private static final Set<Role> ALL_IN_ONE = Set.of(Role.COLLECTOR, Role.QUERY);

  /** Rejects a process that would do nothing, or two things that exclude each other. */
  public Topology {
    if (roles.isEmpty()) {
      throw new IllegalArgumentException("roles must name at least one role");
    }
    if (roles.contains(Role.AGENT) && roles.size() > 1) {
      throw new IllegalArgumentException("roles: an agent stores nothing, so it runs alone");
    }
    roles = Collections.unmodifiableSet(EnumSet.copyOf(roles)); // in a stable order, for the log
  }

  /** Reads the root; what is planned but not there yet is refused, not ignored. */
  public static Topology from(ConfigSection root) {
    Mode mode =
        root.oneOf("mode", Mode.class, Mode.DIRECT, "What stands between collector and storage");
    if (mode == Mode.KAFKA) {
      root.reject("mode", "kafka is not available yet, the only mode is direct");
    }
    Set<Role> roles =
        root.someOf("roles", Role.class, ALL_IN_ONE, "Which parts run in this process");
    for (Role role : roles) {
      if (role == Role.INGESTER) {
        root.reject("roles", ValueType.word(role) + " is not available yet");
      }
    }
    return new Topology(mode, roles);
  }

  /** Tells whether this process receives spans, to store or to forward them. */
  public boolean receives() {
    return roles.contains(Role.COLLECTOR) || forwards();
  }

  /** Tells whether this process sends what it receives to a collector, and stores nothing. */
  public boolean forwards() {
    return roles.contains(Role.AGENT);
  }

  /** Tells whether this process answers queries. */
  public boolean answersQueries() {
    return roles.contains(Role.QUERY);
  }
}
