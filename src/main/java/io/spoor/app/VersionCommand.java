// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints which version this is, and which Java runs it. */
@Command(name = "version", description = "Prints the version of Spoor and of Java.")
final class VersionCommand implements Runnable, IVersionProvider {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public String[] getVersion() {
    return new String[] {"spoor " + Main.version(), "java " + Runtime.version()};
  }

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (String line : getVersion()) {
      out.println(line);
    }
  }
}
