// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.FoundSummaries;
import io.spoor.model.FoundTraces;
import io.spoor.model.OperationStatsList;
import io.spoor.model.WriteResult;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;

/** Lets every message type of {@link Addresses} cross the local event bus by reference. */
public final class BusCodecs {
  private static final List<Class<?>> MESSAGES =
      List.of(
          WriteRequest.class,
          WriteResult.class,
          GetTracesRequest.class,
          FindTracesRequest.class,
          FoundTraces.class,
          FoundSummaries.class,
          GetServicesRequest.class,
          ServiceList.class,
          GetOperationsRequest.class,
          OperationList.class,
          GetDependenciesRequest.class,
          DependencyList.class,
          GetAttributeKeysRequest.class,
          AttributeKeyList.class,
          GetAttributeValuesRequest.class,
          AttributeValueList.class,
          GetOperationStatsRequest.class,
          OperationStatsList.class,
          GetCapabilitiesRequest.class,
          SearchCapabilities.class);

  /** Registers all codecs. Once for each Vert.x instance, before the first deployment. */
  public static void register(Vertx vertx) {
    MESSAGES.forEach(type -> registerType(vertx, type));
    LocalCodec<TraceCursor> cursors = new LocalCodec<>(TraceCursor.class);
    vertx.eventBus().registerCodec(cursors);
    // Cursors are known by their interface: a codec is found by the class of the object otherwise.
    vertx.eventBus().codecSelector(body -> body instanceof TraceCursor ? cursors.name() : null);
  }

  private static <T> void registerType(Vertx vertx, Class<T> type) {
    MessageCodec<T, T> codec = new LocalCodec<>(type);
    vertx.eventBus().registerDefaultCodec(type, codec);
  }

  private BusCodecs() {}
}
