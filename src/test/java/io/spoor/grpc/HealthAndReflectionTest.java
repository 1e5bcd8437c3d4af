// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import io.jaegertracing.api_v2.Query;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthAndReflectionTest {
  private static final String QUERY = "jaeger.api_v2.QueryService";

  private final Vertx vertx = Vertx.vertx();
  private TestPort port;

  @BeforeEach
  void serve() throws Exception {
    port =
        new TestPort(
            vertx,
            Map.of("timeouts.request", "300ms"),
            List.of(GrpcService.of(Query.getDescriptor(), "QueryService")));
  }

  @AfterEach
  void close() throws Exception {
    port.close();
    RawGrpc.await(vertx.close());
  }

  @Test
  void healthFollowsReadiness() {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(port.channel());

    for (String service : List.of("", QUERY)) {
      assertThat(health.check(request(service)).getStatus()).isEqualTo(ServingStatus.SERVING);
    }
    port.ready = false;
    for (String service : List.of("", QUERY)) {
      assertThat(health.check(request(service)).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    }
    assertThatThrownBy(() -> health.check(request("a.B"))).hasMessageContaining("NOT_FOUND");
  }

  @Test
  void watchOutlivesTheLongestCallAndTellsOfChangesAndOfTheEnd() throws Exception {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(port.channel());
    Iterator<HealthCheckResponse> watch = health.watch(request(QUERY));
    assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);

    // A call that may not take longer ends meanwhile, at its deadline.
    RawGrpc raw = new RawGrpc(vertx, port.port());
    RawGrpc.await(
        raw.open(HttpMethod.POST, "/grpc.health.v1.Health/Check", Map.of())
            .compose(open -> open.sendHead().compose(sent -> open.response()))
            .compose(RawGrpc.Reply::of));
    port.ready = false;
    assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    port.ready = true;
    assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
    Future<Void> stopped = port.stop();

    assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    assertThatThrownBy(watch::hasNext).hasMessageContaining("shutting down");
    RawGrpc.await(stopped);
  }

  @Test
  void watchOfAnUnknownServiceSaysSo() {
    HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(port.channel());

    assertThat(health.watch(request("a.B")).next().getStatus())
        .isEqualTo(ServingStatus.SERVICE_UNKNOWN);
  }

  @Test
  void reflectionListsServicesAndGivesTheirFiles() throws Exception {
    List<ServerReflectionResponse> answers =
        reflect(
            ServerReflectionRequest.newBuilder().setListServices("").build(),
            ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(QUERY + ".GetTrace")
                .build(),
            ServerReflectionRequest.newBuilder().setFileByFilename("nowhere.proto").build(),
            ServerReflectionRequest.newBuilder().build());

    assertThat(answers.get(0).getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .containsExactly(
            "grpc.health.v1.Health",
            "grpc.reflection.v1.ServerReflection",
            "grpc.reflection.v1alpha.ServerReflection",
            QUERY);
    List<String> files = new ArrayList<>();
    for (var file : answers.get(1).getFileDescriptorResponse().getFileDescriptorProtoList()) {
      files.add(FileDescriptorProto.parseFrom(file).getName());
    }
    assertThat(files)
        .startsWith("jaeger/api_v2/query.proto")
        .contains("jaeger/api_v2/model.proto", "google/protobuf/timestamp.proto");
    assertThat(answers.get(2).getErrorResponse().getErrorCode()).isEqualTo(5);
    assertThat(answers.get(3).getErrorResponse().getErrorCode()).isEqualTo(3);
  }

  @Test
  void reflectionAnswersUnderItsOldName() throws Exception {
    byte[] list = ServerReflectionRequest.newBuilder().setListServices("").build().toByteArray();

    RawGrpc.Reply reply =
        new RawGrpc(vertx, port.port())
            .call(
                "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                RawGrpc.frame(0, list),
                Map.of());

    assertThat(reply.status()).isEqualTo("0");
    assertThat(reply.body().toString()).contains(QUERY);
  }

  private List<ServerReflectionResponse> reflect(ServerReflectionRequest... requests)
      throws Exception {
    CompletableFuture<List<ServerReflectionResponse>> done = new CompletableFuture<>();
    List<ServerReflectionResponse> answers = new ArrayList<>();
    StreamObserver<ServerReflectionRequest> call =
        ServerReflectionGrpc.newStub(port.channel())
            .serverReflectionInfo(
                new StreamObserver<>() {
                  @Override
                  public void onNext(ServerReflectionResponse answer) {
                    answers.add(answer);
                  }

                  @Override
                  public void onError(Throwable e) {
                    done.completeExceptionally(e);
                  }

                  @Override
                  public void onCompleted() {
                    done.complete(answers);
                  }
                });
    for (ServerReflectionRequest request : requests) {
      call.onNext(request);
    }
    call.onCompleted();
    return done.get(10, TimeUnit.SECONDS);
  }

  private static HealthCheckRequest request(String service) {
    return HealthCheckRequest.newBuilder().setService(service).build();
  }
}
