// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a configuration: what was given goes in, and the keys that exist and everything
 * that is wrong come out.
 */
final class ConfigReading {
  private final Map<String, GivenValue> given;
  private final Map<String, Setting> settings = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();

  ConfigReading(Map<String, GivenValue> given) {
    this.given = Map.copyOf(given);
  }

  /** Reads a whole tree, and adds keys that no section asked for to the problems. */
  <T> T readAll(Function<ConfigSection, T> from) {
    T tree = new ConfigSection(this, "").read(from);
    new UnknownKeys(settings.keySet()).find(given).forEach(problems::add);
    return tree;
  }

  /** Ends the process of reading: returns quietly when nothing is wrong. */
  void throwIfProblems() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  @Nullable GivenValue given(String path) {
    @Nullable GivenValue value = given.get(path);
    return value == null || value.isNothing() ? null : value;
  }

  void declare(Setting setting) {
    settings.putIfAbsent(setting.path(), setting);
  }

  void problem(String path, String words, @Nullable GivenValue value) {
    problems.add(path + ": " + words + (value == null ? "" : " (" + value.origin() + ")"));
  }

  List<Setting> settings() {
    return List.copyOf(settings.values());
  }

  List<String> problems() {
    return List.copyOf(problems);
  }
}
