// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends the requests of one phase after another over the connections.
 *
 * <p>With a rate, requests fall due by the clock, and latency counts from then, so that a slow
 * server cannot hide behind a generator that waits for it. Confined to the connections' event loop,
 * {@link #start} excepted.
 */
final class LoadRun {
  private static final long MIN_WAIT_NANOS = 50_000;

  private final Workload workload;
  private final Connections connections;
  private final BodyEncoder encoder;
  private final RetryPolicy retry;
  private final AckLog ackLog;
  private final List<RequestTemplate> templates = new ArrayList<>();
  private final List<Deque<RequestBuffer>> idle = new ArrayList<>();
  private final int spansPerRequest;

  private Phase phase;
  private Counts counts;
  private CompletableFuture<Counts> done;
  private long startNanos;
  private long nextGroup;
  private int nextService;
  private long rootStartNanos;
  private int unanswered;
  private boolean isWaking;
  private long outstanding;
  private volatile boolean isStopped;

  LoadRun(
      Format format,
      Workload workload,
      int spansPerRequest,
      Connections connections,
      BodyEncoder encoder,
      RetryPolicy retry,
      AckLog ackLog) {
    this.workload = workload;
    this.spansPerRequest = spansPerRequest;
    this.connections = connections;
    this.encoder = encoder;
    this.retry = retry;
    this.ackLog = ackLog;
    for (int service = 0; service < Workload.SERVICES; service++) {
      templates.add(new RequestTemplate(format, service, spansPerRequest));
      idle.add(new ArrayDeque<>());
    }
  }

  int bytesPerRequest() {
    return templates.get(1).bytes().length;
  }

  /** Begins a phase; the future completes when its last span's fate is known. */
  CompletableFuture<Counts> start(Phase newPhase) {
    CompletableFuture<Counts> result = new CompletableFuture<>();
    connections
        .eventLoop()
        .execute(
            () -> {
              phase = newPhase;
              counts = new Counts();
              done = result;
              startNanos = System.nanoTime();
              counts.firstSentNanos = startNanos;
              counts.lastAnsweredNanos = startNanos;
              pump();
            });
    return result;
  }

  /** Ends the phase early: what was sent is still waited for. From any thread. */
  void stop() {
    isStopped = true;
    connections.eventLoop().execute(this::pumpOnceStarted);
  }

  private void pumpOnceStarted() {
    if (done != null) {
      pump();
    }
  }

  /** The event loop would swallow what a task throws. */
  private void pump() {
    try {
      sendDue();
    } catch (RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  /** Sends what is due and has room. */
  private void sendDue() {
    if (done.isDone()) {
      return;
    }
    while (isSending()) {
      long now = System.nanoTime();
      long due = dueNanos(now);
      if (due > now) {
        wake(due - now);
        return;
      }
      if (!connections.hasRoom()) {
        wakeWithoutAnswers();
        return;
      }
      send(nextRequest(due));
    }
    if (unanswered == 0) {
      ackLog.flush();
      done.complete(counts);
    }
  }

  /** A trace is never begun after the end, and never left unfinished unless the run is stopped. */
  private boolean isSending() {
    if (isStopped) {
      return false;
    }
    return nextService != 0 || !phase.isOver(counts.offered, System.nanoTime() - startNanos);
  }

  private long dueNanos(long now) {
    return phase.rate() == 0
        ? now
        : startNanos + (long) (counts.offered / phase.rate() * 1_000_000_000);
  }

  private void wake(long nanos) {
    if (!isWaking) {
      isWaking = true;
      connections
          .eventLoop()
          .schedule(
              () -> {
                isWaking = false;
                pump();
              },
              Math.max(MIN_WAIT_NANOS, nanos),
              TimeUnit.NANOSECONDS);
    }
  }

  /** Answers call {@link #pump}; but when none is outstanding, a connection must come first. */
  private void wakeWithoutAnswers() {
    if (outstanding == 0) {
      wake(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private Request nextRequest(long due) {
    if (nextService == 0) {
      rootStartNanos = phase.times().rootStartNanos(counts.offered / Workload.SERVICES);
    }
    Request request = new Request(nextGroup, nextService, rootStartNanos, due);
    if (++nextService == Workload.SERVICES) {
      nextService = 0;
      nextGroup++;
    }
    Deque<RequestBuffer> buffers = idle.get(request.service);
    RequestBuffer buffer = buffers.poll();
    request.buffer = buffer == null ? new RequestBuffer(templates.get(request.service)) : buffer;
    request.buffer.patch(
        workload,
        request.group * spansPerRequest,
        request.rootStartNanos,
        phase.times().spacingNanos());
    counts.offered += spansPerRequest;
    unanswered++;
    return request;
  }

  private void send(Request request) {
    request.attempts++;
    request.sentNanos = System.nanoTime();
    outstanding++;
    ByteBuf body = encoder.encode(request.buffer);
    connections.send(body, answer -> answered(request, answer));
  }

  private void answered(Request request, Answer answer) {
    outstanding--;
    counts.reason(answer.reason());
    counts.lastAnsweredNanos = System.nanoTime();
    switch (answer.fate()) {
      case ACKNOWLEDGED -> acknowledged(request, answer);
      case REFUSED -> {
        counts.refused += spansPerRequest;
        retryOrGiveUp(request, answer);
      }
      case FAILED -> retryOrGiveUp(request, answer);
      case REJECTED -> {
        counts.rejected += spansPerRequest;
        settled(request);
      }
    }
    pump();
  }

  private void acknowledged(Request request, Answer answer) {
    counts.rejected += answer.rejectedSpans();
    counts.acknowledged(
        spansPerRequest - answer.rejectedSpans(),
        counts.lastAnsweredNanos - request.dueNanos,
        counts.lastAnsweredNanos - request.sentNanos);
    if (answer.rejectedSpans() == 0) {
      ackLog.acknowledged(request.group, request.service);
    }
    settled(request);
  }

  private void retryOrGiveUp(Request request, Answer answer) {
    if (!isStopped && retry.mayRetry(request.attempts)) {
      counts.retries++;
      long delay = retry.delayMillis(request.attempts, answer.retryAfterMillis());
      connections.eventLoop().schedule(() -> resend(request), delay, TimeUnit.MILLISECONDS);
    } else {
      if (answer.fate() == Answer.Fate.FAILED) {
        counts.failed += spansPerRequest;
      } else {
        counts.givenUp += spansPerRequest;
      }
      settled(request);
    }
  }

  private void resend(Request request) {
    if (connections.hasRoom()) {
      send(request);
    } else {
      connections.eventLoop().schedule(() -> resend(request), 5, TimeUnit.MILLISECONDS);
    }
  }

  private void settled(Request request) {
    idle.get(request.service).push(request.buffer);
    unanswered--;
  }
}
