// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Writes traces over OTLP HTTP while others are searched for; every trace that was acknowledged
 * must be found at once.
 *
 * <p>System properties: {@code otlp} and {@code query} (base addresses), {@code writes} and {@code
 * searches} (users a second), {@code seconds}.
 */
public final class WriteAndSearchSimulation extends Simulation {
  private static final String OTLP = System.getProperty("otlp", "http://127.0.0.1:4318");
  private static final String QUERY = System.getProperty("query", "http://127.0.0.1:16686");
  private static final int SERVICES = 5;
  private static final String SEARCH =
      QUERY + "/api/traces?limit=20&lookback=1h&service=#{service}";

  private static final ChainBuilder WRITE =
      exec(WriteAndSearchSimulation::newTrace)
          .exec(
              http("write")
                  .post(OTLP + "/v1/traces")
                  .header("Content-Type", "application/json")
                  .body(StringBody("#{request}"))
                  .check(status().is(200), bodyString().notNull()));

  private static final ChainBuilder FIND_AGAIN =
      exec(
          http("trace by id")
              .get(QUERY + "/api/traces/#{traceId}")
              .check(status().is(200), jsonPath("$.data[0].spans[9].spanID").exists()));

  private static final ChainBuilder SEARCHES =
      exec(WriteAndSearchSimulation::newTrace)
          .exec(search("by service", SEARCH))
          .exec(search("by service and operation", SEARCH + "&operation=step%203"))
          .exec(search("by service and minimum duration", SEARCH + "&minDuration=20ms"))
          .exec(
              search(
                  "by a common attribute", SEARCH + "&tags=%7B%22customer.tier%22%3A%22gold%22%7D"))
          .exec(http("services").get(QUERY + "/api/services").check(status().is(200)));

  private final HttpProtocolBuilder protocol = http.shareConnections();

  {
    Duration duration = Duration.ofSeconds(Integer.getInteger("seconds", 30));
    ScenarioBuilder writers = scenario("write and find again").exec(WRITE).exec(FIND_AGAIN);
    ScenarioBuilder readers = scenario("search").exec(SEARCHES);
    setUp(
            writers.injectOpen(
                constantUsersPerSec(Integer.getInteger("writes", 100)).during(duration)),
            readers.injectOpen(
                constantUsersPerSec(Integer.getInteger("searches", 10)).during(duration)))
        .protocols(protocol)
        .assertions(global().failedRequests().count().is(0L));
  }

  private static ChainBuilder search(String name, String url) {
    return exec(http(name).get(url).check(status().is(200), jsonPath("$.data").exists()));
  }

  private static Session newTrace(Session session) {
    String traceId = OtlpJson.traceId();
    String service = OtlpJson.serviceName(ThreadLocalRandom.current().nextInt(SERVICES));
    return session
        .set("traceId", traceId)
        .set("service", service)
        .set("request", OtlpJson.request(service, traceId));
  }
}
