// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.SpoorProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running process over HTTP. */
final class QueryClient {
  private final HttpClient http = HttpClient.newHttpClient();
  private final SpoorProcess spoor;

  QueryClient(SpoorProcess spoor) {
    this.spoor = spoor;
  }

  HttpResponse<String> get(String listener, String path) {
    URI url = spoor.url(listener, path);
    HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError("no answer from " + url + "\n" + spoor.logText(), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The {@code data} of an answer of Jaeger's API. */
  JsonArray data(String path) {
    HttpResponse<String> answer = get("query.http", path);
    return new JsonObject(answer.body()).getJsonArray("data");
  }

  /** The totals of the ledger. */
  JsonObject ledgerTotal() {
    return ledger().getJsonObject("total");
  }

  JsonObject ledger() {
    return new JsonObject(get("admin", "/ledger").body());
  }

  /** Sum of all samples of a metric whose line starts like this. */
  double metric(String start) {
    return get("admin", "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
