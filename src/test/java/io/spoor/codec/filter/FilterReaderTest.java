// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.filter;

import static io.spoor.codec.filter.FilterTexts.attr;
import static io.spoor.codec.filter.FilterTexts.call;
import static io.spoor.codec.filter.FilterTexts.field;
import static io.spoor.codec.filter.FilterTexts.list;
import static io.spoor.codec.filter.FilterTexts.nested;
import static io.spoor.codec.filter.FilterTexts.nots;
import static io.spoor.codec.filter.FilterTexts.root;
import static io.spoor.codec.filter.FilterTexts.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.model.AttributeLevel;
import io.spoor.model.filter.Operand.Attribute;
import io.spoor.model.filter.Operand.Constant;
import io.spoor.model.filter.Operand.Field;
import io.spoor.model.filter.SpanField;
import io.spoor.model.filter.SpanFilter;
import io.spoor.model.filter.SpanFilter.Comparison;
import io.spoor.model.filter.SpanFilter.Operator;
import io.spoor.model.filter.ValueType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterReaderTest {
  private static final String K = attr("k");
  private static final String ONE = scalar("1");

  @Test
  void json_isReadAsTheDocumentedExampleMeans() {
    SpanFilter filter =
        FilterJson.read(
            """
            {"op":"eq","args":[{"attr":{"key":"http.status_code"}},{"scalar":{"value":"500"}}]}
            """);

    assertThat(filter)
        .isEqualTo(
            new Comparison(
                Operator.EQ,
                new Attribute("http.status_code", null),
                new Constant("500", ValueType.ANY)));
  }

  @Test
  void constant_isReadAsWhatItIsComparedWith() {
    assertThat(FilterJson.read(root("gt", field("span.duration"), scalar("1.5s"))))
        .isEqualTo(
            new Comparison(
                Operator.GT,
                new Field(SpanField.SPAN_DURATION),
                new Constant("1.5s", ValueType.DURATION, 1_500_000_000L)));
    assertThat(
            FilterJson.read(
                root("lte", field("event.time"), scalar("1970-01-01T00:00:01.000000002Z"))))
        .isEqualTo(
            new Comparison(
                Operator.LTE,
                new Field(SpanField.EVENT_TIME),
                new Constant("1970-01-01T00:00:01.000000002Z", ValueType.TIME, 1_000_000_002L)));
    assertThat(FilterJson.read(root("eq", field("span.kind"), scalar("server", "string"))))
        .isEqualTo(
            new Comparison(
                Operator.EQ,
                new Field(SpanField.SPAN_KIND),
                new Constant("server", ValueType.KIND)));
  }

  @Test
  void constantOnTheLeft_isTurnedRound() {
    assertThat(FilterJson.read(root("lt", scalar("5", "int"), attr("span", "k"))))
        .isEqualTo(
            new Comparison(
                Operator.GT,
                new Attribute("k", AttributeLevel.SPAN),
                new Constant("5", ValueType.INT)));
  }

  @Test
  void nesting_mayBeTwentyDeepAndNotMore() {
    assertThat(FilterJson.read(nots(20))).isInstanceOf(SpanFilter.Not.class);
    assertThatThrownBy(() -> FilterJson.read(nots(21)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("filter nests calls more than 20 deep");
    assertThatThrownBy(() -> FilterJson.read(nots(20_000)))
        .hasMessage("filter nests calls more than 20 deep");
  }

  @Test
  void nesting_isHeldForMessagesToo() {
    var call = FilterWriter.write(FilterJson.read(nots(20)));
    var deeper =
        jaeger.expression.v1.ExpressionOuterClass.Call.newBuilder()
            .setOp("not")
            .addArgs(
                jaeger.expression.v1.ExpressionOuterClass.Expression.newBuilder().setCall(call))
            .build();

    assertThat(FilterReader.read(call)).isEqualTo(FilterJson.read(nots(20)));
    assertThatThrownBy(() -> FilterReader.read(deeper))
        .hasMessage("filter nests calls more than 20 deep");
  }

  static Stream<String> filters() {
    return Stream.of(
        root("and", call("exists", K), call("or", call("eq", K, ONE), call("ne", K, ONE))),
        root("not", call("gt", attr("scope", "k"), scalar("1.50", "double"))),
        root("in", attr("event", "k"), list("int", "1", "2")),
        root("not_in", field("span.status"), list("", "ok", "error")),
        root("regex", field("resource.service"), scalar("pay(ment|roll)")),
        root("eq", attr("link", "k"), scalar("T", "bool")),
        root("lte", field("span.endTime"), scalar("2026-08-16T18:56:20.123456789Z")),
        root("gte", field("event.timeSinceStart"), scalar("-1h30m")),
        root("eq", field("span.name"), attr("k")),
        root("some", nested("link"), call("eq", field("link.spanID"), scalar("00f0", "string"))));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void filter_survivesTheWayToTheWireAndBack(String json) {
    SpanFilter filter = FilterJson.read(json);

    assertThat(FilterReader.read(FilterWriter.write(filter))).isEqualTo(filter);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(root("between", K, ONE), "unknown operator \"between\""),
        refusal(root("", K, ONE), "unknown operator \"\""),
        refusal(root("phrase", K, list("", "a")), "operator \"phrase\" is not supported"),
        refusal(root("and", call("exists", K)), "takes at least 2 arguments, had 1"),
        refusal(root("not"), "operator \"not\": takes 1 argument, had 0"),
        refusal(root("not", K), "argument 1 must be a call, was attr"),
        refusal(root("eq", K), "operator \"eq\": takes 2 arguments, had 1"),
        refusal(root("eq", ONE, ONE), "compares two constants"),
        refusal(root("eq", K, list("", "1")), "argument 2 must be attr, field or scalar"),
        refusal(root("eq", K, nested("event")), "argument 2 must be attr, field or scalar"),
        refusal(root("exists", ONE), "argument 1 must be attr or field, was a scalar"),
        refusal(root("in", K, ONE), "argument 2 must be a list, was a scalar"),
        refusal(root("in", K, list("")), "a list must have at least one value"),
        refusal(root("in", K, list("int", "1", "x")), "parsing \"x\": invalid syntax"),
        refusal(root("eq", attr("spam", "k"), ONE), "unknown level \"spam\""),
        refusal(root("eq", attr("span", ""), ONE), "attr.key must not be empty"),
        refusal(root("eq", field("span.nonesuch"), ONE), "level \"span\" has no field"),
        refusal(root("eq", field("resource.duration"), ONE), "\"resource\" has no field"),
        refusal(root("eq", field(".name"), ONE), "unknown level \"\""));
  }

  static Stream<Arguments> refusedConstantsAndTexts() {
    return Stream.of(
        refusal(root("eq", K, scalar("1", "float")), "unknown type \"float\""),
        refusal(root("eq", K, scalar("x", "int")), "strconv.ParseInt: parsing \"x\""),
        refusal(root("eq", K, scalar("9223372036854775808", "int")), "value out of range"),
        refusal(root("eq", K, scalar("NaN", "double")), "no finite decimal number"),
        refusal(root("eq", K, scalar("yes", "bool")), "strconv.ParseBool: parsing \"yes\""),
        refusal(
            root("gt", field("span.duration"), scalar("banana")),
            "span.duration: time: invalid duration \"banana\""),
        refusal(root("gt", field("span.duration"), scalar("2")), "missing unit in duration"),
        refusal(root("gt", field("span.duration"), scalar("2s", "string")), "cannot be compared"),
        refusal(root("gt", field("span.startTime"), scalar("now")), "parsing time \"now\""),
        refusal(root("eq", field("span.startTime"), field("span.duration")), "cannot be compared"),
        refusal(root("eq", field("span.duration"), K), "cannot be compared"),
        refusal(root("eq", field("span.name"), scalar("1", "int")), "cannot be compared"),
        refusal(
            root("eq", field("span.kind"), scalar("SERVER")),
            "\"SERVER\" must be one of unspecified, internal, server, client, producer, consumer"),
        refusal(root("eq", field("span.status"), scalar("bad")), "must be one of unset, ok, error"),
        refusal(root("gt", field("span.kind"), scalar("server")), "span.kind has no order"),
        refusal(root("lte", field("span.status"), scalar("ok")), "span.status has no order"),
        refusal(root("gt", K, scalar("true", "bool")), "\"true\" has no order"),
        refusal(root("regex", field("span.duration"), scalar("1")), "holds no text"),
        refusal(root("regex", K, scalar("1", "int")), "a pattern is of type string"),
        refusal(root("regex", K, scalar("^a")), "anchors (^) cannot be used"),
        refusal(root("regex", K, scalar("(")), "missing closing )"),
        refusal(
            root("some", nested("span"), call("exists", K)), "level must be \"event\" or \"link\""),
        refusal(root("some", K, call("exists", K)), "argument 1 must be nested, was attr"),
        refusal("[]", "call must be a JSON object"),
        refusal("", "call must be a JSON object"),
        refusal("{\"op\":5}", "op must be a JSON string, was \"5\""),
        refusal("{\"op\":\"not\",\"args\":{}}", "args must be a JSON array"),
        refusal("{\"ops\":\"not\"}", "call has no member \"ops\""),
        refusal(root("not", "{\"attr\":{\"name\":\"k\"}}"), "attr has no member \"name\""),
        refusal(
            root("exists", "{\"attr\":{\"key\":\"k\"},\"scalar\":{\"value\":\"1\"}}"),
            "had \"scalar\" as well"),
        refusal(root("eq", K, "{\"scalar\":{\"value\":1}}"), "value must be a JSON string"),
        refusal("{\"op\":\"exists\"", "not valid JSON"),
        refusal(root("exists", K) + "1", "there is more after the filter"));
  }

  private static Arguments refusal(String json, String reason) {
    return Arguments.of(json, reason);
  }

  @ParameterizedTest
  @MethodSource({"refusals", "refusedConstantsAndTexts"})
  void filter_isRefusedInWords(String json, String reason) {
    assertThatThrownBy(() -> FilterJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "^a",
        "a$",
        "\\Aa",
        "a\\z",
        "a\\b",
        "\\Ba",
        "a*?",
        "a+?",
        "a??",
        "a{1,2}?",
        "(?i)a",
        "(?s:a)",
        "\\C",
        "(a",
        "a)",
        "[a",
        "a{1001}",
        "(a{100}){11}",
        "((a{10}b){10}){11}",
        "(?P<n>a{1001})",
        "*",
        "a**"
      })
  void pattern_isRefused(String pattern) {
    assertThatThrownBy(() -> RegexSubset.compile(pattern))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pattern");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a|b",
        "[^a-z]",
        "[$^]",
        "[]a]",
        "[[:alpha:]^]",
        "\\^\\$",
        "\\Q^$\\E",
        "(?:ab)+",
        "(?P<name>a)",
        "a{2}",
        "a{2,}",
        "a{,5}",
        "{",
        "a{100}b{900}",
        "(a{100}){10}",
        "\\d\\pL.*"
      })
  void pattern_isTaken(String pattern) {
    assertThat(RegexSubset.compile(pattern).pattern()).isEqualTo(pattern);
  }

  @Test
  void pattern_mayHaveAThousandCharacters() {
    assertThat(RegexSubset.compile("a".repeat(1_000))).isNotNull();
    assertThatThrownBy(() -> RegexSubset.compile("a".repeat(1_001)))
        .hasMessage("pattern has 1001 characters, the most are 1000");
  }
}
