// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.model.TraceQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchParametersTest {
  private static final long NOW = 1_795_176_000_000_000_000L;
  private static final String V3_TIMES =
      "query.startTimeMin=2026-11-20T11:00:00Z&query.startTimeMax=2026-11-20T12:00:00Z";

  private static V1Parameters v1(String query) {
    return new V1Parameters(FormQuery.parse(query), InstantSource.fixed(QueryServer.NOW));
  }

  private static V3Parameters v3(String query) {
    return new V3Parameters(FormQuery.parse(query));
  }

  @Test
  void search_hasJaegersDefaults() {
    assertThat(v1("service=a").search())
        .isEqualTo(
            new TraceQuery(
                "a",
                null,
                Map.of(),
                NOW - 48L * 3600 * 1_000_000_000,
                NOW,
                TraceQuery.NO_DURATION_MIN,
                TraceQuery.NO_DURATION_MAX,
                100,
                null,
                null));
    assertThat(v1("service=a").raw()).isFalse();
  }

  @Test
  void search_readsEveryParameter() {
    String tags = URLEncoder.encode("{\"x\":\"1\",\"y\":\"\",\"x\":\"2\"}", StandardCharsets.UTF_8);

    TraceQuery query =
        v1("service=a+b&operation=GET+%2F&start=1000&end=2000000&limit=7&minDuration=1h2m3.5s"
                + "&maxDuration=2h&tag=error:true&tag=url:http://x:80&tags="
                + tags
                + "&lookback=custom&raw=1&unknown=9")
            .search();

    assertThat(query)
        .isEqualTo(
            new TraceQuery(
                "a b",
                "GET /",
                Map.of("error", "true", "url", "http://x:80", "x", "2", "y", ""),
                1_000_000,
                2_000_000_000,
                3_723_500_000_000L,
                7_200_000_000_000L,
                7,
                null,
                null));
  }

  @Test
  void search_holdsTimesInsideTheRange() {
    TraceQuery query = v1("service=a&start=-5&end=9223372036854775807").search();

    assertThat(query.startTimeMinUnixNano()).isZero();
    assertThat(query.startTimeMaxUnixNano()).isEqualTo(-1); // the greatest, unsigned
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "operation=x | unable to parse param 'service': parameter 'service' is required",
        "service=a&start=x | unable to parse param 'start': strconv.ParseInt: parsing \"x\": invalid syntax",
        "service=a&end=1.5 | unable to parse param 'end': strconv.ParseInt: parsing \"1.5\": invalid syntax",
        "service=a&end=99999999999999999999 | unable to parse param 'end': strconv.ParseInt: parsing \"99999999999999999999\": value out of range",
        "service=a&start=2&end=1 | invalid parameter: start time must be before end time",
        "service=a&limit=x | unable to parse param 'limit': strconv.ParseInt: parsing \"x\": invalid syntax",
        "service=a&limit=2147483648 | unable to parse param 'limit': strconv.ParseInt: parsing \"2147483648\": value out of range",
        "service=a&limit=0 | invalid parameter: limit must be greater than 0",
        "service=a&limit=-1 | invalid parameter: limit must be greater than 0",
        "service=a&minDuration=5 | unable to parse param 'minDuration': time: missing unit in duration \"5\"",
        "service=a&maxDuration=x | unable to parse param 'maxDuration': time: invalid duration \"x\"",
        "service=a&minDuration=2s&maxDuration=1s | 'maxDuration' should be greater than 'minDuration'",
        "service=a&tag=x | malformed 'tag' parameter, expecting key:value, received: x",
        "service=a&tags={ | malformed 'tags' parameter, cannot unmarshal JSON: not valid JSON",
        "service=a&tags= | malformed 'tags' parameter, cannot unmarshal JSON: unexpected end of JSON input",
        "service=a&tags=[] | malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal array into Go value of type map[string]string",
        "service=a&tags={\"a\":1} | malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal number into Go value of type string",
        "service=a&tags={\"a\":{\"b\":{}}} | malformed 'tags' parameter, cannot unmarshal JSON: json: cannot unmarshal object into Go value of type string",
        "service=a&tags={}{} | malformed 'tags' parameter, cannot unmarshal JSON: invalid character after top-level value",
      })
  void badSearch_isNamedInJaegersWords(String query, String message) {
    assertThatThrownBy(() -> v1(query).search())
        .isInstanceOf(ApiException.class)
        .hasMessage(message)
        .extracting(e -> ((ApiException) e).status())
        .isEqualTo(400);
  }

  @Test
  void badIdOrFlag_isNamed() {
    assertThatThrownBy(() -> v1("traceID=xyz").traceIds())
        .hasMessage(
            "cannot parse traceID param: strconv.ParseUint: parsing \"xyz\": invalid syntax");
    assertThatThrownBy(() -> v1("raw=maybe").raw())
        .hasMessage(
            "unable to parse param 'raw': strconv.ParseBool: parsing \"maybe\": invalid syntax");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "endTs=x | unable to parse param 'endTs': strconv.ParseInt: parsing \"x\": invalid syntax",
        "lookback=1h | unable to parse param 'lookback': strconv.ParseInt: parsing \"1h\": invalid syntax",
        "lookback=-1 | unable to parse param 'lookback': must not be negative",
      })
  void badDependencyRange_isNamed(String query, String message) {
    assertThatThrownBy(() -> v1(query).dependencyRange()).hasMessage(message);
  }

  @Test
  void dependencyRange_isADayByDefault() {
    V1Parameters.Range range = v1("").dependencyRange();

    assertThat(range.endUnixNano()).isEqualTo(NOW);
    assertThat(range.startUnixNano()).isEqualTo(NOW - 86_400_000_000_000L);
    assertThat(v1("lookback=9223372036854775807").dependencyRange().startUnixNano()).isZero();
  }

  @Test
  void v3Search_readsCamelAndSnakeCase() {
    TraceQuery expected =
        new TraceQuery(
            "a",
            "op",
            Map.of("k", "v"),
            NOW - 3_600_000_000_000L,
            NOW,
            1_000_000,
            2_000_000,
            5,
            null,
            null);

    assertThat(
            v3(V3_TIMES
                    + "&query.serviceName=a&query.operationName=op&query.searchDepth=5"
                    + "&query.durationMin=1ms&query.durationMax=2ms&query.attributes={\"k\":\"v\"}")
                .search())
        .isEqualTo(expected);
    assertThat(
            v3("query.start_time_min=2026-11-20T11:00:00Z&query.start_time_max=2026-11-20T12:00:00Z"
                    + "&query.service_name=a&query.operation_name=op&query.num_traces=5"
                    + "&query.duration_min=1ms&query.duration_max=2ms&query.attributes={\"k\":\"v\"}")
                .search())
        .isEqualTo(expected);
    assertThat(v3("query.raw_traces=true").searchRaw()).isTrue();
    assertThat(v3("raw_traces=true&start_time=2026-11-20T13:00:00.5+02:00").traceRaw()).isTrue();
  }

  @Test
  void v3Search_findsAnyServiceWithTheDefaultDepth() {
    TraceQuery query = v3(V3_TIMES).search();

    assertThat(query.serviceName()).isNull();
    assertThat(query.limit()).isEqualTo(100);
    assertThat(v3(V3_TIMES + "&query.searchDepth=0").search().limit()).isEqualTo(100);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "query.startTimeMin=2026-11-20T11:00:00Z | query.startTimeMin and query.startTimeMax are required",
        "TIMES&query.searchDepth=x | malformed parameter query.searchDepth: strconv.ParseInt: parsing \"x\": invalid syntax",
        "TIMES&query.num_traces=-1 | malformed parameter query.num_traces: must not be negative",
        "TIMES&query.duration_min=1 | malformed parameter query.duration_min: time: missing unit in duration \"1\"",
        "TIMES&query.durationMax=x | malformed parameter query.durationMax: time: invalid duration \"x\"",
        "TIMES&query.durationMin=2s&query.durationMax=1s | query.durationMax must not be less than query.durationMin",
        "TIMES&query.attributes={\"a\":true} | malformed parameter query.attributes: json: cannot unmarshal bool into Go value of type string",
        "TIMES&query.filter={} | malformed parameter query.filter: unknown operator \"\"",
        "TIMES&query.filter=x | malformed parameter query.filter: not valid JSON",
        "TIMES&query.filter={}&query.serviceName=s | query.filter and query.serviceName cannot be combined",
        "TIMES&query.filter={}&query.attributes={\"a\":\"b\"} | query.filter and query.attributes cannot be combined",
        "TIMES&query.filter={}&query.duration_max=1s | query.filter and query.duration_max cannot be combined",
        "TIMES&query.pagination.pageSize=5 | query.pagination is not possible here, ask for trace-summaries or searchDepth",
        "query.startTimeMin=2026-11-20T11:00:00Z&query.startTimeMax=2026-11-20T11:00:00Z | query.startTimeMin must be before query.startTimeMax",
      })
  void badV3Search_isNamed(String query, String message) {
    assertThatThrownBy(() -> v3(query.replace("TIMES", V3_TIMES)).search())
        .isInstanceOf(ApiException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "&query.pagination.pageSize=0 | malformed parameter query.pagination.pageSize: must be at least 1, was 0",
        "&query.pagination.page_token=x | query.pagination.pageSize must be at least 1",
        "&query.pagination.pageSize=2&query.searchDepth=3 | query.pagination and query.searchDepth cannot be combined",
        "&query.pagination.pageSize=2&query.pagination.pageToken=x | malformed parameter query.pagination.pageToken: page token is not one that this server made",
      })
  void badV3Page_isNamed(String query, String message) {
    assertThatThrownBy(() -> v3(V3_TIMES + query).page())
        .isInstanceOf(ApiException.class)
        .hasMessage(message);
  }

  @Test
  void badV3Time_isNamed() {
    assertThatThrownBy(
            () -> v3("query.startTimeMin=now&query.startTimeMax=2026-11-20T11:00:00Z").search())
        .hasMessageStartingWith("malformed parameter query.startTimeMin: parsing time \"now\"");
    assertThatThrownBy(() -> v3("end_time=later").traceRaw())
        .hasMessageStartingWith("malformed parameter end_time: parsing time \"later\"");
    assertThatThrownBy(() -> v3("spanKind=x").spanKind())
        .hasMessage("malformed parameter spanKind: unsupported span kind: 'x'");
  }
}
