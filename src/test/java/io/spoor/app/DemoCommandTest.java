// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DemoCommandTest {
  private record Reply(int status, String body) {}

  private final List<byte[]> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private HttpServer server;
  private IntFunction<Reply> replies = number -> new Reply(200, "{}");

  @BeforeEach
  void startReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/traces", this::receive);
    server.start();
  }

  @AfterEach
  void stopReceiver() {
    server.stop(0);
  }

  @Test
  void sendsAsManyTracesAsWanted() {
    int status = demo("--traces", "12");

    assertThat(status).isEqualTo(ExitStatus.OK);
    assertThat(received).hasSize(12);
    assertThat(out.toString())
        .contains("Sent 12 traces", "all accepted", "/api/traces?service=checkout", "tags=");
  }

  @Test
  void sendsARefusedTraceAgain() {
    replies = number -> number == 2 ? new Reply(503, "full") : new Reply(200, "{}");

    int status = demo("--traces", "3");

    assertThat(status).isEqualTo(ExitStatus.OK);
    assertThat(received).hasSize(4);
    assertThat(received.get(1)).isEqualTo(received.get(2));
  }

  @Test
  void saysWhatWasRejected() {
    replies = number -> number == 1 ? new Reply(400, "bad trace") : new Reply(200, "{}");

    int status = demo("--traces", "2");

    assertThat(status).isEqualTo(ExitStatus.FAILED);
    assertThat(received).hasSize(2);
    assertThat(err.toString()).contains("HTTP 400 bad trace");
    assertThat(out.toString()).contains("Sent 1 traces", "spans were not accepted");
  }

  @Test
  void countsSpansOfAPartialSuccessAsNotAccepted() {
    String partial = "{\"partialSuccess\":{\"rejectedSpans\":\"1\",\"errorMessage\":\"too old\"}}";
    replies = number -> new Reply(200, partial);

    int status = demo("--traces", "1");

    assertThat(status).isEqualTo(ExitStatus.FAILED);
    assertThat(err.toString()).contains("1 spans of trace", "too old");
  }

  @Test
  void saysWhatToDoWhenNobodyListens() {
    server.stop(0);

    int status = demo();

    assertThat(status).isEqualTo(ExitStatus.FAILED);
    assertThat(err.toString()).contains("Cannot reach", "./spoor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bogus", "localhost:4318", "/v1/traces", "ftp://localhost"})
  void addressThatIsNoUrl_isAMistakeOfTheCommandLine(String address) {
    for (String option : List.of("--endpoint", "--query")) {
      assertThat(run(option, address)).isEqualTo(ExitStatus.USAGE);
      assertThat(err.toString())
          .contains(option + " must be like http://127.0.0.1:4318, was '" + address + "'")
          .doesNotContain("\tat ");
    }
    assertThat(received).isEmpty();
  }

  @Test
  void requestsAreJson() throws IOException {
    demo("--traces", "1");

    assertThat(new ObjectMapper().readTree(received.get(0)).path("resourceSpans")).isNotEmpty();
  }

  private int demo(String... options) {
    String endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
    return run(
        Stream.concat(Stream.of("--endpoint", endpoint, "--seed", "1"), Stream.of(options))
            .toArray(String[]::new));
  }

  private int run(String... options) {
    return new CommandLine(new DemoCommand())
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(options);
  }

  private void receive(HttpExchange exchange) throws IOException {
    received.add(exchange.getRequestBody().readAllBytes());
    Reply reply = replies.apply(requests.incrementAndGet());
    byte[] body = reply.body().getBytes(UTF_8);
    if (reply.status() == 503) {
      exchange.getResponseHeaders().add("Retry-After", "0");
    }
    exchange.sendResponseHeaders(reply.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
