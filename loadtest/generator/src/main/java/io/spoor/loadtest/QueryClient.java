// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads Jaeger's HTTP API. */
final class QueryClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ObjectMapper mapper = new ObjectMapper();
  private final String endpoint;

  /**
   * @param endpoint like {@code http://127.0.0.1:16686}
   */
  QueryClient(String endpoint) {
    this.endpoint = endpoint.replaceAll("/+$", "");
  }

  HttpResponse<byte[]> get(String pathAndQuery) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + pathAndQuery)).timeout(TIMEOUT).build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /** The {@code data} of an answer; empty when nothing was found. */
  JsonNode data(HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() != 200 && response.statusCode() != 404) {
      String body = new String(response.body(), StandardCharsets.UTF_8);
      throw new IOException(
          "HTTP " + response.statusCode() + " from " + response.uri() + ": " + body);
    }
    return mapper.readTree(response.body()).path("data");
  }

  static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
