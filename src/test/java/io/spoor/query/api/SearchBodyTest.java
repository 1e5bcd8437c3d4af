// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.codec.filter.FilterTexts;
import io.spoor.model.TraceQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the bodies of searches against the URLs that ask for the same. */
class SearchBodyTest {
  private static final String BODY_TIMES =
      "\"startTimeMin\":\"2026-11-20T11:00:00Z\",\"startTimeMax\":\"2026-11-20T12:00:00Z\"";
  private static final String URL_TIMES =
      "query.startTimeMin=2026-11-20T11:00:00Z&query.startTimeMax=2026-11-20T12:00:00Z";

  private static V3Parameters body(String members) {
    return new V3Parameters(SearchBody.read("{\"query\":{" + BODY_TIMES + members + "}}"));
  }

  private static TraceQuery url(String parameters) {
    return new V3Parameters(FormQuery.parse(URL_TIMES + parameters)).search();
  }

  @Test
  void everyMember_isWhatItsParameterIs() {
    TraceQuery expected =
        url(
            "&query.serviceName=a&query.operationName=op&query.searchDepth=5&query.durationMin=1ms"
                + "&query.durationMax=1.5s&query.attributes="
                + "%7B%22k%22%3A%22%7D+%5C%22+%F0%9F%98%80%22%2C%22l%22%3A%22%22%7D");

    assertThat(
            body(",\"serviceName\":\"a\",\"operationName\":\"op\",\"searchDepth\":5,"
                    + "\"durationMin\":\"1ms\",\"durationMax\":\"1.5s\", \"attributes\" :\n"
                    + "{\"k\":\"} \\\" \uD83D\uDE00\" , \"l\":\"\" } , \"rawTraces\":false")
                .search())
        .isEqualTo(expected);
    assertThat(
            new V3Parameters(
                    SearchBody.read(
                        " {\"query\":{\"start_time_min\":\"2026-11-20T11:00:00Z\","
                            + "\"start_time_max\":\"2026-11-20T12:00:00Z\",\"service_name\":\"a\","
                            + "\"operation_name\":\"op\",\"search_depth\":\"5\","
                            + "\"duration_min\":\"1ms\",\"duration_max\":\"1.5s\","
                            + "\"attributes\":{\"k\":\"} \\\" \uD83D\uDE00\",\"l\":\"\"}}}\n"))
                .search())
        .isEqualTo(expected);
  }

  @Test
  void rawTraces_areAskedForWithTrue() {
    assertThat(body(",\"rawTraces\":true").searchRaw()).isTrue();
    assertThat(body(",\"raw_traces\":true").searchRaw()).isTrue();
    assertThat(body("").searchRaw()).isFalse();
  }

  @Test
  void filter_isTakenAsItIs() {
    String deep = FilterTexts.nots(20);
    String filter = "&query.filter=" + URLEncoder.encode(deep, StandardCharsets.UTF_8);

    assertThat(body(",\"attributes\":{ },\"serviceName\":null,\"filter\":" + deep).search())
        .isEqualTo(url(filter));
  }

  @Test
  void largeMembers_areReadToTheirEnds() {
    String value = "x\u00e9{".repeat(20_000);

    assertThat(
            body(",\"operationName\":\"" + value + "\",\"attributes\":{\"k\":\"" + value + "\"}")
                .search()
                .attributes())
        .containsExactly(java.util.Map.entry("k", value));
  }

  @Test
  void page_isThatOfTheUrl() {
    V3Parameters parameters = body(",\"pagination\":{\"pageSize\":3}");

    assertThat(parameters.page().search())
        .isEqualTo(
            new V3Parameters(FormQuery.parse(URL_TIMES + "&query.pagination.pageSize=3"))
                .page()
                .search());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | malformed body: body must be a JSON object",
        "[] | malformed body: body must be a JSON object",
        "{ | malformed body: not valid JSON",
        "{\"query\":{\"serviceName\": | malformed body: not valid JSON",
        "{\"query\":{\"filter\":{\"op\":[ | malformed body: not valid JSON",
        "{} {} | malformed body: there is more after the message",
        "{\"query\":7} | malformed body: query must be a JSON object",
        "{\"limit\":7} | malformed body: body has no member \"limit\"",
        "{\"query\":{\"limit\":7}} | malformed body: query has no member \"limit\"",
        "{\"query\":{\"pagination\":{\"size\":7}}} | malformed body: pagination has no member \"size\"",
        "{\"query\":{\"serviceName\":7}} | malformed body: query.serviceName must be a JSON string",
        "{\"query\":{\"searchDepth\":[7]}} | malformed body: query.searchDepth must not be an object or an array",
        "{\"query\":{\"attributes\":\"x\"}} | malformed body: query.attributes must be a JSON object",
        "{\"query\":{\"filter\":[]}} | malformed body: query.filter must be a JSON object",
        "{\"query\":{\"serviceName\":\"a\",\"service_name\":\"a\"}} | malformed body: query.serviceName is there twice",
        "{} | query.startTimeMin and query.startTimeMax are required",
        "{\"query\":null} | query.startTimeMin and query.startTimeMax are required",
        "{\"query\":{TIMES,\"searchDepth\":1.5}} | malformed parameter query.searchDepth: strconv.ParseInt: parsing \"1.5\": invalid syntax",
        "{\"query\":{TIMES,\"searchDepth\":-1}} | malformed parameter query.searchDepth: must not be negative",
        "{\"query\":{TIMES,\"durationMax\":\"x\"}} | malformed parameter query.durationMax: time: invalid duration \"x\"",
        "{\"query\":{TIMES,\"attributes\":{\"a\":true}}} | malformed parameter query.attributes: json: cannot unmarshal bool into Go value of type string",
        "{\"query\":{TIMES,\"filter\":{ }}} | malformed parameter query.filter: unknown operator \"\"",
        "{\"query\":{TIMES,\"filter\":{\"op\":\"eq\"},\"serviceName\":\"s\"}} | query.filter and query.serviceName cannot be combined",
        "{\"query\":{TIMES,\"pagination\":{}}} | query.pagination is not possible here, ask for trace-summaries or searchDepth",
      })
  void badBody_isNamed(String body, String message) {
    assertThatThrownBy(
            () -> new V3Parameters(SearchBody.read(body.replace("TIMES", BODY_TIMES))).search())
        .isInstanceOf(ApiException.class)
        .hasMessage(message)
        .extracting(e -> ((ApiException) e).status())
        .isEqualTo(400);
  }

  @Test
  void emptyPage_isNamed() {
    assertThatThrownBy(() -> body(",\"pagination\":{}").page())
        .hasMessage("query.pagination.pageSize must be at least 1");
    assertThatThrownBy(() -> body(",\"pagination\":{\"pageSize\":2},\"searchDepth\":3").page())
        .hasMessage("query.pagination and query.searchDepth cannot be combined");
  }

  @Test
  void depth_isBounded() {
    assertThatThrownBy(() -> body(",\"filter\":" + FilterTexts.nots(21)).search())
        .hasMessage("malformed parameter query.filter: filter nests calls more than 20 deep");
    for (String deep :
        new String[] {"{\"query\":{\"filter\":" + "{\"a\":".repeat(10_000), "[".repeat(10_000)}) {
      assertThatThrownBy(() -> SearchBody.read(deep)).isInstanceOf(ApiException.class);
    }
    assertThatThrownBy(() -> body(",\"filter\":" + "{\"a\":[".repeat(60)))
        .hasMessage("malformed body: nested more than 100 deep, or a name or a number is too long");
  }
}
