// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Holds the server's ledger against what clients saw. */
@Command(
    name = "ledger",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Waits until nothing is in flight, then checks that the ledger balances and that every",
      "acknowledged span is stored. The logs must hold all that the process has taken in."
    })
final class LedgerCommand implements Callable<Integer> {
  private static final List<String> FATES =
      List.of("stored", "dropped", "rejected", "refused", "failed", "inFlight");
  private static final long POLL_MILLIS = 100;

  @Option(names = "--admin", defaultValue = "http://127.0.0.1:14269")
  String endpoint;

  @Option(names = "--ack-log", description = "repeatable; none: only the balance is checked")
  List<Path> ackLogFiles = new ArrayList<>();

  @Option(names = "--wait", defaultValue = "30", description = "seconds for the last to settle")
  long waitSeconds;

  @Override
  public Integer call() throws Exception {
    JsonNode ledger = settled();
    JsonNode total = ledger.path("total");
    long sum = 0;
    StringBuilder line = new StringBuilder("received ").append(total.path("received").asLong());
    for (String fate : FATES) {
      sum += total.path(fate).asLong();
      line.append(", ").append(fate).append(' ').append(total.path(fate).asLong());
    }
    boolean balances =
        ledger.path("balances").asBoolean() && sum == total.path("received").asLong();
    System.out.printf("ledger: %s: %s%n", line, balances ? "balances" : "DOES NOT BALANCE");
    System.out.printf("reasons: %s%n", total.path("reasons"));
    long failed = total.path("failed").asLong();
    return balances && failed == 0 && storesAllOf(total.path("stored").asLong()) ? 0 : 1;
  }

  private boolean storesAllOf(long stored) throws IOException {
    if (ackLogFiles.isEmpty()) {
      return true;
    }
    long acknowledged = 0;
    for (Path file : ackLogFiles) {
      acknowledged += AckLog.read(file).spans();
    }
    System.out.printf(
        "acknowledged %d, stored %d: %d stored whose acknowledgement was not seen%n",
        acknowledged, stored, stored - acknowledged);
    return stored >= acknowledged;
  }

  private JsonNode settled() throws IOException, InterruptedException {
    QueryClient client = new QueryClient(endpoint);
    long end = System.nanoTime() + waitSeconds * 1_000_000_000;
    JsonNode ledger = read(client);
    while (ledger.path("total").path("inFlight").asLong() != 0 && System.nanoTime() < end) {
      Thread.sleep(POLL_MILLIS);
      ledger = read(client);
    }
    return ledger;
  }

  private static JsonNode read(QueryClient client) throws IOException, InterruptedException {
    return new ObjectMapper().readTree(client.get("/ledger").body());
  }
}
