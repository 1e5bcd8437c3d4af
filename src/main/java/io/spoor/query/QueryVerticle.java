// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static java.util.Objects.requireNonNull;

import io.spoor.bus.Addresses;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.List;

/**
 * Serves the read addresses with a {@link QueryService}, which several instances may share: each
 * assembles the traces of its requests on its own event loop.
 */
public final class QueryVerticle extends VerticleBase {
  private final QueryService service;
  private List<MessageConsumer<?>> consumers;

  /** Serves with this service. */
  public QueryVerticle(QueryService service) {
    this.service = requireNonNull(service, "service");
  }

  @Override
  public Future<?> start() {
    consumers =
        List.of(
            Addresses.TRACES_GET.serve(vertx, service::getTraces),
            Addresses.TRACES_FIND.serve(vertx, service::findTraces),
            Addresses.TRACE_IDS_FIND.serve(vertx, service::findTraceIds),
            Addresses.TRACE_SUMMARIES_FIND.serve(vertx, service::findTraceSummaries),
            Addresses.SERVICES_GET.serve(vertx, service::getServices),
            Addresses.OPERATIONS_GET.serve(vertx, service::getOperations),
            Addresses.DEPENDENCIES_GET.serve(vertx, service::getDependencies),
            Addresses.ATTRIBUTE_KEYS_GET.serve(vertx, service::getAttributeKeys),
            Addresses.ATTRIBUTE_VALUES_GET.serve(vertx, service::getAttributeValues),
            Addresses.OPERATION_STATS_GET.serve(vertx, service::getOperationStats),
            Addresses.CAPABILITIES_GET.serve(vertx, service::getCapabilities));
    return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
  }

  /** Refuses new requests at once; completes when the open ones have ended or been ended. */
  @Override
  public Future<?> stop() {
    return service
        .drain()
        .compose(
            drained -> Future.join(consumers.stream().map(MessageConsumer::unregister).toList()));
  }
}
