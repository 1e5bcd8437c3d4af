// SPDX-License-Identifier: Apache-2.0
package io.spoor.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spoor.TestSpans;
import io.spoor.bus.Addresses;
import io.spoor.bus.BusCodecs;
import io.spoor.bus.RefusedException;
import io.spoor.bus.WriteRequest;
import io.spoor.model.Deadline;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessorVerticleTest {
  private static final SpanBatch SMALL = TestSpans.shop();
  private static final SpanBatch LARGE = TestSpans.random(new Random(1), 8_000);

  private final Vertx vertx = Vertx.vertx();
  private final Promise<WriteResult> written = Promise.promise();
  private final CountDownLatch reachedWriter = new CountDownLatch(2);

  @BeforeEach
  void serveWriter() {
    BusCodecs.register(vertx);
    await(
        Addresses.SPANS_WRITE
            .serve(
                vertx,
                request -> {
                  reachedWriter.countDown();
                  return written.future();
                })
            .completion());
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void largeBatch_isLookedAtOffTheEventLoop() {
    Map<SpanBatch, Boolean> onLoop = new ConcurrentHashMap<>();
    deploy(
        batch -> {
          onLoop.put(batch, Context.isOnEventLoopThread());
          return batch;
        });
    written.complete(WriteResult.stored(1));

    await(process(SMALL));
    await(process(LARGE));

    assertThat(onLoop).containsEntry(SMALL, true).containsEntry(LARGE, false);
  }

  @Test
  void stepThatThrows_rejectsThatRequestOnly() {
    String verticle =
        deploy(
            batch -> {
              if (batch == SMALL || batch == LARGE) {
                throw new IllegalStateException("no");
              }
              return batch;
            });
    written.complete(WriteResult.stored(1));

    for (SpanBatch bad : List.of(SMALL, LARGE)) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> await(process(bad)))
          .satisfies(e -> assertThat(e.refusal().retryable()).isFalse());
    }
    assertThat(await(process(TestSpans.shop(2, 0))).stored()).isEqualTo(1);
    await(vertx.undeploy(verticle)); // nothing counts as in flight
  }

  @Test
  void stop_waitsForTheWriter() throws InterruptedException {
    String verticle = deploy(batch -> batch);
    Future<WriteResult> small = process(SMALL);
    Future<WriteResult> large = process(LARGE);
    assertThat(reachedWriter.await(20, TimeUnit.SECONDS)).isTrue();
    Future<Void> stopped = vertx.undeploy(verticle);

    assertThat(stopped.isComplete()).isFalse();
    written.complete(WriteResult.stored(7));

    assertThat(await(small).stored()).isEqualTo(7);
    assertThat(await(large).stored()).isEqualTo(7);
    await(stopped);
  }

  private String deploy(BatchStep step) {
    return await(vertx.deployVerticle(new ProcessorVerticle(List.of(step))));
  }

  private Future<WriteResult> process(SpanBatch batch) {
    Deadline deadline = Deadline.after(Duration.ofSeconds(20));
    return Addresses.SPANS_PROCESS.request(
        vertx, new WriteRequest(Tenant.DEFAULT, batch, deadline));
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }
}
