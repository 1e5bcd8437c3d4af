// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.config.ConfigLoader;
import io.spoor.config.EffectiveConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that needs a configuration. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "YAML file with the configuration. Without it all defaults hold.")
  private @Nullable Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "Sets one key, as in --set storage.memory.maxTraces=1000. Repeatable. Wins over the"
              + " environment (SPOOR_STORAGE_MEMORY_MAXTRACES), which wins over the file.")
  private List<String> overrides = new ArrayList<>();

  /**
   * Loads what these options say, and before them those of the command above.
   *
   * @throws io.spoor.config.ConfigException naming everything that is wrong
   */
  EffectiveConfig load(ConfigOptions above) {
    List<String> all = new ArrayList<>(above.overrides);
    all.addAll(overrides);
    return ConfigLoader.load(file == null ? above.file : file, System.getenv(), all);
  }

  EffectiveConfig load() {
    return ConfigLoader.load(file, System.getenv(), overrides);
  }
}
