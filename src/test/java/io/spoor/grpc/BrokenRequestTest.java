// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jaegertracing.api_v2.Query;
import io.jaegertracing.api_v2.Query.GetTraceRequest;
import io.spoor.grpc.RawGrpc.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is no gRPC, or broken, is answered all the same. */
class BrokenRequestTest {
  private static final String TRACE = "/jaeger.api_v2.QueryService/GetTrace";
  private static final byte[] EMPTY = {};

  private final Vertx vertx = Vertx.vertx();
  private TestPort port;
  private RawGrpc raw;

  @BeforeEach
  void serve() throws Exception {
    port =
        new TestPort(
            vertx,
            Map.of("limits.maxMessageBytes", "4KiB"),
            List.of(
                GrpcService.of(Query.getDescriptor(), "QueryService")
                    .method(
                        "GetTrace",
                        call -> {
                          call.request(GetTraceRequest.parser());
                          call.end();
                        })));
    raw = new RawGrpc(vertx, port.port());
  }

  @AfterEach
  void close() throws Exception {
    port.close();
    RawGrpc.await(vertx.close());
  }

  @Test
  void answersEveryBrokenFrame() throws Exception {
    byte[] message = GetTraceRequest.newBuilder().setRawTraces(true).build().toByteArray();
    byte[] bomb = gzip(new byte[1 << 20]);
    Buffer whole = RawGrpc.frame(0, message);

    assertStatus(RawGrpc.frame(1, message), Map.of("grpc-encoding", "zstd"), "12");
    assertStatus(RawGrpc.frame(1, message), Map.of(), "13");
    assertStatus(RawGrpc.frame(1, message), Map.of("grpc-encoding", "identity"), "13");
    assertStatus(RawGrpc.frame(1, message), Map.of("grpc-encoding", "gzip"), "3");
    assertStatus(RawGrpc.frame(1, bomb), Map.of("grpc-encoding", "gzip"), "8");
    assertStatus(RawGrpc.frame(0, "\u0007garbage".getBytes(UTF_8)), Map.of(), "3");
    assertStatus(RawGrpc.frame(0, new byte[4097]), Map.of(), "8");
    assertStatus(Buffer.buffer().appendBytes(new byte[] {0, -1, -1, -1, -1, 0}), Map.of(), "8");
    assertStatus(Buffer.buffer(), Map.of(), "13");
    assertStatus(whole.getBuffer(0, 3), Map.of(), "13");
    assertStatus(whole.getBuffer(0, whole.length() - 1), Map.of(), "13");
    assertStatus(whole.copy().appendBuffer(whole), Map.of(), "13");
    assertStatus(whole, Map.of("grpc-timeout", "soon"), "13");
    assertStatus(whole, Map.of("grpc-encoding", "gzip"), "0");
    assertThat(port.value("grpc.refused", "reason", "message_bytes")).isEqualTo(2);
    Awaitility.await().untilAsserted(() -> assertThat(port.value("grpc.calls.active")).isZero());
  }

  @Test
  void answersWhatIsNoGrpcOverHttp() throws Exception {
    Buffer body = RawGrpc.frame(0, EMPTY);

    assertThat(raw.call(TRACE, body, Map.of("content-type", "application/json")).httpStatus())
        .isEqualTo(415);
    assertThat(raw.call(TRACE, body, Map.of("content-type", "application/grpc-web")).httpStatus())
        .isEqualTo(415);
    assertThat(RawGrpc.await(raw.send(HttpMethod.PUT, TRACE, body, Map.of())).httpStatus())
        .isEqualTo(405);
    HttpResponse<String> http1 =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + "/")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(http1.statusCode()).isEqualTo(505);
  }

  private void assertStatus(Buffer body, Map<String, String> headers, String status)
      throws Exception {
    Reply reply = raw.call(TRACE, body, headers);
    assertThat(reply.status()).as("%s %s: %s", headers, body.length(), reply).isEqualTo(status);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
