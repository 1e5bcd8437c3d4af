// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import static io.spoor.receiver.jaeger.AgentMessages.batch;
import static io.spoor.receiver.jaeger.AgentMessages.emit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSeed;
import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.config.AgentPortsConfig;
import io.spoor.config.ConfigSection;
import io.spoor.model.WriteResult;
import io.spoor.receiver.Reservation;
import io.spoor.receiver.TestIntake;
import io.spoor.receiver.jaeger.AgentMessages.Protocol;
import io.spoor.telemetry.AgentMetrics;
import io.spoor.telemetry.LedgerCounts;
import io.spoor.telemetry.LedgerFate;
import io.spoor.telemetry.LedgerReason;
import io.spoor.telemetry.LedgerReceiver;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The UDP ports over real sockets: every datagram that arrives is stored or counted. */
class AgentReceiverTest {
  private static final String COMPACT = "agent_compact";

  private static void eventually(ThrowingRunnable check) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(TestIntake.PATIENCE)
        .untilAsserted(check);
  }

  private static LedgerReceiver receiver(Protocol protocol) {
    return protocol == Protocol.COMPACT
        ? LedgerReceiver.AGENT_COMPACT
        : LedgerReceiver.AGENT_BINARY;
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void spansOfADatagramAreStored(Protocol protocol) throws IOException {
    try (RunningAgent agent = new RunningAgent()) {
      agent.send(protocol, emit(protocol, batch("shop", 1, 10, 20)));
      eventually(
          () -> assertThat(agent.counts(receiver(protocol)).of(LedgerFate.STORED)).isEqualTo(20));
      assertThat(agent.requests.get(0).batch().span(3).name()).isEqualTo("op-3");
      assertThat(agent.requests.get(0).batch().span(3).serviceName()).isEqualTo("shop");
    }
  }

  @Test
  void spansOfZipkinAreStored() throws IOException {
    try (RunningAgent agent = new RunningAgent()) {
      agent.sendZipkin(emit(Protocol.COMPACT, batch("shop", 1, 10, 20)));
      agent.sendZipkin(AgentMessages.emitZipkin(Protocol.COMPACT));
      agent.sendZipkin(AgentMessages.emitZipkin(Protocol.COMPACT));
      eventually(
          () ->
              assertThat(agent.counts(LedgerReceiver.AGENT_ZIPKIN).of(LedgerFate.STORED))
                  .isEqualTo(2));
      assertThat(agent.requests.get(0).batch().span(0).name()).isEqualTo("get");
      assertThat(
              agent.count(
                  "receiver.rejected.undecoded.requests",
                  "transport",
                  "agent_zipkin",
                  "reason",
                  "unsupported_type"))
          .isEqualTo(1);
    }
  }

  @Test
  void datagramsThatComeTogetherAreStoredTogether() throws IOException {
    try (RunningAgent agent = new RunningAgent("compact.batchDelay=200ms")) {
      for (int i = 0; i < 10; i++) {
        agent.send(Protocol.COMPACT, emit(Protocol.COMPACT, batch("s" + i, 1, 10L * i + 1, 10)));
      }
      eventually(() -> assertThat(agent.spansSeen()).isEqualTo(100));
      assertThat(agent.requests).hasSizeLessThan(5);
      assertThat(agent.requests.get(0).batch().span(15).serviceName()).isEqualTo("s1");
    }
  }

  @Test
  void badDatagramAmongGoodOnes_takesNoneOfThemWithIt() throws IOException {
    byte[] cut = emit(Protocol.COMPACT, batch("cut", 1, 100, 10));
    try (RunningAgent agent = new RunningAgent("compact.batchDelay=200ms")) {
      agent.send(Protocol.COMPACT, emit(Protocol.COMPACT, batch("a", 1, 10, 10)));
      agent.send(Protocol.COMPACT, Arrays.copyOf(cut, cut.length - 30));
      agent.send(Protocol.COMPACT, emit(Protocol.COMPACT, batch("b", 1, 30, 10)));
      eventually(() -> assertThat(agent.spansSeen()).isEqualTo(20));
      eventually(() -> assertThat(rejected(agent, "malformed")).isEqualTo(1));
      assertThat(agent.requests)
          .extracting(request -> request.batch().span(0).serviceName())
          .containsExactly("a", "b");
    }
  }

  @Test
  void whatIsNoBatchIsCountedByItsReason() throws IOException {
    byte[] good = emit(Protocol.COMPACT, batch("shop", 1, 10, 5));
    try (RunningAgent agent = new RunningAgent("compact.maxPacketBytes=20000")) {
      agent.send(Protocol.COMPACT, new byte[0]);
      agent.send(Protocol.COMPACT, new byte[] {1, 2, 3});
      agent.send(Protocol.COMPACT, Arrays.copyOf(good, good.length - 5));
      agent.send(Protocol.COMPACT, emit(Protocol.BINARY, batch("shop", 1, 10, 5)));
      agent.send(Protocol.COMPACT, AgentMessages.emitZipkin(Protocol.COMPACT));
      agent.send(Protocol.COMPACT, new byte[20_001]);
      agent.send(Protocol.COMPACT, good);
      eventually(() -> assertThat(agent.spansSeen()).isEqualTo(5));
      eventually(() -> assertThat(rejected(agent, "malformed")).isEqualTo(3));
      assertThat(rejected(agent, "unsupported_type")).isEqualTo(2);
      assertThat(rejected(agent, "too_large")).isEqualTo(1);
      assertThat(agent.count("receiver.udp.datagrams", "transport", COMPACT)).isEqualTo(7);
      assertThat(agent.counts(LedgerReceiver.AGENT_COMPACT).received()).isEqualTo(5);
    }
  }

  private static double rejected(RunningAgent agent, String reason) {
    return agent.count(
        "receiver.rejected.undecoded.requests", "transport", COMPACT, "reason", reason);
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void damagedDatagramsDoNoHarm(Protocol protocol) throws IOException {
    Random random = TestSeed.random();
    byte[] good = emit(protocol, batch("shop", 1, 10, 3));
    try (RunningAgent agent = new RunningAgent()) {
      for (int at = 0; at < good.length; at++) {
        byte[] damaged = good.clone();
        damaged[at] ^= (byte) (1 + random.nextInt(255));
        agent.send(protocol, damaged);
        agent.send(protocol, Arrays.copyOf(good, at));
        int sent = 2 * (at + 1);
        eventually(
            () ->
                assertThat(
                        agent.count(
                            "receiver.udp.datagrams", "transport", receiver(protocol).label()))
                    .isEqualTo(sent));
      }
      agent.send(protocol, emit(protocol, batch("last", 2, 10, 1)));
      eventually(
          () ->
              assertThat(agent.requests)
                  .anySatisfy(
                      request ->
                          assertThat(request.batch().span(request.batch().size() - 1).serviceName())
                              .isEqualTo("last")));
      assertThat(agent.counts(receiver(protocol)).balances()).isTrue();
    }
  }

  @Test
  void storageThatFails_losesSpansWithTheReason() throws IOException {
    try (RunningAgent agent = new RunningAgent()) {
      agent.storage =
          request ->
              Future.failedFuture(new RefusedException(Refusal.STORAGE_FAILED, "disk is gone"));
      agent.send(Protocol.COMPACT, emit(Protocol.COMPACT, batch("shop", 1, 10, 7)));
      eventually(
          () ->
              assertThat(
                      agent
                          .counts(LedgerReceiver.AGENT_COMPACT)
                          .of(LedgerFate.FAILED, LedgerReason.STORAGE_FAILED))
                  .isEqualTo(7));
      agent.storage =
          request -> Future.failedFuture(new RefusedException(Refusal.QUEUE_FULL, "behind"));
      agent.send(Protocol.COMPACT, emit(Protocol.COMPACT, batch("shop", 1, 10, 8)));
      eventually(
          () ->
              assertThat(
                      agent
                          .counts(LedgerReceiver.AGENT_COMPACT)
                          .of(LedgerFate.DROPPED, LedgerReason.QUEUE_FULL))
                  .isEqualTo(8));
    }
  }

  @Test
  void storageThatIsSlow_isWaitedForAfterTheDeadline() throws IOException {
    try (RunningAgent agent = new RunningAgent("compact.timeout=50ms")) {
      Promise<WriteResult> slow = Promise.promise();
      agent.storage = request -> slow.future();
      agent.send(Protocol.COMPACT, emit(Protocol.COMPACT, batch("shop", 1, 10, 7)));
      eventually(
          () -> assertThat(agent.counts(LedgerReceiver.AGENT_COMPACT).inFlight()).isEqualTo(7));
      agent.vertx.setTimer(100, timer -> slow.complete(WriteResult.stored(7)));
      eventually(
          () ->
              assertThat(agent.counts(LedgerReceiver.AGENT_COMPACT).of(LedgerFate.STORED))
                  .isEqualTo(7));
    }
  }

  @Test
  void storageThatStandsStill_boundsMemoryAndDropsTheNewest() throws IOException {
    try (RunningAgent agent =
        new RunningAgent("compact.queueBytes=64KiB", "compact.batchBytes=1")) {
      Promise<Void> released = Promise.promise();
      agent.storage = request -> released.future().compose(v -> TestIntake.store(request));
      int spans = 0;
      int sent = 0;
      while (droppedDatagrams(agent) == 0) {
        agent.send(Protocol.COMPACT, emit(Protocol.COMPACT, batch("shop", 1, spans + 1, 20)));
        spans += 20;
        int expected = ++sent;
        eventually(
            () ->
                assertThat(agent.count("receiver.udp.datagrams", "transport", COMPACT))
                    .isEqualTo(expected));
        assertThat(sent).isLessThan(10_000);
      }
      released.complete();
      int dropped = (int) droppedDatagrams(agent);
      int kept = spans - dropped * 20;
      eventually(() -> assertThat(agent.spansSeen()).isEqualTo(kept));
      eventually(
          () ->
              assertThat(agent.counts(LedgerReceiver.AGENT_COMPACT).of(LedgerFate.STORED))
                  .isEqualTo(kept));
    }
  }

  private static double droppedDatagrams(RunningAgent agent) {
    return agent.count(
        "receiver.dropped.undecoded.requests", "transport", COMPACT, "reason", "queue_full");
  }

  @Test
  void spentBudget_dropsDatagrams() throws IOException {
    try (RunningAgent agent = new RunningAgent("admission.maxInFlightBytes=64KiB");
        Reservation others = agent.budget.open()) {
      assertThat(others.tryGrow(65_000)).isTrue();
      agent.send(Protocol.COMPACT, emit(Protocol.COMPACT, batch("shop", 1, 10, 20)));
      eventually(
          () ->
              assertThat(
                      agent.count(
                          "receiver.dropped.undecoded.requests",
                          "transport",
                          COMPACT,
                          "reason",
                          "budget_full"))
                  .isEqualTo(1));
    }
  }

  @Test
  void stop_storesAllThatTheSystemHas() throws IOException {
    try (RunningAgent agent = new RunningAgent("compact.batchDelay=10s")) {
      for (int i = 0; i < 50; i++) {
        agent.send(Protocol.COMPACT, emit(Protocol.COMPACT, batch("shop", 1, 20L * i + 1, 20)));
      }
      agent.stopCompact();
      LedgerCounts counts = agent.counts(LedgerReceiver.AGENT_COMPACT);
      assertThat(counts.of(LedgerFate.STORED)).isEqualTo(1000);
      assertThat(counts.inFlight()).isZero();
    }
  }

  @Test
  void portOfAnotherProcess_isNotShared() throws IOException {
    try (RunningAgent agent = new RunningAgent()) {
      AgentPortsConfig ports =
          ConfigSection.of(
              Map.of("compact.port", Integer.toString(agent.port(Protocol.COMPACT))),
              AgentPortsConfig::from);
      AgentReceiverVerticle second =
          new AgentReceiverVerticle(
              AgentPort.compact(ports.compact()),
              agent.intake,
              new AgentMetrics(new SimpleMeterRegistry()));
      assertThatThrownBy(() -> TestIntake.await(agent.vertx.deployVerticle(second)))
          .hasMessageContaining("in use");
    }
  }

  @Test
  void storageThatNeverAnswers_doesNotKeepTheProcess() throws IOException {
    RunningAgent agent = new RunningAgent("compact.drain=50ms");
    Promise<WriteResult> never = Promise.promise();
    agent.storage = request -> never.future();
    agent.send(Protocol.COMPACT, emit(Protocol.COMPACT, batch("shop", 1, 10, 7)));
    eventually(() -> assertThat(agent.requests).hasSize(1));
    agent.stopCompact();
    assertThat(agent.counts(LedgerReceiver.AGENT_COMPACT).inFlight()).isEqualTo(7);
    agent.abandon();
  }
}
