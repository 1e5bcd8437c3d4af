// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import io.vertx.core.Promise;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamingTest {
  private static final int SPANS = 200_000;
  private static final TraceId BIG = new TraceId(0, 0xb16);

  /** What sockets and queues may hold of an answer that nobody reads: far below its whole size. */
  private static final long MAX_BYTES_AHEAD = 16L << 20;

  private QueryServer server;

  @BeforeEach
  void start() throws Exception {
    server = new QueryServer(Map.of());
    SpanBatch batch = TestSpans.shop();
    server.service.add(FakeQueryService.repeated(batch, BIG, SPANS));
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  private Socket ask(String path) throws IOException {
    Socket socket = server.connect();
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private InputStream gzipped(String path) throws Exception {
    HttpResponse<InputStream> response =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                    .header("Accept-Encoding", "gzip")
                    .timeout(Duration.ofSeconds(60))
                    .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-encoding")).hasValue("gzip");
    return response.body();
  }

  /** Reads to the end, holding nothing; returns how many fields of this name there were. */
  static int count(InputStream body, String field) throws IOException {
    int count = 0;
    try (JsonParser parser = BodyStream.JSON.createParser(new BufferedInputStream(body))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals(field)) {
          count++;
        }
      }
    }
    return count;
  }

  /** The answer has come to a stand, since its reader reads nothing. */
  private void awaitStandstill() {
    await().atMost(30, SECONDS).until(() -> server.metrics.sentBytes() > 0);
    long[] last = {-1};
    await()
        .atMost(60, SECONDS)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              boolean still = last[0] == server.metrics.sentBytes();
              last[0] = server.metrics.sentBytes();
              return still;
            });
  }

  @Test
  void slowReader_holdsTheAnswerBackAndStillGetsItWhole() throws Exception {
    try (Socket socket = ask("/api/traces/b16")) {
      awaitStandstill();
      assertThat(server.metrics.sentBytes()).isLessThan(MAX_BYTES_AHEAD);
      assertThat(server.service.open).hasValue(1);
      assertThat(server.get("/api/services").status()).isEqualTo(200); // others are served

      RawTail tail = RawTail.read(socket.getInputStream());

      assertThat(tail.bytes()).isGreaterThan(4 * MAX_BYTES_AHEAD);
      assertThat(tail.last()).endsWith("\r\n0\r\n\r\n");
    }
    await().atMost(10, SECONDS).until(() -> server.service.open.get() == 0);
  }

  @Test
  void largeTrace_arrivesWholeAndCompressed() throws Exception {
    try (InputStream body = new GZIPInputStream(gzipped("/api/traces/b16"))) {
      assertThat(count(body, "operationName")).isEqualTo(SPANS);
    }
    try (InputStream body = new GZIPInputStream(gzipped("/api/v3/traces/b16"))) {
      assertThat(count(body, "spanId")).isGreaterThanOrEqualTo(SPANS); // and those of links
    }
  }

  @Test
  void clientThatGoesAway_givesTheLeaseBack() throws Exception {
    try (Socket socket = ask("/api/traces/b16")) {
      awaitStandstill();
      socket.setSoLinger(true, 0); // a reset, as of a process that was killed
    }

    await().atMost(10, SECONDS).until(() -> server.service.open.get() == 0);
    assertThat(server.service.leased).hasValue(1);
  }

  @Test
  void leaseThatComesAfterItsClient_isGivenBack() throws Exception {
    Promise<Void> gate = Promise.promise();
    server.service.gate = gate;
    try (Socket socket = ask("/api/traces/b16")) {
      await().atMost(10, SECONDS).until(() -> server.service.gets.size() == 1);
      assertThat(socket.isConnected()).isTrue();
    }
    gate.complete();

    await().atMost(10, SECONDS).until(() -> server.service.leased.get() == 1);
    await().atMost(10, SECONDS).until(() -> server.service.open.get() == 0);
  }

  @Test
  void failureHalfWay_breaksOffInsteadOfLookingComplete() throws Exception {
    server.service.failsAfterFirst = true;

    RawResponse response = server.get("/api/traces?service=a");

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.complete()).isFalse();
    await().atMost(10, SECONDS).until(() -> server.service.open.get() == 0);
  }

  @Test
  void failureBeforeTheFirstChunk_isAnError() throws Exception {
    QueryServer small = new QueryServer(Map.of());
    try (small) {
      small.service.add(TestSpans.shop());
      small.service.failsAfterFirst = true;

      RawResponse response = small.get("/api/traces?service=a");

      assertThat(response.status()).isEqualTo(503);
      assertThat(response.json().at("/errors/0/msg").asText()).isEqualTo("disk gone");
    }
  }

  @Test
  void smallAnswer_isNotCompressed() throws Exception {
    RawResponse response = server.request("GET", "/api/services", "Accept-Encoding: gzip");

    assertThat(response.headers()).doesNotContainKey("content-encoding");
    assertThat(response.header("content-length")).isNotEmpty();
  }

  /**
   * The end of a stream that is too long to keep.
   *
   * @param last the last few bytes
   */
  private record RawTail(long bytes, String last) {
    static RawTail read(InputStream stream) throws IOException {
      byte[] buffer = new byte[1 << 16];
      long bytes = 0;
      String last = "";
      for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
        bytes += n;
        last += new String(buffer, Math.max(0, n - 16), Math.min(n, 16), StandardCharsets.US_ASCII);
        last = last.substring(Math.max(0, last.length() - 16));
      }
      return new RawTail(bytes, last);
    }
  }
}
