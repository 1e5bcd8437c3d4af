// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** What the processor changed. Methods may be called from any thread. */
public final class ProcessorMetrics {

  /** What a sanitizer repairs. */
  public enum Sanitizer {
    /** A resource without a usable service name. */
    EMPTY_SERVICE_NAME,
    /** A span without a name. */
    EMPTY_SPAN_NAME,
    /** Text that is not UTF-8. */
    UTF8
  }

  private final Map<Sanitizer, Counter> sanitized = new EnumMap<>(Sanitizer.class);
  private final Counter removedAttributes;
  private final Counter shortenedAttributes;

  /** Registers the meters. */
  public ProcessorMetrics(MeterRegistry registry) {
    for (Sanitizer sanitizer : Sanitizer.values()) {
      sanitized.put(
          sanitizer,
          Counter.builder("processor.sanitized")
              .description("Names and texts that were repaired")
              .tag("sanitizer", sanitizer.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    removedAttributes = limited(registry, "removed");
    shortenedAttributes = limited(registry, "shortened");
  }

  private static Counter limited(MeterRegistry registry, String action) {
    return Counter.builder("processor.limited.attributes")
        .description("Attributes that a configured limit cut")
        .tag("action", action)
        .register(registry);
  }

  /** One name or text was repaired. */
  public void sanitized(Sanitizer sanitizer) {
    requireNonNull(sanitized.get(sanitizer), "one a constant").increment();
  }

  /** Attributes were taken off a span. */
  public void removedAttributes(int attributes) {
    removedAttributes.increment(attributes);
  }

  /** Attribute texts were cut. */
  public void shortenedAttributes(int attributes) {
    shortenedAttributes.increment(attributes);
  }
}
