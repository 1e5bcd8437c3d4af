// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static io.spoor.query.api.GrpcQueryServer.LARGE;
import static io.spoor.query.api.GrpcQueryServer.SHOP;
import static io.spoor.query.api.GrpcQueryServer.START;
import static io.spoor.query.api.GrpcQueryServer.assertFails;
import static io.spoor.query.api.GrpcQueryServer.traces;
import static io.spoor.query.api.GrpcQueryServer.v3Find;
import static io.spoor.query.api.GrpcQueryServer.v3Trace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import io.grpc.Status;
import io.jaegertracing.api_v3.CapabilitiesGrpc;
import io.jaegertracing.api_v3.CapabilitiesOuterClass.GetCapabilitiesRequest;
import io.jaegertracing.api_v3.CapabilitiesOuterClass.SearchCapabilities;
import io.jaegertracing.api_v3.QueryServiceOuterClass;
import io.jaegertracing.api_v3.QueryServiceOuterClass.FindSpansRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.FindTraceSummariesRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.FindTracesRequest;
import io.jaegertracing.api_v3.QueryServiceOuterClass.Pagination;
import io.jaegertracing.api_v3.QueryServiceOuterClass.TraceQueryParameters;
import io.opentelemetry.proto.trace.v1.TracesData;
import io.spoor.TestSpans;
import io.spoor.codec.filter.FilterReader;
import io.spoor.model.TracePosition;
import jaeger.expression.v1.ExpressionOuterClass.Call;
import jaeger.expression.v1.ExpressionOuterClass.Expression;
import jaeger.expression.v1.ExpressionOuterClass.FieldReference;
import jaeger.expression.v1.ExpressionOuterClass.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls of api_v3. */
class GrpcV3QueryTest {
  private GrpcQueryServer server;

  @BeforeEach
  void serve() throws Exception {
    server = new GrpcQueryServer();
    server.service.add(TestSpans.shop());
  }

  @AfterEach
  void close() throws Exception {
    server.close();
  }

  @Test
  void v3GetTrace_givesOtlp() {
    List<TracesData> answer = traces(server.v3.getTrace(v3Trace("5b0c0000000000000001")));

    assertThat(answer).hasSize(1);
    assertThat(answer.get(0).getResourceSpansList())
        .flatExtracting(resource -> resource.getScopeSpansList())
        .flatExtracting(scope -> scope.getSpansList())
        .hasSize(10);
    assertFails(
        () -> traces(server.v3.getTrace(v3Trace("xyz"))),
        Status.Code.INVALID_ARGUMENT,
        "malform trace ID: strconv.ParseUint: parsing \"xyz\": invalid syntax");
  }

  @Test
  void v3Messages_areOfSixtyFourKibibytesOrSo() {
    server.service.add(FakeQueryService.repeated(TestSpans.shop(), LARGE, 20_000));

    List<TracesData> answer = traces(server.v3.getTrace(v3Trace(LARGE.toHex())));

    assertThat(
            answer.stream()
                .flatMap(message -> message.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .mapToInt(scope -> scope.getSpansCount())
                .sum())
        .isEqualTo(20_000);
    assertThat(answer).allSatisfy(m -> assertThat(m.getSerializedSize()).isLessThan(128 << 10));
    assertThat(answer).hasSizeLessThan(200);
  }

  @Test
  void v3FindTraces_saysWhatIsWrongWithASearch() {
    assertInvalid(FindTracesRequest.getDefaultInstance(), "missing query");
    assertInvalid(
        v3Find(TraceQueryParameters.newBuilder()).toBuilder()
            .setQuery(TraceQueryParameters.newBuilder().setStartTimeMin(START))
            .build(),
        "start time min and max are required parameters");
    assertInvalid(
        v3Find(TraceQueryParameters.newBuilder().setStartTimeMax(START)),
        "start_time_min must be before start_time_max");
    assertInvalid(
        v3Find(
            TraceQueryParameters.newBuilder()
                .setDurationMin(Durations.fromMillis(2))
                .setDurationMax(Durations.fromMillis(1))),
        "duration_max must not be less than duration_min");
    assertInvalid(
        v3Find(TraceQueryParameters.newBuilder().setPagination(Pagination.newBuilder())),
        "pagination is not possible here, call FindTraceSummaries or give search_depth");
    assertInvalid(
        v3Find(TraceQueryParameters.newBuilder().setServiceName("a").setFilter(errors())),
        "filter cannot be combined with service_name, operation_name, attributes, duration_min or"
            + " duration_max");
    assertInvalid(
        v3Find(TraceQueryParameters.newBuilder().setFilter(Call.newBuilder().setOp("and"))),
        "malformed filter: operator \"and\": takes at least 2 arguments, had 0");
    assertThat(server.service.finds).isEmpty();
  }

  @Test
  void v3FindTraces_withoutAnyIsAnEmptyStream() throws Exception {
    try (GrpcQueryServer empty = new GrpcQueryServer()) {
      assertThat(traces(empty.v3.findTraces(v3Find(TraceQueryParameters.newBuilder())))).isEmpty();
    }
  }

  @Test
  void v3FindTraceSummaries_comeSeveralInAMessage() {
    for (int trace = 2; trace < 46; trace++) {
      server.service.add(TestSpans.shop(trace, TestSpans.START));
    }
    List<QueryServiceOuterClass.FindTraceSummariesResponse> answer =
        summaries(v3Find(TraceQueryParameters.newBuilder()).getQuery());

    assertThat(answer)
        .extracting(QueryServiceOuterClass.FindTraceSummariesResponse::getSummariesCount)
        .containsExactly(20, 20, 5);
    QueryServiceOuterClass.TraceSummary first = answer.get(0).getSummaries(0);
    assertThat(first.getTraceId()).isEqualTo(SHOP.toHex());
    assertThat(first.getRootServiceName()).isEqualTo("frontend");
    assertThat(first.getRootOperationName()).isEqualTo("GET /checkout");
    assertThat(first.getMinStartTimeUnixNano()).isEqualTo(TestSpans.START);
    assertThat(first.getSpanCount()).isEqualTo(10);
    assertThat(first.getErrorSpanCount()).isEqualTo(2);
    assertThat(first.getServicesList()).extracting(s -> s.getName()).contains("cart", "mail");
  }

  @Test
  void v3Filter_reachesTheQueryService() {
    traces(server.v3.findTraces(v3Find(TraceQueryParameters.newBuilder().setFilter(errors()))));

    assertThat(server.service.finds.get(0).query().filter())
        .isEqualTo(FilterReader.read(errors().build()));
  }

  /** Finds spans that failed. */
  private static Call.Builder errors() {
    return Call.newBuilder()
        .setOp("eq")
        .addArgs(
            Expression.newBuilder()
                .setField(FieldReference.newBuilder().setLevel("span").setName("status")))
        .addArgs(Expression.newBuilder().setScalar(Scalar.newBuilder().setValue("error")));
  }

  @Test
  void v3Pages_followOneAnotherByTheirToken() {
    for (int trace = 2; trace < 31; trace++) {
      server.service.add(TestSpans.shop(trace, TestSpans.START));
    }
    TraceQueryParameters query =
        v3Find(
                TraceQueryParameters.newBuilder()
                    .setPagination(Pagination.newBuilder().setPageSize(25)))
            .getQuery();

    List<QueryServiceOuterClass.FindTraceSummariesResponse> page = summaries(query);

    assertThat(page)
        .extracting(QueryServiceOuterClass.FindTraceSummariesResponse::getSummariesCount)
        .containsExactly(20, 5);
    assertThat(page.get(0).getNextPageToken()).isEmpty();
    String token = page.get(1).getNextPageToken();
    assertThat(token).isNotEmpty();
    summaries(withToken(query, token));
    TracePosition after = server.service.finds.get(1).query().after();
    assertThat(after).isNotNull();
    assertFails(
        () -> summaries(withToken(query.toBuilder().setServiceName("a").build(), token)),
        Status.Code.INVALID_ARGUMENT);
    assertFails(
        () -> summaries(query.toBuilder().setSearchDepth(1).build()),
        Status.Code.INVALID_ARGUMENT,
        "pagination and search_depth cannot be combined");
    assertFails(
        () -> summaries(query.toBuilder().setPagination(Pagination.newBuilder()).build()),
        Status.Code.INVALID_ARGUMENT,
        "pagination.page_size must be at least 1");
  }

  private static TraceQueryParameters withToken(TraceQueryParameters query, String token) {
    return query.toBuilder()
        .setPagination(query.getPagination().toBuilder().setPageToken(token))
        .build();
  }

  private List<QueryServiceOuterClass.FindTraceSummariesResponse> summaries(
      TraceQueryParameters query) {
    List<QueryServiceOuterClass.FindTraceSummariesResponse> answer = new ArrayList<>();
    server
        .v3
        .findTraceSummaries(FindTraceSummariesRequest.newBuilder().setQuery(query).build())
        .forEachRemaining(answer::add);
    return answer;
  }

  @Test
  void capabilities_nameWhatIsServed() {
    SearchCapabilities search =
        CapabilitiesGrpc.newBlockingStub(server.channel)
            .getCapabilities(GetCapabilitiesRequest.getDefaultInstance())
            .getSearch();

    assertThat(search.getWithoutServiceName()).isTrue();
    assertThat(search.getSameSpanConjunction()).isTrue();
    assertThat(search.getPaginated()).isTrue();
    assertThat(search.getFilter().getLevelsList()).hasSize(5);
    assertThat(search.getFilter().getOperatorsList()).containsExactly("and", "eq");
    assertThat(search.getSpanSearch()).isFalse();
    assertThatThrownBy(() -> server.v3.findSpans(FindSpansRequest.getDefaultInstance()).hasNext())
        .hasMessageStartingWith("UNIMPLEMENTED");
  }

  private void assertInvalid(FindTracesRequest request, String message) {
    assertFails(() -> traces(server.v3.findTraces(request)), Status.Code.INVALID_ARGUMENT, message);
  }
}
