// SPDX-License-Identifier: Apache-2.0
package io.spoor.bus;

import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.FoundSummaries;
import io.spoor.model.FoundTraces;
import io.spoor.model.OperationStatsList;
import io.spoor.model.WriteResult;
import java.time.Duration;

/**
 * Every address on the event bus: the complete wiring diagram of the process.
 *
 * <p>The timeouts are fault detectors, not deadlines: a request carries its own deadline, and its
 * receiver answers by then.
 */
public final class Addresses {
  private static final Duration FAULT = Duration.ofSeconds(60);

  /** Receiver to processor. Replies once every span is durable, dropped or rejected for good. */
  public static final RequestAddress<WriteRequest, WriteResult> SPANS_PROCESS =
      new RequestAddress<>("spans.process", FAULT);

  /** Processor to writer. Replies once every span of the batch is durable or rejected for good. */
  public static final RequestAddress<WriteRequest, WriteResult> SPANS_WRITE =
      new RequestAddress<>("spans.write", FAULT);

  /** Query API to query service. Replies with a lease on the traces of these ids that exist. */
  public static final RequestAddress<GetTracesRequest, TraceCursor> TRACES_GET =
      new RequestAddress<>("traces.get", FAULT);

  /** Query API to query service. Replies with a lease on the traces found, newest first. */
  public static final RequestAddress<FindTracesRequest, TraceCursor> TRACES_FIND =
      new RequestAddress<>("traces.find", FAULT);

  /** Query API to query service. Replies with the ids of the traces found, newest first. */
  public static final RequestAddress<FindTracesRequest, FoundTraces> TRACE_IDS_FIND =
      new RequestAddress<>("traces.findIds", FAULT);

  /** Query API to query service. Replies with summaries of the traces found, newest first. */
  public static final RequestAddress<FindTracesRequest, FoundSummaries> TRACE_SUMMARIES_FIND =
      new RequestAddress<>("traces.findSummaries", FAULT);

  /** Query API to query service. Replies with all service names. */
  public static final RequestAddress<GetServicesRequest, ServiceList> SERVICES_GET =
      new RequestAddress<>("services.get", FAULT);

  /** Query API to query service. Replies with the operations of one service. */
  public static final RequestAddress<GetOperationsRequest, OperationList> OPERATIONS_GET =
      new RequestAddress<>("operations.get", FAULT);

  /** Query API to query service. Replies with the calls between services in a time range. */
  public static final RequestAddress<GetDependenciesRequest, DependencyList> DEPENDENCIES_GET =
      new RequestAddress<>("dependencies.get", FAULT);

  /** Query API to query service. Replies with what searches may ask for. */
  public static final RequestAddress<GetCapabilitiesRequest, SearchCapabilities> CAPABILITIES_GET =
      new RequestAddress<>("capabilities.get", FAULT);

  /** Query API to query service. Replies with the attribute keys in use. */
  public static final RequestAddress<GetAttributeKeysRequest, AttributeKeyList> ATTRIBUTE_KEYS_GET =
      new RequestAddress<>("attributeKeys.get", FAULT);

  /** Query API to query service. Replies with the values of one attribute. */
  public static final RequestAddress<GetAttributeValuesRequest, AttributeValueList>
      ATTRIBUTE_VALUES_GET = new RequestAddress<>("attributeValues.get", FAULT);

  /** Query API to query service. Replies with calls, errors and durations by operation. */
  public static final RequestAddress<GetOperationStatsRequest, OperationStatsList>
      OPERATION_STATS_GET = new RequestAddress<>("operationStats.get", FAULT);

  private Addresses() {}
}
