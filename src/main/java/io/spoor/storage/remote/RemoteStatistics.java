// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import io.spoor.model.AttributeKey;
import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeType;
import io.spoor.model.AttributeValueList;
import io.spoor.model.DurationQuantiles;
import io.spoor.model.OperationStats;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanKind;
import io.spoor.model.Tenant;
import io.spoor.storage.ReadLimits;
import io.spoor.storage.StorageException;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import spoor.storage.v1.StatisticsOuterClass;
import spoor.storage.v1.StatisticsOuterClass.GetAttributeKeysRequest;
import spoor.storage.v1.StatisticsOuterClass.GetAttributeKeysResponse;
import spoor.storage.v1.StatisticsOuterClass.GetAttributeValuesRequest;
import spoor.storage.v1.StatisticsOuterClass.GetAttributeValuesResponse;
import spoor.storage.v1.StatisticsOuterClass.GetOperationStatsRequest;
import spoor.storage.v1.StatisticsOuterClass.GetOperationStatsResponse;

/** Asks {@code spoor.storage.v1.Statistics}, which only Spoor serves. */
final class RemoteStatistics {
  private static final int QUANTILES = 5;

  private RemoteStatistics() {}

  static Future<AttributeKeyList> attributeKeys(
      RemoteCalls calls, Tenant tenant, String prefix, int limit, ReadLimits limits) {
    if (limits.deadline().hasPassed()) {
      return Future.succeededFuture(new AttributeKeyList(List.of(), false));
    }
    return calls
        .ask(
            RemoteCalls.STATISTICS,
            "GetAttributeKeys",
            tenant,
            GetAttributeKeysRequest.newBuilder().setPrefix(prefix).setLimit(limit).build(),
            GetAttributeKeysResponse.parser(),
            limits.deadline())
        .map(
            answer ->
                new AttributeKeyList(
                    answer.getKeysList().stream().map(RemoteStatistics::key).toList(),
                    answer.getComplete()));
  }

  private static AttributeKey key(StatisticsOuterClass.AttributeKey key) {
    return new AttributeKey(
        key.getKey(),
        key.getLevelsList().stream()
            .map(level -> known(AttributeLevel.class, level))
            .collect(Collectors.toSet()),
        key.getTypesList().stream()
            .map(type -> known(AttributeType.class, type))
            .collect(Collectors.toSet()));
  }

  private static <E extends Enum<E>> E known(Class<E> type, String name) {
    try {
      return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw StorageException.retryable("the storage gave the unknown word '" + name + "'", e);
    }
  }

  static Future<AttributeValueList> attributeValues(
      RemoteCalls calls, Tenant tenant, String key, String prefix, int limit, ReadLimits limits) {
    if (limits.deadline().hasPassed()) {
      return Future.succeededFuture(new AttributeValueList(List.of(), false));
    }
    return calls
        .ask(
            RemoteCalls.STATISTICS,
            "GetAttributeValues",
            tenant,
            GetAttributeValuesRequest.newBuilder()
                .setKey(key)
                .setPrefix(prefix)
                .setLimit(limit)
                .build(),
            GetAttributeValuesResponse.parser(),
            limits.deadline())
        .map(answer -> new AttributeValueList(answer.getValuesList(), answer.getComplete()));
  }

  static Future<OperationStatsList> operationStats(
      RemoteCalls calls,
      Tenant tenant,
      @Nullable String serviceName,
      long startMinUnixNano,
      long startMaxUnixNano,
      ReadLimits limits) {
    GetOperationStatsRequest.Builder request =
        GetOperationStatsRequest.newBuilder()
            .setStartMinUnixNano(startMinUnixNano)
            .setStartMaxUnixNano(startMaxUnixNano);
    if (serviceName != null) {
      request.setService(serviceName);
    }
    return calls
        .ask(
            RemoteCalls.STATISTICS,
            "GetOperationStats",
            tenant,
            request.build(),
            GetOperationStatsResponse.parser(),
            limits.deadline())
        .map(
            answer ->
                new OperationStatsList(
                    answer.getOperationsList().stream().map(RemoteStatistics::operation).toList(),
                    answer.getMayCountCopies()));
  }

  private static OperationStats operation(StatisticsOuterClass.OperationStats stats) {
    if (stats.getDurationNanosCount() != QUANTILES) {
      throw StorageException.retryable(
          "the storage gave " + stats.getDurationNanosCount() + " quantiles, wanted " + QUANTILES,
          null);
    }
    return new OperationStats(
        stats.getService(),
        stats.getOperation(),
        SpanKind.of(stats.getKind()),
        stats.getCalls(),
        stats.getErrors(),
        new DurationQuantiles(
            stats.getDurationNanos(0),
            stats.getDurationNanos(1),
            stats.getDurationNanos(2),
            stats.getDurationNanos(3),
            stats.getDurationNanos(4)));
  }
}
