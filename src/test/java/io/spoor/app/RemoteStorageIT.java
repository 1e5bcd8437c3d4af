// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.spoor.SpoorProcess;
import jaeger.storage.v2.CapabilitiesGrpc;
import jaeger.storage.v2.CapabilitiesOuterClass.GetCapabilitiesRequest;
import jaeger.storage.v2.CapabilitiesOuterClass.SearchCapabilities;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** One process that keeps the spans, and another in front of it that has none of its own. */
class RemoteStorageIT {
  private static final String TRACE = "5b8efff798038103d269b633813fc60c";
  private static final String SPAN =
      """
      {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name",
       "value":{"stringValue":"cart"}}]},"scopeSpans":[{"spans":[{"traceId":"%s",
       "spanId":"eee19b7ec3c1b174","name":"checkout","startTimeUnixNano":"1700000000000000000",
       "endTimeUnixNano":"1700000000100000000"}]}]}]}
      """
          .formatted(TRACE);

  @Test
  void anotherProcess_keepsAndFindsItsSpansHere() throws Exception {
    try (SpoorProcess store = SpoorProcess.with().start();
        SpoorProcess front =
            SpoorProcess.with(
                    "storage.type=remote",
                    "storage.remote.endpoints=http://127.0.0.1:"
                        + store.port("query.remoteStorage"))
                .start()) {
      assertThat(post(front.url("receiver.otlp.http", "/v1/traces")).statusCode()).isEqualTo(200);

      assertThat(get(front.url("query.http", "/api/traces/" + TRACE)).body()).contains("checkout");
      assertThat(get(store.url("query.http", "/api/traces/" + TRACE)).body()).contains("checkout");
      assertThat(get(front.url("query.http", "/api/services")).body()).contains("cart");
      assertThat(
              get(front.url("query.http", "/api/traces?service=cart&start=1600000000000000"))
                  .body())
          .contains(TRACE);
    }
  }

  @Test
  void whatTheStorageCannotTakeNow_isGivenBackToTheSender() throws Exception {
    SpoorProcess store = SpoorProcess.with().start();
    try (SpoorProcess front =
        SpoorProcess.with(
                "storage.type=remote",
                "storage.remote.endpoints=http://127.0.0.1:" + store.port("query.remoteStorage"),
                "receiver.otlp.http.timeouts.request=2s")
            .start()) {
      store.close();

      assertThat(post(front.url("receiver.otlp.http", "/v1/traces")).statusCode()).isEqualTo(503);
      assertThat(get(front.url("query.http", "/api/services")).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void capabilitiesAndHealth_sayWhatIsServed() throws Exception {
    try (SpoorProcess store = SpoorProcess.with("storage.type=memory").start()) {
      ManagedChannel channel =
          ManagedChannelBuilder.forAddress("127.0.0.1", store.port("query.remoteStorage"))
              .usePlaintext()
              .build();
      try {
        SearchCapabilities search =
            CapabilitiesGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .getCapabilities(GetCapabilitiesRequest.getDefaultInstance())
                .getSearch();
        assertThat(search.getWithoutServiceName()).isTrue();
        assertThat(search.getPaginated()).isTrue();
        assertThat(search.getFilter().getOperatorsList()).contains("regex", "some");
        assertThat(
                HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(10, TimeUnit.SECONDS)
                    .check(
                        HealthCheckRequest.newBuilder()
                            .setService("jaeger.storage.v2.TraceReader")
                            .build())
                    .getStatus())
            .isEqualTo(ServingStatus.SERVING);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static HttpResponse<String> post(URI url) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(url)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(SPAN))
                .build(),
            BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(URI url) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
  }
}
