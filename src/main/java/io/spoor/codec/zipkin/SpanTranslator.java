// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.codec.wire.RejectedSpans;
import io.spoor.model.AttributeTableBuilder;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.SpanTableBuilder;
import io.spoor.model.StatusCode;

/**
 * Puts spans into a batch as OpenTelemetry has them, grouped by what they say of their resource.
 * Not thread-safe.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class SpanTranslator {
  private static final String ZERO_TRACE_ID = "traceId must not be all zero";
  private static final String ZERO_SPAN_ID = "id must not be all zero";

  private final RejectedSpans rejected;
  private final SpanDraft draft;
  private final Sequences resources = new Sequences();
  private final Sequences scopes = new Sequences();
  private final FixedStrings fixed;
  private SpanBatchBuilder builder;
  private SpanTableBuilder span;
  private AttributeTableBuilder attributes;
  private boolean debug;

  SpanTranslator(SpanBatchBuilder builder, SpanDraft draft, RejectedSpans rejected) {
    this.builder = builder;
    this.span = builder.span();
    this.attributes = span.attributes();
    this.fixed = new FixedStrings(builder.strings());
    this.draft = draft;
    this.rejected = rejected;
  }

  /** Starts with the next batch, all of whose spans may be meant for debugging. */
  void reset(SpanBatchBuilder newBuilder, boolean newDebug) {
    builder = newBuilder;
    span = newBuilder.span();
    attributes = span.attributes();
    debug = newDebug;
    fixed.reset(newBuilder.strings());
    resources.clear();
    scopes.clear();
  }

  FixedStrings fixed() {
    return fixed;
  }

  /** Ends the span that the draft describes, or counts it as rejected. */
  void end() {
    if ((draft.traceIdHigh | draft.traceIdLow) == 0) {
      draft.invalid(ZERO_TRACE_ID);
    } else if (draft.spanId == 0) {
      draft.invalid(ZERO_SPAN_ID);
    }
    if (!draft.invalid.isEmpty()) {
      rejected.invalid(draft.invalid);
      builder.discardSpan();
      return;
    }
    ids();
    span.name(draft.name);
    span.traceState(draft.traceState);
    tags();
    endpoint(draft.local, FixedStrings.HOST_IP, FixedStrings.HOST_PORT, FixedStrings.HOST_IPV4);
    endpoint(draft.remote, FixedStrings.PEER_IP, FixedStrings.PEER_PORT, FixedStrings.PEER_IPV4);
    if (draft.remote.serviceName != 0) {
      text(FixedStrings.PEER_SERVICE, draft.remote.serviceName);
    }
    kind();
    status();
    flags();
    times();
    builder.endSpan(scope(resource()));
  }

  private void ids() {
    span.traceId(draft.traceIdHigh, draft.traceIdLow);
    span.spanId(draft.spanId);
    if (draft.parentSpanId != draft.spanId) {
      span.parentSpanId(draft.parentSpanId);
    }
    if (draft.hasParent && draft.parentSpanId == 0) {
      text(FixedStrings.ZERO_PARENT_ID, fixed.index(FixedStrings.ZERO));
    }
  }

  private void tags() {
    for (int tag = 0; tag < draft.tagCount(); tag++) {
      TagRole role = draft.role(tag);
      int key = draft.tagKey(tag);
      if (role != TagRole.RESOURCE && (role != TagRole.ENDPOINT || !isGivenByEndpoint(key))) {
        attributes.add(key, draft.tagType(tag), draft.tagValue(tag));
      }
    }
  }

  private boolean isGivenByEndpoint(int key) {
    EndpointDraft local = draft.local;
    EndpointDraft remote = draft.remote;
    return is(key, FixedStrings.HOST_IP, local.ipv4 | local.ipv6)
        || is(key, FixedStrings.HOST_PORT, local.port)
        || is(key, FixedStrings.PEER_IP, remote.ipv4 | remote.ipv6)
        || is(key, FixedStrings.PEER_PORT, remote.port)
        || is(key, FixedStrings.PEER_SERVICE, remote.serviceName);
  }

  private boolean is(int key, int fixedKey, int given) {
    return given != 0 && key == fixed.index(fixedKey);
  }

  private void endpoint(EndpointDraft endpoint, int ipKey, int portKey, int ipv4Key) {
    if (endpoint.ipv6 != 0) {
      text(ipKey, endpoint.ipv6);
    }
    if (endpoint.ipv4 != 0) {
      text(endpoint.ipv6 == 0 ? ipKey : ipv4Key, endpoint.ipv4);
    }
    if (endpoint.port != 0) {
      attributes.add(fixed.index(portKey), AttributeType.INT, endpoint.port);
    }
  }

  private void kind() {
    int kind = draft.kind;
    if (kind == SpanDraft.NO_KIND && draft.unknownKind == 0) {
      kind = draft.kindTag;
    }
    if (kind != SpanDraft.NO_KIND) {
      span.kind(kind);
    }
    if (draft.unknownKind != 0) {
      text(FixedStrings.SPAN_KIND, draft.unknownKind);
    } else if (draft.kindTagText != 0 && kind != draft.kindTag) {
      text(FixedStrings.SPAN_KIND, draft.kindTagText);
    }
  }

  private void status() {
    boolean failed = draft.failed;
    if (draft.errorMessage != 0) {
      text(FixedStrings.ERROR_MESSAGE, draft.errorMessage);
    }
    if (failed || draft.hasStatus()) {
      span.statusCode(failed ? StatusCode.ERROR.number() : draft.statusCode);
      boolean described = draft.statusDescription != 0;
      span.statusMessage(described ? draft.statusDescription : draft.errorMessage);
    } else if (draft.statusDescription != 0) {
      text(FixedStrings.STATUS_DESCRIPTION, draft.statusDescription);
    }
  }

  private void flags() {
    if (draft.shared) {
      attributes.add(fixed.index(FixedStrings.SHARED), AttributeType.BOOL, 1);
    }
    if (draft.debug || debug) {
      attributes.add(fixed.index(FixedStrings.DEBUG), AttributeType.BOOL, 1);
    }
  }

  private void times() {
    long micros = draft.timestampMicros;
    if (micros <= 0) {
      micros = draft.firstEventMicros;
      attributes.add(fixed.index(FixedStrings.NO_START_TIME), AttributeType.BOOL, 1);
    }
    if (draft.durationMicros < 0) {
      int text = builder.strings().text(Long.toString(draft.durationMicros)); // rare
      text(FixedStrings.NEGATIVE_DURATION, text);
    }
    long start = Micros.toNanos(micros);
    span.startTimeUnixNano(start);
    span.endTimeUnixNano(Micros.endNanos(start, draft.durationMicros));
  }

  private void text(int fixedKey, int value) {
    attributes.add(fixed.index(fixedKey), AttributeType.STRING, value);
  }

  private int resource() {
    resources.add(draft.local.serviceName);
    resources.add(draft.serviceNameSource);
    for (int tag = 0; tag < draft.tagCount(); tag++) {
      if (draft.role(tag) == TagRole.RESOURCE) {
        resources.add(draft.tagKey(tag));
        resources.add(draft.tagType(tag));
        resources.add((int) draft.tagValue(tag));
        resources.add((int) (draft.tagValue(tag) >>> Integer.SIZE));
      }
    }
    int row = resources.number();
    return row >= 0 ? row : newResource();
  }

  private int newResource() {
    AttributeTableBuilder resource = builder.resourceAttributes();
    int serviceName = fixed.index(FixedStrings.SERVICE_NAME);
    int nameKey = draft.serviceNameSource == 0 ? serviceName : draft.serviceNameSource;
    boolean given = false;
    for (int tag = 0; tag < draft.tagCount(); tag++) {
      if (draft.role(tag) == TagRole.RESOURCE) {
        resource.add(draft.tagKey(tag), draft.tagType(tag), draft.tagValue(tag));
        given |= draft.tagKey(tag) == nameKey;
      }
    }
    if (!given && draft.local.serviceName != 0) {
      resource.add(nameKey, AttributeType.STRING, draft.local.serviceName);
    }
    return builder.endResource(0, 0);
  }

  private int scope(int resource) {
    scopes.add(resource);
    scopes.add(draft.scopeName);
    scopes.add(draft.scopeVersion);
    int row = scopes.number();
    return row >= 0 ? row : builder.endScope(resource, draft.scopeName, draft.scopeVersion, 0, 0);
  }

  long capacityBytes() {
    return resources.capacityBytes() + scopes.capacityBytes();
  }
}
