// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. Exit status 0: all as wanted; 1: it was not; 2: wrong options. */
@Command(
    name = "generator",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Loads an OTLP server and measures what it spends.",
    subcommands = {
      LoadCommand.class,
      VerifyCommand.class,
      LedgerCommand.class,
      SearchCommand.class,
      SettleCommand.class
    })
public final class Generator {
  private Generator() {}

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  static int execute(String... args) {
    return new CommandLine(new Generator()).setCaseInsensitiveEnumValuesAllowed(true).execute(args);
  }
}
