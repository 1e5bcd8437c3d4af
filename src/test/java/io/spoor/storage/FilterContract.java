// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.codec.filter.FilterTexts.attr;
import static io.spoor.codec.filter.FilterTexts.call;
import static io.spoor.codec.filter.FilterTexts.field;
import static io.spoor.codec.filter.FilterTexts.filter;
import static io.spoor.codec.filter.FilterTexts.list;
import static io.spoor.codec.filter.FilterTexts.nested;
import static io.spoor.codec.filter.FilterTexts.scalar;
import static io.spoor.storage.TestQueries.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Searching by structured filters: operators, levels, fields and types (docs/query.md). */
interface FilterContract extends StorageContract {

  private void write(long trace, UnaryOperator<TestSpans> fields) {
    probe().write(fields.apply(TestSpans.batch().resource("s").span(trace, 1, "op")).build());
  }

  private Long[] find(String op, String... args) {
    TraceQuery query = any().limit(1_000).build().withFilter(filter(op, args));
    return probe().findIds(query).stream().map(TraceId::low).toArray(Long[]::new);
  }

  private static Long[] ids(long... ids) {
    return Arrays.stream(ids).boxed().toArray(Long[]::new);
  }

  /** 1: integer, 2: text, 3: real, 4: boolean, 5 and 6: other numbers, 7: other text, 8: none. */
  private void writeTypes() {
    write(1, span -> span.attribute("k", 200));
    write(2, span -> span.attribute("k", "200"));
    write(3, span -> span.attribute("k", 200.0));
    write(4, span -> span.attribute("k", true));
    write(5, span -> span.attribute("k", 300));
    write(6, span -> span.attribute("k", 199.5));
    write(7, span -> span.attribute("k", "abc"));
    write(8, span -> span.attribute("other", "200"));
  }

  @Test
  default void filterEq_matchesAtTheStoredTypeUnlessOneIsDeclared() {
    writeTypes();

    assertThat(find("eq", attr("k"), scalar("200"))).isEqualTo(ids(1, 2, 3));
    assertThat(find("eq", attr("k"), scalar("200.0"))).isEqualTo(ids(1, 3));
    assertThat(find("eq", attr("k"), scalar("2e2"))).isEqualTo(ids(1, 3));
    assertThat(find("eq", attr("k"), scalar("true"))).isEqualTo(ids(4));
    assertThat(find("eq", attr("k"), scalar("200", "string"))).isEqualTo(ids(2));
    assertThat(find("eq", attr("k"), scalar("200", "int"))).isEqualTo(ids(1));
    assertThat(find("eq", attr("k"), scalar("200", "double"))).isEqualTo(ids(3));
    assertThat(find("eq", attr("k"), scalar("t", "bool"))).isEqualTo(ids(4));
    assertThat(find("eq", attr("k"), scalar("f", "bool"))).isEmpty();
    assertThat(find("eq", scalar("200"), attr("k"))).isEqualTo(ids(1, 2, 3));
  }

  @Test
  default void filterNe_needsTheAttributeAndNotMatchesItsAbsence() {
    writeTypes();

    assertThat(find("ne", attr("k"), scalar("200"))).isEqualTo(ids(4, 5, 6, 7));
    assertThat(find("ne", attr("k"), scalar("200", "int"))).isEqualTo(ids(2, 3, 4, 5, 6, 7));
    assertThat(find("not", call("eq", attr("k"), scalar("200")))).isEqualTo(ids(4, 5, 6, 7, 8));
    assertThat(find("ne", attr("missing"), scalar("1"))).isEmpty();
    assertThat(find("not", call("eq", attr("missing"), scalar("1")))).hasSize(8);
  }

  @Test
  default void filterOrder_comparesNumbersWithNumbersAndTextWithText() {
    writeTypes();

    assertThat(find("gt", attr("k"), scalar("199.5"))).isEqualTo(ids(1, 2, 3, 5, 7));
    assertThat(find("gte", attr("k"), scalar("199.5", "double"))).isEqualTo(ids(3, 6));
    assertThat(find("gt", attr("k"), scalar("200", "int"))).isEqualTo(ids(5));
    assertThat(find("lt", attr("k"), scalar("200"))).isEqualTo(ids(6));
    assertThat(find("lte", attr("k"), scalar("200"))).isEqualTo(ids(1, 2, 3, 6));
    assertThat(find("lt", attr("k"), scalar("b", "string"))).isEqualTo(ids(2, 7));
    assertThat(find("lt", scalar("200", "int"), attr("k"))).isEqualTo(ids(5));
  }

  @Test
  default void filterOrder_isExactAtTheEndsOfTheRange() {
    write(1, span -> span.attribute("k", Long.MAX_VALUE));
    write(2, span -> span.attribute("k", Long.MAX_VALUE - 1));
    write(3, span -> span.attribute("k", Long.MIN_VALUE));
    write(4, span -> span.attribute("k", 0));
    write(5, span -> span.attribute("k", -0.0));

    assertThat(find("gte", attr("k"), scalar("9223372036854775807"))).isEqualTo(ids(1));
    assertThat(find("gt", attr("k"), scalar("9223372036854775806.5"))).isEqualTo(ids(1));
    assertThat(find("gt", attr("k"), scalar("9223372036854775807"))).isEmpty();
    assertThat(find("lt", attr("k"), scalar("1e999999999"))).hasSize(5);
    assertThat(find("gt", attr("k"), scalar("-1e30"))).hasSize(5);
    assertThat(find("lte", attr("k"), scalar("-9223372036854775808"))).isEqualTo(ids(3));
    assertThat(find("gt", attr("k"), scalar("1e-999999999"))).isEqualTo(ids(1, 2));
    assertThat(find("eq", attr("k"), scalar("0"))).isEqualTo(ids(4, 5));
    assertThat(find("eq", attr("k"), scalar("-0e5"))).isEqualTo(ids(4, 5));
  }

  @Test
  default void filterIn_isOneOfAListAndNotInNone() {
    writeTypes();

    assertThat(find("in", attr("k"), list("", "300", "abc"))).isEqualTo(ids(5, 7));
    assertThat(find("in", attr("k"), list("string", "200", "abc"))).isEqualTo(ids(2, 7));
    assertThat(find("in", attr("k"), list("int", "200", "300"))).isEqualTo(ids(1, 5));
    assertThat(find("not_in", attr("k"), list("", "200", "abc"))).isEqualTo(ids(4, 5, 6));
    assertThat(find("not_in", attr("missing"), list("", "200"))).isEmpty();
    assertThat(find("not_in", field("span.kind"), list("", "unspecified"))).isEmpty();
  }

  @Test
  default void filterExists_needsTheKeyWhateverTheValue() {
    write(1, span -> span.attribute("k", ""));
    write(2, span -> span.attribute("k", null));
    write(3, span -> span.event("e", 1, "k", "v"));
    write(4, span -> span.attribute("K", "v"));

    assertThat(find("exists", attr("k"))).isEqualTo(ids(1, 2));
    assertThat(find("exists", attr("event", "k"))).isEqualTo(ids(3));
    assertThat(find("not", call("exists", attr("k")))).isEqualTo(ids(3, 4));
  }

  @Test
  default void filterRegex_matchesAnywhereInText() {
    write(1, span -> span.attribute("k", "payment-1"));
    write(2, span -> span.attribute("k", "Payment"));
    write(3, span -> span.attribute("k", 12));
    write(4, span -> span.attribute("k", "päy✓"));

    assertThat(find("regex", attr("k"), scalar("ay.*-[0-9]"))).isEqualTo(ids(1));
    assertThat(find("regex", attr("k"), scalar("ayment"))).isEqualTo(ids(1, 2));
    assertThat(find("regex", attr("k"), scalar("1|✓"))).isEqualTo(ids(1, 4));
    assertThat(find("regex", field("resource.service"), scalar("[a-z]"))).hasSize(4);
    assertThat(find("regex", field("span.kind"), scalar("speci"))).hasSize(4);
    assertThat(find("regex", field("span.traceID"), scalar("0003"))).isEqualTo(ids(3));
  }

  @Test
  default void filterLevel_isWhereTheAttributeIsLookedFor() {
    write(1, span -> span.attribute("k", "v"));
    write(2, span -> span.event("e", 1).event("f", 2, "k", "v"));
    write(3, span -> span.link(new TraceId(0, 9), 9, "k", "v"));
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .resourceAttribute("k", "v")
                .span(4, 1, "op")
                .resource("s")
                .scope("scope", "1")
                .scopeAttribute("k", "v")
                .span(5, 1, "op")
                .build());

    assertThat(find("eq", attr("k"), scalar("v"))).isEqualTo(ids(1, 4));
    assertThat(find("eq", attr("span", "k"), scalar("v"))).isEqualTo(ids(1));
    assertThat(find("eq", attr("resource", "k"), scalar("v"))).isEqualTo(ids(4));
    assertThat(find("eq", attr("scope", "k"), scalar("v"))).isEqualTo(ids(5));
    assertThat(find("eq", attr("event", "k"), scalar("v"))).isEqualTo(ids(2));
    assertThat(find("eq", attr("link", "k"), scalar("v"))).isEqualTo(ids(3));
    assertThat(find("eq", attr("resource", "service.name"), scalar("s"))).hasSize(5);
  }

  @Test
  default void filterKeys_haveNoMeaningOfTheirOwn() {
    write(1, span -> span.status(StatusCode.ERROR, ""));
    write(2, span -> span.attribute("error", "true"));
    write(3, span -> span.attribute("span.kind", "server"));
    write(4, span -> span.attribute("resource.k", "v"));

    assertThat(find("eq", attr("error"), scalar("true"))).isEqualTo(ids(2));
    assertThat(find("eq", attr("span.kind"), scalar("server"))).isEqualTo(ids(3));
    assertThat(find("eq", attr("resource.k"), scalar("v"))).isEqualTo(ids(4));
    assertThat(find("eq", attr("resource", "resource.k"), scalar("v"))).isEmpty();
  }

  @Test
  default void filterSeveralValues_oneMatchesAndNoneMayForItsNegation() {
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .resourceAttribute("k", "a")
                .span(1, 1, "op")
                .attribute("k", "b")
                .span(2, 1, "op")
                .build());
    write(3, span -> span.event("e", 1, "k", "a").event("e", 2, "k", "b"));

    assertThat(find("eq", attr("k"), scalar("a"))).isEqualTo(ids(1, 2));
    assertThat(find("eq", attr("k"), scalar("b"))).isEqualTo(ids(1));
    assertThat(find("ne", attr("k"), scalar("b"))).isEqualTo(ids(2));
    assertThat(find("ne", attr("event", "k"), scalar("b"))).isEmpty();
    assertThat(find("some", nested("event"), call("ne", attr("event", "k"), scalar("b"))))
        .isEqualTo(ids(3));
  }

  @Test
  default void filterSome_bindsOneEventOrLink() {
    write(1, span -> span.event("exception", 1, "type", "Timeout").event("retry", 2, "n", 1));
    write(2, span -> span.event("exception", 1, "n", 1).event("retry", 2, "type", "Timeout"));
    write(3, span -> span.link(new TraceId(0, 7), 8, "k", "v"));
    write(4, span -> span.link(new TraceId(0, 7), 9).link(new TraceId(0, 6), 8, "k", "v"));
    String isException = call("eq", field("event.name"), scalar("exception"));
    String isTimeout = call("eq", attr("event", "type"), scalar("Timeout"));

    assertThat(find("and", isException, isTimeout)).isEqualTo(ids(1, 2));
    assertThat(find("some", nested("event"), call("and", isException, isTimeout)))
        .isEqualTo(ids(1));
    assertThat(
            find(
                "some",
                nested("link"),
                call(
                    "and",
                    call("regex", field("link.traceID"), scalar("7")),
                    call("eq", attr("link", "k"), scalar("v")))))
        .isEqualTo(ids(3));
    assertThat(find("not", call("some", nested("event"), isException))).isEqualTo(ids(3, 4));
    assertThat(
            find(
                "some",
                nested("event"),
                call("and", isException, call("eq", field("span.traceID"), scalar(hex(2))))))
        .isEqualTo(ids(2));
  }

  private static String hex(long trace) {
    return new TraceId(0, trace).toHex();
  }

  @Test
  default void filterFields_ofSpans() {
    write(
        1,
        span ->
            span.parent(5)
                .kind(SpanKind.SERVER)
                .status(StatusCode.ERROR, "bad")
                .traceState("a=b")
                .times(1_000_000_000, 2_000_000_000));
    write(2, span -> span.times(3_000_000_000L, -5).kind(SpanKind.CLIENT));
    write(3, span -> span.times(-1, 1).status(StatusCode.OK, ""));

    assertThat(find("eq", field("span.traceID"), scalar(hex(1)))).isEqualTo(ids(1));
    assertThat(find("eq", field("span.spanID"), scalar("0000000000000001"))).hasSize(3);
    assertThat(find("eq", field("span.spanID"), scalar("1"))).isEmpty();
    assertThat(find("eq", field("span.parentSpanID"), scalar("0000000000000005")))
        .isEqualTo(ids(1));
    assertThat(find("exists", field("span.parentSpanID"))).isEqualTo(ids(1));
    assertThat(find("eq", field("span.traceState"), scalar("a=b"))).isEqualTo(ids(1));
    assertThat(find("exists", field("span.traceState"))).isEqualTo(ids(1));
    assertThat(find("ne", field("span.statusMessage"), scalar("x"))).isEqualTo(ids(1));
    assertThat(find("eq", field("span.name"), scalar("op"))).hasSize(3);
    assertThat(find("eq", field("span.kind"), scalar("server"))).isEqualTo(ids(1));
    assertThat(find("in", field("span.kind"), list("", "server", "client"))).isEqualTo(ids(2, 1));
    assertThat(find("eq", field("span.status"), scalar("error"))).isEqualTo(ids(1));
    assertThat(find("ne", field("span.status"), scalar("error"))).isEqualTo(ids(3, 2));
    assertThat(find("exists", field("span.status"))).hasSize(3);
  }

  @Test
  default void filterFields_ofTime() {
    write(1, span -> span.times(1_000_000_000, 2_000_000_000));
    write(2, span -> span.times(3_000_000_000L, -5));
    write(3, span -> span.times(-2, 1));

    assertThat(find("gte", field("span.duration"), scalar("2s"))).isEqualTo(ids(1));
    assertThat(find("lt", field("span.duration"), scalar("0"))).isEqualTo(ids(2));
    assertThat(find("eq", field("span.duration"), scalar("-5ns"))).isEqualTo(ids(2));
    assertThat(find("in", field("span.duration"), list("", "1ns", "2000ms"))).isEqualTo(ids(3, 1));
    assertThat(find("gt", field("span.startTime"), scalar("1970-01-01T00:00:01Z")))
        .isEqualTo(ids(3, 2));
    assertThat(find("lte", field("span.endTime"), scalar("1970-01-01T00:00:03Z")))
        .isEqualTo(ids(2, 1));
    assertThat(find("gte", field("span.startTime"), scalar("2554-07-21T23:34:33.709551614Z")))
        .isEqualTo(ids(3));
    assertThat(find("lt", field("span.startTime"), field("span.endTime"))).isEqualTo(ids(3, 1));
  }

  @Test
  default void filterFields_ofResourceAndScope() {
    probe()
        .write(
            TestSpans.batch()
                .resource("a")
                .scope("http", "1.0")
                .span(1, 1, "op")
                .resourceWithoutName()
                .span(2, 1, "op")
                .resource("")
                .span(3, 1, "op")
                .build());

    assertThat(find("eq", field("resource.service"), scalar("a"))).isEqualTo(ids(1));
    assertThat(find("exists", field("resource.service"))).isEqualTo(ids(1, 3));
    assertThat(find("eq", field("resource.service"), scalar(""))).isEqualTo(ids(3));
    assertThat(find("ne", field("resource.service"), scalar("a"))).isEqualTo(ids(3));
    assertThat(find("eq", field("scope.name"), scalar("http"))).isEqualTo(ids(1));
    assertThat(find("gte", field("scope.version"), scalar("0.9"))).isEqualTo(ids(1));
    assertThat(find("not", call("exists", field("scope.name")))).isEqualTo(ids(2, 3));
    assertThat(find("exists", field("scope.schemaURL"))).isEmpty();
    assertThat(find("exists", field("resource.schemaURL"))).isEmpty();
  }

  @Test
  default void filterFields_ofEventsAndLinks() {
    write(1, span -> span.times(1_000, 10).event("", 1_005));
    write(2, span -> span.times(1_000, 10).event("late", 900).link(new TraceId(1, 2), 3));
    write(3, span -> span.times(1_000, 10));

    assertThat(find("exists", field("event.name"))).isEqualTo(ids(1, 2));
    assertThat(find("eq", field("event.name"), scalar(""))).isEqualTo(ids(1));
    assertThat(find("gt", field("event.timeSinceStart"), scalar("4ns"))).isEqualTo(ids(1));
    assertThat(find("lt", field("event.timeSinceStart"), scalar("0s"))).isEqualTo(ids(2));
    assertThat(find("eq", field("event.time"), scalar("1970-01-01T00:00:00.000000900Z")))
        .isEqualTo(ids(2));
    assertThat(find("eq", field("link.traceID"), scalar(new TraceId(1, 2).toHex())))
        .isEqualTo(ids(2));
    assertThat(find("eq", field("link.spanID"), scalar("0000000000000003"))).isEqualTo(ids(2));
    assertThat(find("exists", field("link.traceState"))).isEqualTo(ids(2));
  }

  @Test
  default void filterTwoReferences_compareByTheirStoredTypes() {
    write(1, span -> span.attribute("a", 5).attribute("b", 5.0));
    write(2, span -> span.attribute("a", 5).attribute("b", "5"));
    write(3, span -> span.attribute("a", "op").attribute("b", "zz"));
    write(4, span -> span.attribute("a", 5));
    write(5, span -> span.attribute("a", 1L << 53 | 1).attribute("b", 0x1p53));

    assertThat(find("eq", attr("a"), attr("b"))).isEqualTo(ids(1));
    assertThat(find("ne", attr("a"), attr("b"))).isEqualTo(ids(2, 3, 5));
    assertThat(find("gt", attr("a"), attr("b"))).isEqualTo(ids(5));
    assertThat(find("lte", attr("a"), attr("b"))).isEqualTo(ids(1, 3));
    assertThat(find("eq", field("span.name"), attr("a"))).isEqualTo(ids(3));
  }

  @Test
  default void filterOtherTypes_matchByTheirText() {
    write(1, span -> span.attribute("k", new byte[] {1, 2, 3}));
    write(2, span -> span.attribute("k", List.of(1)));
    write(3, span -> span.attribute("k", Map.of("x", "y")));
    write(4, span -> span.attribute("k", null));

    assertThat(find("eq", attr("k"), scalar("AQID"))).isEqualTo(ids(1));
    assertThat(find("eq", attr("k"), scalar("AQID", "string"))).isEmpty();
    assertThat(find("eq", attr("k"), scalar("[1]"))).isEqualTo(ids(2));
    assertThat(find("eq", attr("k"), scalar(""))).isEqualTo(ids(4));
    assertThat(find("gt", attr("k"), scalar(""))).isEmpty();
    assertThat(find("regex", attr("k"), scalar("A"))).isEmpty();
  }

  @Test
  default void filterAnd_needsOneSpanAndGoesWithTheOtherConditions() {
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .span(1, 1, "op")
                .attribute("a", "1")
                .span(1, 2, "op")
                .attribute("b", "1")
                .span(2, 1, "op")
                .attribute("a", "1")
                .attribute("b", "1")
                .span(3, 1, "other")
                .attribute("a", "1")
                .attribute("b", "1")
                .build());
    String a = call("eq", attr("a"), scalar("1"));
    String b = call("eq", attr("b"), scalar("1"));

    assertThat(find("and", a, b)).isEqualTo(ids(2, 3));
    assertThat(find("or", a, b)).isEqualTo(ids(1, 2, 3));
    assertThat(find("and", a, call("not", b))).isEqualTo(ids(1));
    TraceQuery query = any().operation("op").build().withFilter(filter("and", a, b));
    assertThat(probe().findIds(query)).containsExactly(new TraceId(0, 2));
  }
}
