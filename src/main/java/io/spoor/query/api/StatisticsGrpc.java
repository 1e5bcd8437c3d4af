// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static io.spoor.query.api.StorageTenant.tenantOf;

import io.spoor.bus.Addresses;
import io.spoor.bus.GetAttributeKeysRequest;
import io.spoor.bus.GetAttributeValuesRequest;
import io.spoor.bus.GetOperationStatsRequest;
import io.spoor.grpc.GrpcCall;
import io.spoor.grpc.GrpcException;
import io.spoor.grpc.GrpcService;
import io.spoor.model.AttributeKey;
import io.spoor.model.DurationQuantiles;
import io.spoor.model.OperationStats;
import java.util.List;
import java.util.Locale;
import spoor.storage.v1.StatisticsOuterClass;
import spoor.storage.v1.StatisticsOuterClass.GetAttributeKeysResponse;
import spoor.storage.v1.StatisticsOuterClass.GetAttributeValuesResponse;
import spoor.storage.v1.StatisticsOuterClass.GetOperationStatsResponse;

/** {@code spoor.storage.v1.Statistics}: what storage answers beyond {@code jaeger.storage.v2}. */
final class StatisticsGrpc {
  private StatisticsGrpc() {}

  static GrpcService service() {
    return GrpcService.of(StatisticsOuterClass.getDescriptor(), "Statistics")
        .method("GetAttributeKeys", StatisticsGrpc::getAttributeKeys)
        .method("GetAttributeValues", StatisticsGrpc::getAttributeValues)
        .method("GetOperationStats", StatisticsGrpc::getOperationStats);
  }

  private static int limit(int given) {
    if (given < 1) {
      throw GrpcException.invalid("limit must be at least 1, was " + given);
    }
    return given;
  }

  private static void getAttributeKeys(GrpcCall call) {
    var request = call.request(StatisticsOuterClass.GetAttributeKeysRequest.parser());
    call.await(
        Addresses.ATTRIBUTE_KEYS_GET.request(
            call.vertx(),
            new GetAttributeKeysRequest(
                tenantOf(call), request.getPrefix(), limit(request.getLimit()), call.deadline())),
        list -> {
          GetAttributeKeysResponse.Builder answer =
              GetAttributeKeysResponse.newBuilder().setComplete(list.complete());
          list.keys().forEach(key -> answer.addKeys(message(key)));
          call.reply(answer.build());
        });
  }

  private static StatisticsOuterClass.AttributeKey.Builder message(AttributeKey key) {
    StatisticsOuterClass.AttributeKey.Builder message =
        StatisticsOuterClass.AttributeKey.newBuilder().setKey(key.key());
    key.levels().forEach(level -> message.addLevels(level.name().toLowerCase(Locale.ROOT)));
    key.types().forEach(type -> message.addTypes(type.name().toLowerCase(Locale.ROOT)));
    return message;
  }

  private static void getAttributeValues(GrpcCall call) {
    var request = call.request(StatisticsOuterClass.GetAttributeValuesRequest.parser());
    call.await(
        Addresses.ATTRIBUTE_VALUES_GET.request(
            call.vertx(),
            new GetAttributeValuesRequest(
                tenantOf(call),
                request.getKey(),
                request.getPrefix(),
                limit(request.getLimit()),
                call.deadline())),
        list ->
            call.reply(
                GetAttributeValuesResponse.newBuilder()
                    .addAllValues(list.values())
                    .setComplete(list.complete())
                    .build()));
  }

  private static void getOperationStats(GrpcCall call) {
    var request = call.request(StatisticsOuterClass.GetOperationStatsRequest.parser());
    call.await(
        Addresses.OPERATION_STATS_GET.request(
            call.vertx(),
            new GetOperationStatsRequest(
                tenantOf(call),
                request.hasService() ? request.getService() : null,
                request.getStartMinUnixNano(),
                request.getStartMaxUnixNano(),
                call.deadline())),
        list -> {
          GetOperationStatsResponse.Builder answer =
              GetOperationStatsResponse.newBuilder().setMayCountCopies(list.mayCountCopies());
          list.operations().forEach(operation -> answer.addOperations(message(operation)));
          call.reply(answer.build());
        });
  }

  private static StatisticsOuterClass.OperationStats.Builder message(OperationStats stats) {
    DurationQuantiles durations = stats.durations();
    return StatisticsOuterClass.OperationStats.newBuilder()
        .setService(stats.service())
        .setOperation(stats.operation())
        .setKind(stats.kind().number())
        .setCalls(stats.calls())
        .setErrors(stats.errors())
        .addAllDurationNanos(
            List.of(
                durations.p50(),
                durations.p75(),
                durations.p90(),
                durations.p95(),
                durations.p99()));
  }
}
