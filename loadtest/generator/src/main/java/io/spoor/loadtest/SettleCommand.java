// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Waits until a server has nothing left to do. */
@Command(
    name = "settle",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Waits until a server's storage has nothing left to seal or to merge.")
final class SettleCommand implements Callable<Integer> {
  @Option(names = "--admin", defaultValue = "http://127.0.0.1:14269")
  String endpoint;

  @Option(names = "--pid", description = "the server's process, which must be idle, too")
  long pid;

  @Override
  public Integer call() throws Exception {
    new Settling(endpoint, pid == 0 ? null : new ProcessUsage(pid)).await();
    return 0;
  }
}
