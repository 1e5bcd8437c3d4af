// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.otlp.OtlpJsonDecoder;
import io.spoor.model.SpanKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DemoShopTest {
  private static final int VISITS = 200;
  private static final long VISIT_NANOS = 20_000_000_000L;

  private final List<DemoTrace> traces = visits(TestSeed.random());

  @Test
  void everySpanLiesWithinItsParentAndItsVisit() {
    for (DemoTrace trace : traces) {
      Set<DemoSpan> begun = new HashSet<>();
      for (DemoSpan span : trace.spans()) {
        DemoSpan parent = span.parent();
        assertThat(span.endTimeUnixNano()).isGreaterThan(span.startTimeUnixNano());
        assertThat(span.traceId()).isEqualTo(trace.id());
        if (parent == null) {
          assertThat(begun).as("only the first span has no parent").isEmpty();
          assertThat(span.startTimeUnixNano()).isGreaterThanOrEqualTo(TestSpans.START);
          assertThat(span.endTimeUnixNano()).isLessThan(TestSpans.START + VISIT_NANOS);
        } else {
          assertThat(begun).contains(parent);
          assertThat(span.startTimeUnixNano()).isGreaterThanOrEqualTo(parent.startTimeUnixNano());
          assertThat(span.endTimeUnixNano()).isLessThanOrEqualTo(parent.endTimeUnixNano());
        }
        begun.add(span);
      }
    }
  }

  @Test
  void eventsHappenWithinTheirSpan() {
    assertThat(spans())
        .allSatisfy(
            span ->
                assertThat(span.events())
                    .allSatisfy(
                        event ->
                            assertThat(event.timeUnixNano())
                                .isBetween(span.startTimeUnixNano(), span.endTimeUnixNano())));
  }

  @Test
  void linksLeadToAProducerThatWasSentBefore() {
    Set<DemoSpan> sent = new HashSet<>();
    int links = 0;
    for (DemoTrace trace : traces) {
      for (DemoSpan span : trace.spans()) {
        for (DemoSpan cause : span.links()) {
          assertThat(cause.kind()).isEqualTo(SpanKind.PRODUCER);
          assertThat(sent).contains(cause);
          assertThat(cause.endTimeUnixNano()).isLessThan(span.startTimeUnixNano());
          links++;
        }
      }
      sent.addAll(trace.spans());
    }

    assertThat(links).isPositive();
  }

  @Test
  void idsAreDifferentAndNotZero() {
    Set<Long> spanIds = new HashSet<>();
    Set<String> traceIds = new HashSet<>();
    traces.forEach(trace -> traceIds.add(trace.id().toHex()));
    spans().forEach(span -> spanIds.add(span.spanId()));

    assertThat(traceIds).hasSameSizeAs(traces);
    assertThat(spanIds).hasSameSizeAs(spans()).doesNotContain(0L);
  }

  @Test
  void everyServiceAndKindTakesPart() {
    Set<DemoService> services = EnumSet.noneOf(DemoService.class);
    Set<SpanKind> kinds = EnumSet.noneOf(SpanKind.class);
    spans().forEach(span -> services.add(span.service()));
    spans().forEach(span -> kinds.add(span.kind()));

    assertThat(services).containsExactly(DemoService.values());
    assertThat(kinds).isEqualTo(EnumSet.complementOf(EnumSet.of(SpanKind.UNSPECIFIED)));
  }

  @Test
  void someVisitsFailAndTheirTracesSayWhere() {
    List<DemoTrace> failed =
        traces.stream().filter(trace -> trace.spans().get(0).error() != null).toList();

    assertThat(failed).isNotEmpty().hasSizeLessThan(traces.size() / 2);
    assertThat(failed)
        .allSatisfy(
            trace ->
                assertThat(trace.spans())
                    .anySatisfy(
                        span -> {
                          assertThat(span.service()).isEqualTo(DemoService.PAYMENT);
                          assertThat(span.events())
                              .extracting(DemoSpan.Event::name)
                              .contains("exception");
                        }));
  }

  @Test
  void sameSeedGivesTheSameVisits() {
    assertThat(DemoJson.request(visits(new Random(7))))
        .isEqualTo(DemoJson.request(visits(new Random(7))));
  }

  @Test
  void jsonHoldsEverySpanUnderItsService() throws IOException {
    JsonNode request = new ObjectMapper().readTree(DemoJson.request(traces));
    int spans = 0;
    for (JsonNode resourceSpans : request.path("resourceSpans")) {
      JsonNode name = resourceSpans.path("resource").path("attributes").path(0);
      assertThat(name.path("key").asText()).isEqualTo("service.name");
      assertThat(name.path("value").path("stringValue").asText()).isNotEmpty();
      for (JsonNode span : resourceSpans.path("scopeSpans").path(0).path("spans")) {
        assertThat(span.path("traceId").asText()).matches("[0-9a-f]{32}");
        assertThat(span.path("spanId").asText()).matches("[0-9a-f]{16}");
        assertThat(span.path("startTimeUnixNano").asText()).matches("\\d{19}");
        spans++;
      }
    }

    assertThat(request.path("resourceSpans")).hasSize(DemoService.values().length);
    assertThat(spans).isEqualTo(spans().size());
  }

  @Test
  void receiverTakesEverySpan() {
    DecodedBatch decoded =
        new OtlpJsonDecoder().decode(DemoJson.request(traces), Allowance.UNLIMITED);

    assertThat(decoded.rejectedSpans()).isZero();
    assertThat(decoded.batch().size()).isEqualTo(spans().size());
  }

  private List<DemoSpan> spans() {
    return traces.stream().flatMap(trace -> trace.spans().stream()).toList();
  }

  private static List<DemoTrace> visits(Random random) {
    DemoShop shop = new DemoShop(random);
    List<DemoTrace> traces = new ArrayList<>();
    IntStream.range(0, VISITS).forEach(i -> traces.addAll(shop.visit(TestSpans.START)));
    return traces;
  }
}
