// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.config.EffectiveConfig;
import io.spoor.config.SpoorConfig;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the roles that the configuration names, until a signal ends them. */
@Command(
    name = "spoor",
    mixinStandardHelpOptions = true,
    versionProvider = VersionCommand.class,
    subcommands = {
      ConfigCommand.class,
      DemoCommand.class,
      StoreCommand.class,
      VersionCommand.class
    },
    description = {
      "A distributed tracing backend.",
      "Without a command it runs everything in one process, until SIGTERM or SIGINT: then it"
          + " refuses new work, finishes what it has and ends. A second signal ends it at once.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:ended well, also by a signal",
      "1:starting or stopping failed",
      "2:the command line or the configuration is wrong; nothing was started",
      "128+n:signal n came a second time"
    },
    footer = {"", "JVM: SPOOR_HEAP, SPOOR_JAVA_OPTS, SPOOR_LOG_LEVEL in the environment."})
final class SpoorCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(SpoorCommand.class);

  @Mixin private ConfigOptions options = new ConfigOptions();

  ConfigOptions options() {
    return options;
  }

  @Override
  public Integer call() throws InterruptedException {
    EffectiveConfig effective = options.load();
    SpoorConfig config = effective.config();
    config.checkFiles();
    effective.warnings().forEach(log::warn);
    log.info("Spoor starts version={} roles={}", Main.version(), config.topology().roles());
    Pipeline pipeline = new Pipeline(config);
    ProcessLife life =
        new ProcessLife(
            pipeline::start,
            pipeline::stop,
            status -> Runtime.getRuntime().halt(status),
            System::nanoTime);
    StopSignals.listen(life::signalled);
    return life.run(() -> StartMessage.lines(config, pipeline.listeners()).forEach(log::info));
  }
}
