// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.SpoorProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a newcomer does: start it, send the demo, run the commands that it prints. */
class DemoIT {
  private static final Pattern CURL =
      Pattern.compile("curl -s (?:-G )?'([^']+)'(?: --data-urlencode '([^=']+)=([^']+)')?");
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static SpoorProcess spoor;
  private static SpoorProcess demo;

  @BeforeAll
  static void sendDemo() {
    spoor = SpoorProcess.with().start();
    demo =
        SpoorProcess.with()
            .run(
                List.of(
                    "demo",
                    "--endpoint",
                    spoor.url("receiver.otlp.http", "").toString(),
                    "--query",
                    spoor.url("query.http", "").toString()));
    demo.exitStatus();
  }

  @AfterAll
  static void stop() {
    demo.close();
    spoor.close();
  }

  @Test
  void demoIsAcceptedWhole() throws Exception {
    assertThat(demo.exitStatus()).as(demo.logText()).isZero();
    Matcher sent = Pattern.compile("Sent 50 traces with (\\d+) spans").matcher(demo.logText());
    assertThat(sent.find()).as(demo.logText()).isTrue();

    JsonNode total = get(spoor.url("admin", "/ledger")).path("total");

    assertThat(total.path("stored").asInt()).isEqualTo(Integer.parseInt(sent.group(1)));
    assertThat(total.path("received").asInt()).isEqualTo(total.path("stored").asInt());
  }

  @Test
  void everyPrintedCommandFindsSomething() throws Exception {
    List<String> commands = demo.log().stream().filter(line -> line.contains("curl ")).toList();

    assertThat(commands).hasSizeGreaterThanOrEqualTo(7);
    for (String command : commands) {
      JsonNode answer = get(url(command));
      JsonNode found = answer.path("data");
      assertThat(found).as("%s: %s", command, answer).isNotEmpty();
      assertThat(answer.path("errors").isNull() || answer.path("errors").isMissingNode())
          .as(command)
          .isTrue();
    }
  }

  @Test
  void searchByErrorFindsOnlyTracesWithErrors() throws Exception {
    String command =
        demo.log().stream().filter(line -> line.contains("\"error\"")).findFirst().orElseThrow();

    for (JsonNode trace : get(url(command)).path("data")) {
      assertThat(trace.path("spans"))
          .anySatisfy(
              span ->
                  assertThat(span.path("tags"))
                      .anySatisfy(tag -> assertThat(tag.path("key").asText()).isEqualTo("error")));
    }
  }

  private static URI url(String command) {
    Matcher curl = CURL.matcher(command);
    assertThat(curl.find()).as(command).isTrue();
    if (curl.group(2) == null) {
      return URI.create(curl.group(1));
    }
    String value = URLEncoder.encode(curl.group(3), StandardCharsets.UTF_8);
    return URI.create(curl.group(1) + "&" + curl.group(2) + "=" + value);
  }

  private static JsonNode get(URI url) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        CLIENT.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofByteArray());
    assertThat(response.statusCode()).as(url.toString()).isEqualTo(200);
    return new ObjectMapper().readTree(response.body());
  }
}
