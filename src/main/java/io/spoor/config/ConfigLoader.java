// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the configuration together: {@code --set} above the environment, above the file, above the
 * defaults in the records.
 */
public final class ConfigLoader {

  private ConfigLoader() {}

  /**
   * Reads everything and checks it.
   *
   * @param file YAML; null for none
   * @param environment all variables; those that start with {@code SPOOR_} are looked at
   * @param overrides {@code key=value} each; of two for one key the last one holds
   * @throws ConfigException naming everything that is wrong
   */
  public static EffectiveConfig load(
      @Nullable Path file, Map<String, String> environment, List<String> overrides) {
    List<String> problems = new ArrayList<>();
    Map<String, GivenValue> given = new LinkedHashMap<>();
    if (file != null) {
      given.putAll(YamlFile.read(file, problems));
    }
    given.putAll(new EnvironmentOverrides(knownKeys()).read(environment, problems));
    given.putAll(parse(overrides, problems));
    ConfigReading reading = new ConfigReading(given);
    SpoorConfig config = reading.readAll(SpoorConfig::from);
    problems.addAll(reading.problems());
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new EffectiveConfig(
        config, reading.settings(), JaegerSettings.inEnvironment(environment));
  }

  private static List<String> knownKeys() {
    ConfigReading reading = new ConfigReading(Map.of());
    reading.readAll(SpoorConfig::from);
    return reading.settings().stream().map(Setting::path).toList();
  }

  private static Map<String, GivenValue> parse(List<String> overrides, List<String> problems) {
    Map<String, GivenValue> given = new LinkedHashMap<>();
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals > 0) {
        String key = override.substring(0, equals).trim();
        given.put(key, GivenValue.scalar(override.substring(equals + 1), "--set"));
      } else {
        problems.add("--set: must be key=value, as in storage.memory.maxTraces=1000");
      }
    }
    return given;
  }
}
