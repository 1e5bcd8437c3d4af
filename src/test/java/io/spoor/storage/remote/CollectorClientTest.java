// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.spoor.TestSpans;
import io.spoor.config.ConfigSection;
import io.spoor.config.RemoteConfig;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CollectorClientTest {
  private static final SpanBatch BATCH =
      TestSpans.batch().resource("shop").span(1, 10, "buy").span(1, 11, "pay").build();

  private final Vertx vertx = Vertx.vertx();
  private final FakeCollector server = new FakeCollector(vertx, 0);

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private CollectorClient client(String endpoints, String... settings) {
    Map<String, String> values = new HashMap<>(Map.of("endpoints", endpoints));
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      values.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return new CollectorClient(
        vertx, ConfigSection.of(values, section -> RemoteConfig.from(section, "http://x:1")));
  }

  private static Future<WriteResult> write(CollectorClient client) {
    return new RemoteTraceWriter(client).write(Tenant.DEFAULT, BATCH);
  }

  private static void assertFails(Future<WriteResult> write, boolean retryable, String message) {
    assertThatThrownBy(() -> await(write))
        .asInstanceOf(type(StorageException.class))
        .satisfies(e -> assertThat(e.retryable()).as(e.getMessage()).isEqualTo(retryable))
        .satisfies(e -> assertThat(e).hasMessageContaining(message));
  }

  @Test
  void spansAreStoredOnceTheServerSaysSo() {
    CollectorClient client = client(server.address());
    assertThat(await(write(client))).isEqualTo(WriteResult.stored(2));
    assertThat(server.names()).containsExactly("buy", "pay");
    assertThat(client.unready()).isEmpty();
  }

  @Test
  void spansThatTheServerLeavesOutAreRejected() {
    server.answer = response -> FakeCollector.partial(response, 1, "too long");
    assertThat(await(write(client(server.address()))))
        .isEqualTo(new WriteResult(1, 0, 0, 1, "too long"));
    server.answer = response -> FakeCollector.partial(response, 77, "absurd");
    assertThat(await(write(client(server.address()))))
        .isEqualTo(new WriteResult(0, 0, 0, 2, "absurd"));
  }

  @Test
  void overloadCanBeRetriedAndBadInputCannot() {
    CollectorClient client = client(server.address());
    server.answer = response -> FakeCollector.fail(response, FakeCollector.UNAVAILABLE, "busy%21");
    assertFails(write(client), true, "busy!");
    assertThat(client.unready()).hasValueSatisfying(why -> assertThat(why).contains("busy!"));
    server.answer = response -> FakeCollector.fail(response, FakeCollector.INVALID_ARGUMENT, "bad");
    assertFails(write(client), false, "bad");
    server.answer =
        response -> FakeCollector.fail(response, FakeCollector.RESOURCE_EXHAUSTED, "large");
    assertFails(write(client), false, "large");
    server.answer = response -> response.setStatusCode(503).end();
    assertFails(write(client), true, "503");
    server.answer = response -> response.setStatusCode(400).end();
    assertFails(write(client), false, "400");
    server.answer = response -> response.end();
    assertFails(write(client), true, "no gRPC status");
  }

  @Test
  void serverThatAsksForTimeIsLeftAlone() {
    CollectorClient client = client(server.address());
    server.answer =
        response -> FakeCollector.failWithDelay(response, FakeCollector.RESOURCE_EXHAUSTED, 60_000);
    assertFails(write(client), true, "status 8");
    assertFails(write(client), true, "left alone");
    assertThat(server.received).hasSize(1);
  }

  @Test
  void addressThatFailsIsFollowedByTheNext() {
    try (FakeCollector other = new FakeCollector(vertx, 0)) {
      CollectorClient client = client(server.address() + "," + other.address());
      server.answer = response -> FakeCollector.fail(response, FakeCollector.UNAVAILABLE, "no");
      assertFails(write(client), true, "no");
      assertThat(await(write(client)).stored()).isEqualTo(2);
      assertThat(await(write(client)).stored()).isEqualTo(2);
      assertThat(other.received).hasSize(2);
    }
  }

  @Test
  void absentServerCanBeRetried() {
    CollectorClient client = client(server.address());
    server.close();
    assertFails(write(client), true, "did not answer");
    try (FakeCollector again = new FakeCollector(vertx, server.port())) {
      assertThat(await(write(client)).stored()).isEqualTo(2);
      assertThat(again.received).hasSize(1);
    }
  }

  @Test
  void serverThatSaysNothingIsGivenUpInTime() {
    server.answer = response -> {};
    assertFails(write(client(server.address(), "timeout=100ms")), true, "did not answer");
  }

  @Test
  void noMoreIsOnItsWayThanConfigured() {
    server.answer = response -> {};
    CollectorClient client = client(server.address(), "maxInFlightRequests=2", "timeout=300ms");
    Future<WriteResult> first = write(client);
    Future<WriteResult> second = write(client);
    assertFails(write(client), true, "too much");
    assertFails(first, true, "did not answer");
    assertFails(second, true, "did not answer");
    server.answer = FakeCollector::ok;
    assertThat(await(write(client)).stored()).isEqualTo(2);
  }
}
