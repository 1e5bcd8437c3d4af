// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final LoggerContext context = new LoggerContext();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final AtomicLong now = new AtomicLong(-INTERVAL.toNanos());
  private final RateLimitedLog log =
      new RateLimitedLog(context.getLogger("test"), INTERVAL, now::get);

  @BeforeEach
  void collectLines() {
    lines.start();
    context.getLogger("test").addAppender(lines);
  }

  @Test
  void firstLine_isWrittenAtOnce() {
    log.warn(3, "Spans were refused.");

    assertThat(messages()).containsExactly("Spans were refused. count=3");
    assertThat(lines.list.get(0).getLevel()).isEqualTo(Level.WARN);
  }

  @Test
  void linesWithinTheInterval_areAddedToTheNextOne() {
    log.warn(3, "Spans were refused.");
    log.warn(4, "Spans were refused.");
    now.addAndGet(INTERVAL.toNanos() - 1);
    log.warn(5, "Spans were refused.");
    now.addAndGet(1);
    log.warn(6, "Spans were refused.", new IllegalStateException("full"));

    assertThat(messages())
        .containsExactly("Spans were refused. count=3", "Spans were refused. count=15");
    assertThat(lines.list.get(1).getThrowableProxy().getMessage()).isEqualTo("full");
  }

  @Test
  void threadsThatComeTogether_writeOneLineAndLoseNoCount() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> done =
        threads.invokeAll(List.of(this::warnOften, this::warnOften, this::warnOften)).stream()
            .<Future<?>>map(future -> future)
            .toList();
    for (Future<?> future : done) {
      future.get(20, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertThat(messages()).hasSize(1);

    now.addAndGet(INTERVAL.toNanos());
    log.warn(0, "x");

    long sum =
        messages().stream()
            .mapToLong(line -> Long.parseLong(line.substring(line.indexOf('=') + 1)))
            .sum();
    assertThat(sum).isEqualTo(3 * 10_000);
  }

  private Void warnOften() {
    for (int i = 0; i < 10_000; i++) {
      log.warn(1, "x");
    }
    return null;
  }

  private List<String> messages() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
