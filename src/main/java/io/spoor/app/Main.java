// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.config.ConfigException;
import io.spoor.config.JaegerSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

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
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain)
        .setParameterExceptionHandler(Main::explainArguments)
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
    if (failure instanceof IOException broken && command.getCommandSpec().parent() != null) {
      command.getErr().println(text(broken));
      command.getErr().flush();
      return ExitStatus.FAILED;
    }
    throw failure;
  }

  /** Says what is wrong with the command line, and what to write for a flag of Jaeger's. */
  private static int explainArguments(ParameterException wrong, String[] arguments) {
    PrintWriter err = wrong.getCommandLine().getErr();
    List<String> advice = new ArrayList<>();
    for (String argument : arguments) {
      String flag = argument.replaceFirst("=.*$", ""); // its value may be a secret
      JaegerSettings.ofFlag(flag)
          .filter(known -> flag.startsWith("--"))
          .ifPresent(known -> advice.add(flag + " is Jaeger's: " + known));
    }
    if (advice.isEmpty()) {
      err.println(wrong.getMessage());
      if (!UnmatchedArgumentException.printSuggestions(wrong, err)) {
        wrong.getCommandLine().usage(err);
      }
    } else {
      err.println("The command line is wrong, nothing was started:");
      advice.forEach(line -> err.println("  " + line));
      err.println("Keys are set by --set KEY=VALUE, in a file, or in the environment.");
    }
    err.flush();
    return ExitStatus.USAGE;
  }

  /** The system's own messages are often nothing but a path. */
  private static String text(IOException failure) {
    String kind = failure.getClass() == IOException.class ? "" : failure.getClass().getSimpleName();
    return kind.isEmpty()
        ? String.valueOf(failure.getMessage())
        : kind + ": " + failure.getMessage();
  }

  /** Returns the version in the jar's manifest, or {@code development} outside a jar. */
  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
