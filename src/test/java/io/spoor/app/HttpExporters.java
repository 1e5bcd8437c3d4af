// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.TestSpans;
import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.TraceId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that export over OTLP HTTP as the specification says: a refused request is sent again
 * after the time that the answer names, and only an answer of 200 counts.
 *
 * <p>Keeps what each client was told, so that a test can hold the server to it.
 */
final class HttpExporters implements AutoCloseable {
  private final URI target;
  private final int spansPerRequest;
  private final int valueLength;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService threads;
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicLong nextTrace;

  final Queue<TraceId> acknowledged = new ConcurrentLinkedQueue<>();
  final AtomicLong acknowledgedSpans = new AtomicLong();
  final AtomicInteger refusals = new AtomicInteger();
  final AtomicInteger withoutAnswer = new AtomicInteger();
  final Queue<String> unexpected = new ConcurrentLinkedQueue<>();

  /** Clients of one receiver, none of them running yet. */
  HttpExporters(URI target, long firstTrace, int spansPerRequest, int valueLength) {
    this.target = target;
    this.nextTrace = new AtomicLong(firstTrace);
    this.spansPerRequest = spansPerRequest;
    this.valueLength = valueLength;
    this.threads = Executors.newCachedThreadPool();
  }

  /** Starts clients that send until they are stopped, or the server goes away. */
  void start(int clients) {
    for (int i = 0; i < clients; i++) {
      threads.execute(
          () -> {
            while (!stopping.get() && sendOne()) {
              Thread.onSpinWait();
            }
          });
    }
  }

  /** Starts clients that bring this many requests to their end each, however often refused. */
  void start(int clients, int requests) {
    for (int i = 0; i < clients; i++) {
      threads.execute(
          () -> {
            for (int sent = 0; sent < requests && sendOne(); sent++) {
              Thread.onSpinWait();
            }
          });
    }
  }

  /** Waits for the clients to end. */
  void await() throws InterruptedException {
    threads.shutdown();
    if (!threads.awaitTermination(120, TimeUnit.SECONDS)) {
      throw new AssertionError("clients still run after two minutes");
    }
  }

  /** Sends a trace of its own until it is acknowledged; false when the server has gone. */
  private boolean sendOne() {
    TraceId trace = new TraceId(7, nextTrace.getAndIncrement());
    byte[] body = OtlpProtoEncoder.encode(batch(trace));
    HttpRequest request =
        HttpRequest.newBuilder(target)
            .timeout(Duration.ofSeconds(60))
            .header("content-type", "application/x-protobuf")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      while (isRefusal(answer) && !stopping.get()) {
        refusals.incrementAndGet();
        TimeUnit.SECONDS.sleep(retryAfterSeconds(answer));
        answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      }
      record(trace, answer);
      return true;
    } catch (IOException e) {
      withoutAnswer.incrementAndGet();
      return false;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void record(TraceId trace, HttpResponse<byte[]> answer) {
    if (answer.statusCode() == 200) {
      acknowledged.add(trace);
      acknowledgedSpans.addAndGet(spansPerRequest);
    } else if (!isRefusal(answer)) {
      unexpected.add(answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8));
    }
  }

  private static boolean isRefusal(HttpResponse<?> answer) {
    return answer.statusCode() == 503 || answer.statusCode() == 429;
  }

  private static long retryAfterSeconds(HttpResponse<?> refused) {
    return refused.headers().firstValueAsLong("retry-after").orElseThrow();
  }

  private SpanBatch batch(TraceId trace) {
    TestSpans spans = TestSpans.batch().resource("exporter");
    for (int i = 1; i <= spansPerRequest; i++) {
      spans.span(trace, i, "op").attribute("filler", "x".repeat(valueLength));
    }
    return spans.build();
  }

  /** Has the clients end after the answer they wait for. */
  void stop() {
    stopping.set(true);
  }

  @Override
  public void close() {
    stop();
    threads.shutdownNow();
  }
}
