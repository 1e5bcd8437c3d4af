// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.NamingConvention;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every meter of the process, and their text for Prometheus.
 *
 * <p>Meters are named without a product prefix ({@code writer.inflight.bytes}) and exported with
 * one ({@code spoor_writer_inflight_bytes}); only those of the JVM and the process, and the
 * servers' that have OpenTelemetry's names, go without. Callable from any thread.
 */
public final class SpoorRegistry implements AutoCloseable {
  static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private static final List<String> UNPREFIXED =
      List.of("jvm.", "process.", "system.", "http.server.", "rpc.server.");

  private final PrometheusRegistry exported = new PrometheusRegistry();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, exported, Clock.SYSTEM);

  private final ProcessMetrics process;

  /** A registry with the JVM's meters, which exports the ledger besides. */
  public SpoorRegistry(Ledger ledger) {
    meters.throwExceptionOnRegistrationFailure(); // else a meter that clashes is lost silently
    meters.config().namingConvention(new Prefixed());
    process = new ProcessMetrics(meters);
    exported.register(new LedgerCollector(ledger));
    exported.register(new StorageAliases(meters));
    exported.register(process);
  }

  /** Where components create their meters. */
  public MeterRegistry meters() {
    return meters;
  }

  /**
   * Every metric as it stands now. Takes milliseconds: keep it off event loops.
   *
   * @param accept the {@code Accept} header of the scrape: OpenMetrics when it is among what the
   *     sender accepts, else the classic text format
   */
  public Scrape scrape(@Nullable String accept) {
    boolean openMetrics = accept != null && accept.contains("application/openmetrics-text");
    String contentType = openMetrics ? OPEN_METRICS : TEXT;
    ByteArrayOutputStream body = new ByteArrayOutputStream(64 << 10);
    try {
      meters.scrape(body, contentType);
    } catch (IOException e) {
      throw new UncheckedIOException("scrape failed", e);
    }
    return new Scrape(contentType, body.toByteArray());
  }

  @Override
  public void close() {
    process.close();
    meters.close();
  }

  /** The answer to a scrape. The body belongs to the receiver. */
  @SuppressWarnings("ArrayRecordComponent") // a courier between two methods, never compared
  public record Scrape(String contentType, byte[] body) {}

  private static final class Prefixed implements NamingConvention {
    private final NamingConvention prometheus = new PrometheusNamingConvention();

    @Override
    public String name(String name, Meter.Type type, @Nullable String baseUnit) {
      boolean keep = UNPREFIXED.stream().anyMatch(name::startsWith);
      return prometheus.name(keep ? name : "spoor." + name, type, baseUnit);
    }

    @Override
    public String tagKey(String key) {
      return prometheus.tagKey(key);
    }

    @Override
    public String tagValue(String value) {
      return prometheus.tagValue(value);
    }
  }
}
