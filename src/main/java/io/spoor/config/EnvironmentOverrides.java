// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the keys that environment variables set: {@code storage.memory.maxTraces} is {@code
 * SPOOR_STORAGE_MEMORY_MAXTRACES}, in any case after the prefix.
 */
final class EnvironmentOverrides {
  private static final String PREFIX = "SPOOR_";

  /** Read by the launcher and by the logging configuration. */
  private static final Set<String> NOT_KEYS =
      Set.of("SPOOR_HEAP", "SPOOR_JAVA_OPTS", "SPOOR_LOG_LEVEL", "SPOOR_LOG_LEVEL_ROOT");

  /** Kubernetes gives these to every pod next to a service whose name starts with spoor. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "SPOOR(_\\w+)?_(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

  private final Map<String, String> keys;

  EnvironmentOverrides(Collection<String> known) {
    keys = known.stream().collect(Collectors.toMap(EnvironmentOverrides::variable, key -> key));
  }

  /** Returns the name of the variable that sets a key. */
  static String variable(String key) {
    return PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** Returns the given values; variables that set no key are added to the problems. */
  Map<String, GivenValue> read(Map<String, String> environment, List<String> problems) {
    Map<String, GivenValue> given = new LinkedHashMap<>();
    new TreeMap<>(environment)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX) && !NOT_KEYS.contains(name)) {
                add(name, value, given, problems);
              }
            });
    return given;
  }

  private void add(
      String name, String value, Map<String, GivenValue> given, List<String> problems) {
    @Nullable String key = keys.get(name.toUpperCase(Locale.ROOT));
    if (key != null) {
      @Nullable GivenValue earlier =
          given.put(key, GivenValue.scalar(value, "environment variable " + name));
      if (earlier != null) {
        problems.add(name + ": is there twice, also as " + earlier.origin());
      }
    } else if (!SERVICE_LINK.matcher(name).matches()) {
      problems.add(name + ": unknown environment variable" + nearest(name));
    }
  }

  private String nearest(String name) {
    Optional<String> near = new UnknownKeys(keys.keySet()).nearest(name);
    return near.map(variable -> ", did you mean " + variable + "?").orElse("");
  }
}
