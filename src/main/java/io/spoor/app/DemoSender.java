// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Sends OTLP JSON over HTTP, and again when the receiver asks for that. Blocks its caller. */
final class DemoSender {
  /** What became of a request, in the receiver's words. */
  record Outcome(boolean isAccepted, int rejectedSpans, String reason) {}

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_ATTEMPTS = 6;
  private static final long FIRST_DELAY_MILLIS = 200;
  private static final long MAX_DELAY_MILLIS = 10_000;
  private static final Set<Integer> RETRYABLE = Set.of(429, 502, 503, 504);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final ObjectMapper mapper = new ObjectMapper();
  private final RandomGenerator random;
  private final URI traces;

  /**
   * Sends to one receiver.
   *
   * @param endpoint base of the receiver's address, like {@code http://127.0.0.1:4318}
   */
  DemoSender(URI endpoint, RandomGenerator random) {
    this.traces = URI.create(endpoint.toString().replaceAll("/+$", "") + "/v1/traces");
    this.random = random;
  }

  /**
   * Sends a request until it is accepted, rejected, or refused {@value #MAX_ATTEMPTS} times.
   *
   * @throws IOException when the receiver cannot be reached or does not answer
   */
  Outcome send(byte[] request) throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      HttpResponse<byte[]> response = post(request);
      if (response.statusCode() == 200) {
        return accepted(response.body());
      }
      if (attempt == MAX_ATTEMPTS || !RETRYABLE.contains(response.statusCode())) {
        String body = new String(response.body(), StandardCharsets.UTF_8);
        return new Outcome(false, 0, "HTTP " + response.statusCode() + " " + body);
      }
      Thread.sleep(delayMillis(response, attempt));
    }
  }

  private HttpResponse<byte[]> post(byte[] request) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(traces)
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(request))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  private Outcome accepted(byte[] body) throws IOException {
    JsonNode partial = mapper.readTree(body).path("partialSuccess");
    return new Outcome(
        true, partial.path("rejectedSpans").asInt(), partial.path("errorMessage").asText());
  }

  /** As long as the receiver said, else twice as long each time; never all senders at once. */
  private long delayMillis(HttpResponse<byte[]> response, int attempt) {
    long wanted =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(seconds -> seconds.matches("\\d{1,4}"))
            .map(seconds -> Long.parseLong(seconds) * 1000)
            .orElse(FIRST_DELAY_MILLIS << attempt);
    return Math.min(MAX_DELAY_MILLIS, wanted) + random.nextLong(FIRST_DELAY_MILLIS);
  }
}
