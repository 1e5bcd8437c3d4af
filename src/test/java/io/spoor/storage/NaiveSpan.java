// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A span of the naive model: plain lists, equal when every field is.
 *
 * @param where its service and scope
 * @param times its start and duration
 * @param details what may hang on it
 */
record NaiveSpan(
    TraceId trace, long id, long parent, String name, Where where, Times times, Details details) {

  /** An attribute; values are constants of {@link NaiveValue}. */
  record Attribute(String key, NaiveValue value) {}

  /** Service, null for none, and scope. */
  record Where(
      @Nullable String service,
      List<Attribute> resource,
      String scopeName,
      String scopeVersion,
      List<Attribute> scope) {}

  /** Start, unsigned, and duration, signed. */
  record Times(long start, long duration) {}

  /** Kind, status, and attributes; the events' and links' are one list for each of them. */
  record Details(
      SpanKind kind,
      StatusCode status,
      List<Attribute> attributes,
      List<List<Attribute>> events,
      List<List<Attribute>> links) {}

  /** The name of the service, empty when there is none. */
  String service() {
    String service = where.service();
    return service == null ? "" : service;
  }

  /** The batch that holds these spans. */
  static SpanBatch batch(List<NaiveSpan> spans) {
    TestSpans batch = TestSpans.batch();
    @Nullable Where current = null;
    for (NaiveSpan span : spans) {
      if (!span.where.equals(current)) {
        span.addPlace(batch);
      }
      current = span.where;
      span.addTo(batch);
    }
    return batch.build();
  }

  private void addPlace(TestSpans batch) {
    String service = where.service();
    if (service == null) {
      batch.resourceWithoutName();
    } else {
      batch.resource(service);
    }
    where.resource().forEach(a -> batch.resourceAttribute(a.key(), a.value().value()));
    batch.scope(where.scopeName(), where.scopeVersion());
    where.scope().forEach(a -> batch.scopeAttribute(a.key(), a.value().value()));
  }

  private void addTo(TestSpans batch) {
    batch
        .span(trace, id, name)
        .parent(parent)
        .times(times.start(), times.duration())
        .kind(details.kind())
        .status(details.status(), "");
    details.attributes().forEach(a -> batch.attribute(a.key(), a.value().value()));
    details.events().forEach(event -> batch.event("event", 1, flat(event)));
    details.links().forEach(link -> batch.link(new TraceId(0, 1), 1, flat(link)));
  }

  private static @Nullable Object[] flat(List<Attribute> attributes) {
    @Nullable Object[] flat = new Object[2 * attributes.size()];
    for (int i = 0; i < attributes.size(); i++) {
      flat[2 * i] = attributes.get(i).key();
      flat[2 * i + 1] = attributes.get(i).value().value();
    }
    return flat;
  }
}
