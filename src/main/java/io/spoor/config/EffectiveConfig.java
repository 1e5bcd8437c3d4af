// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.List;
import java.util.Map;

/** A configuration that was found valid, with what is known of each of its keys. */
public final class EffectiveConfig {
  private final SpoorConfig config;
  private final List<Setting> settings;
  private final List<String> warnings;

  EffectiveConfig(SpoorConfig config, List<Setting> settings, List<String> warnings) {
    this.config = config;
    this.settings = List.copyOf(settings);
    this.warnings = List.copyOf(warnings);
  }

  /** Returns the records that the process starts from. */
  public SpoorConfig config() {
    return config;
  }

  /** Returns lines about what was given and has no effect, though whoever gave it may think so. */
  public List<String> warnings() {
    return warnings;
  }

  /**
   * Returns YAML that loads as this configuration again, each key with a line of explanation, its
   * range and its default. Secrets are left out.
   */
  public String toYaml() {
    return new YamlPrinter(settings).print();
  }

  /** Returns the documentation of every key as a Markdown table. */
  public static String markdown() {
    ConfigReading reading = new ConfigReading(Map.of());
    reading.readAll(SpoorConfig::from);
    StringBuilder table =
        new StringBuilder("| key | value | default | meaning |\n|---|---|---|---|\n");
    for (Setting setting : reading.settings()) {
      String row =
          String.join(
              " | ",
              "`" + setting.path() + "`",
              setting.allowed(),
              setting.defaultText().equals("none") ? "none" : "`" + setting.defaultText() + "`",
              setting.help());
      table.append("| ").append(row).append(" |\n");
    }
    return table.toString();
  }
}
