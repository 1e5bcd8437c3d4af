// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.config.ConfigLoader;
import io.spoor.config.EffectiveConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows and checks the configuration; starts nothing. */
@Command(
    name = "config",
    mixinStandardHelpOptions = true,
    description = "Shows or checks the configuration, and starts nothing.")
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  @ParentCommand private SpoorCommand parent = new SpoorCommand();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "print",
      mixinStandardHelpOptions = true,
      description =
          "Prints the configuration in force as YAML, each key with its default, its range and a"
              + " line of explanation. The output can be loaded again.")
  void print(@Mixin ConfigOptions options) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(options.load(parent.options()).toYaml());
    out.flush();
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Checks a file, and lists everything that is wrong with it. The environment counts, and"
            + " files that it names need not be there.",
        "Exit status: 0 when it is valid, else 2."
      })
  void check(@Parameters(paramLabel = "FILE", description = "The YAML file.") Path file) {
    EffectiveConfig effective = ConfigLoader.load(file, System.getenv(), List.of());
    PrintWriter out = spec.commandLine().getOut();
    effective.warnings().forEach(out::println);
    out.println(file + ": valid");
    out.flush();
  }

  @Command(
      name = "reference",
      mixinStandardHelpOptions = true,
      description = "Prints the table of all keys that docs/configuration.md holds.")
  void reference() {
    PrintWriter out = spec.commandLine().getOut();
    out.print(EffectiveConfig.markdown());
    out.flush();
  }
}
