// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Starts Spoor from the command line. */
public final class Main {

  private Main() {}

  /** Runs one command and ends with its status, see {@link ExitStatus}. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** Makes the command line; its streams and environment are those of the process. */
  static CommandLine commandLine() {
    return new CommandLine(new SpoorCommand())
        .setExecutionExceptionHandler(Main::explain)
        .setUsageHelpWidth(100);
  }

  /** Says in plain lines what is wrong with a configuration; anything else is a fault of ours. */
  private static int explain(
      Exception failure, CommandLine command, CommandLine.@Nullable ParseResult parsed)
      throws Exception {
    if (failure instanceof ConfigException config) {
      command.getErr().println("The configuration is wrong, nothing was started:");
      config.problems().forEach(problem -> command.getErr().println("  " + problem));
      command.getErr().flush();
      return ExitStatus.USAGE;
    }
    throw failure;
  }

  /** Returns the version in the jar's manifest, or {@code development} outside a jar. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
