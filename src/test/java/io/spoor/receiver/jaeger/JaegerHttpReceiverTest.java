// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.receiver.http.RawHttp;
import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JaegerHttpReceiverTest {
  private static final String THRIFT = "application/x-thrift";
  private static final int SPANS = 3;
  private static final byte[] BATCH = TestBatches.thrift("shop", SPANS);

  private RunningJaeger jaeger = RunningJaeger.start();
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void nextRequestWorks() throws Exception {
    assertThat(post(THRIFT, "", BATCH).statusCode()).isEqualTo(202);
    jaeger.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-thrift",
        "application/vnd.apache.thrift.binary",
        "Application/X-Thrift; charset=utf-8"
      })
  void batchIsStoredAndAnsweredEmpty(String contentType) throws Exception {
    HttpResponse<String> response = post(contentType, "", BATCH);

    assertThat(response.statusCode()).isEqualTo(202);
    assertThat(response.body()).isEmpty();
    assertThat(jaeger.spansSeen()).isEqualTo(SPANS);
    assertThat(jaeger.count("receiver.accepted.spans", "transport", "jaeger_http"))
        .isEqualTo(SPANS);
  }

  @Test
  void queryStringIsIgnored() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/traces?format=jaeger.thrift"))
            .header("content-type", THRIFT)
            .POST(BodyPublishers.ofByteArray(BATCH))
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(202);
  }

  @Test
  void compressedBodiesAreInflated() throws Exception {
    assertThat(post(THRIFT, "gzip", gzip(BATCH)).statusCode()).isEqualTo(202);
    assertThat(post(THRIFT, "zstd", Zstd.compress(BATCH)).statusCode()).isEqualTo(202);
    assertThat(jaeger.spansSeen()).isEqualTo(2 * SPANS);
    assertRejected(
        post(THRIFT, "br", BATCH),
        415,
        "Unable to process request body: unsupported Content-Encoding: br\n");
    HttpResponse<String> broken = post(THRIFT, "gzip", BATCH);
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(broken.body()).startsWith("Unable to process request body: broken gzip data");
  }

  @ParameterizedTest
  @CsvSource({
    "'', Cannot parse content type: mime: no media type",
    "' ', Cannot parse content type: mime: no media type",
    "/, Cannot parse content type: mime: malformed media type",
    "x y/z, Cannot parse content type: mime: malformed media type",
    "application/json; a=b, Unsupported content type: application/json",
    "application/vnd.apache.thrift.compact, "
        + "Unsupported content type: application/vnd.apache.thrift.compact"
  })
  void otherContentTypesAreToldAsJaegerDoes(String type, String message) throws Exception {
    assertRejected(post(type, "", BATCH), 400, message + "\n");
    assertThat(jaeger.requests).isEmpty();
    assertThat(
            jaeger.count(
                "receiver.rejected.undecoded.requests",
                "transport",
                "jaeger_http",
                "reason",
                "unsupported_type"))
        .isEqualTo(1);
  }

  @Test
  void missingContentTypeIsToldAsJaegerDoes() throws Exception {
    try (RawHttp http = new RawHttp(jaeger.httpPort)) {
      http.write(RawHttp.head("POST /api/traces HTTP/1.1", "content-length: 0"));
      String answer = http.readUntil("media type\n");
      assertThat(answer)
          .startsWith("HTTP/1.1 400 ")
          .endsWith("\r\n\r\nCannot parse content type: mime: no media type\n");
    }
  }

  @Test
  void everyTruncatedBatchIsAnswered() throws Exception {
    for (int length = 0; length < BATCH.length; length++) {
      HttpResponse<String> response = post(THRIFT, "", Arrays.copyOf(BATCH, length));
      assertThat(response.statusCode()).as("cut at %d", length).isEqualTo(400);
      assertThat(response.body()).startsWith("Unable to process request body: ");
    }
    assertThat(jaeger.requests).isEmpty();
  }

  @Test
  void claimedListOfTwoBillionSpansIsMalformed() throws Exception {
    byte[] bomb = {15, 0, 2, 12, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};
    assertThat(post(THRIFT, "", bomb).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUE_FULL, 429",
    "STORAGE_FAILED, 503",
    "UNAVAILABLE, 503",
    "DEADLINE_EXCEEDED, 503"
  })
  void refusalSaysWhenToTryAgain(Refusal refusal, int status) throws Exception {
    jaeger.storage = request -> Future.failedFuture(new RefusedException(refusal, "later"));
    HttpResponse<String> response = post(THRIFT, "", BATCH);
    jaeger.storage = RunningJaeger::store;

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("retry-after")).contains("1");
    assertThat(response.body()).startsWith("Cannot submit Jaeger batch: ");
  }

  @Test
  void largeBatchIsRejectedForGood() throws Exception {
    jaeger.close();
    jaeger = RunningJaeger.start("admission.maxMessageBytes=4KiB");
    HttpResponse<String> response = post(THRIFT, "", TestBatches.thrift("shop", 200));
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.headers().firstValue("retry-after")).isEmpty();
    assertThat(response.body()).startsWith("Unable to process request body: message of ");
  }

  @Test
  void slowBodyIsTimedOut() throws Exception {
    jaeger.close();
    jaeger = RunningJaeger.start("http.timeouts.body=200ms");
    try (RawHttp http = new RawHttp(jaeger.httpPort)) {
      http.write(
          RawHttp.head(
              "POST /api/traces HTTP/1.1", "content-type: " + THRIFT, "content-length: 100"));
      assertThat(http.readUntil("ms\n"))
          .startsWith("HTTP/1.1 408 ")
          .contains("Unable to process request body: the request did not arrive within 200 ms");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE"})
  void otherMethodsAre405(String method) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/traces")).method(method, BodyPublishers.noBody()).build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/api/trace", "/api/traces/", "/v1/traces", "/sampling"})
  void otherPathsAre404(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofByteArray(BATCH)).build();
    assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(404);
  }

  @Test
  void questionsAboutSamplingAreHandedOn() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(uri("/api/sampling?service=x")).build();
    assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("sampling");
  }

  private static void assertRejected(HttpResponse<String> response, int status, String body) {
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    assertThat(response.body()).isEqualTo(body);
  }

  private HttpResponse<String> post(String type, String encoding, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri("/api/traces"))
            .header("content-type", type)
            .POST(BodyPublishers.ofByteArray(body));
    if (!encoding.isEmpty()) {
      request.header("content-encoding", encoding);
    }
    return client.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + jaeger.httpPort + path);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
