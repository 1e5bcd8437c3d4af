// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.model.SpanBatch;
import io.spoor.model.Trace;
import io.spoor.model.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code ResourceSpans} objects of OTLP JSON, one after another, into an array that the
 * caller has opened.
 *
 * <p>Field names in camel case; ids in hexadecimal; 64-bit numbers as strings; enums as numbers;
 * bytes in base64; NaN and infinities as strings. Fields that have their default are left out, but
 * resource, scope, status and values are always there. Spans come grouped by batch, resource and
 * scope, in their order within a scope.
 */
public final class OtlpJsonWriter {

  /** Writes every span of a batch. */
  public static void writeResourceSpans(SpanBatch batch, JsonGenerator json) throws IOException {
    SpanBatch[] batches = new SpanBatch[batch.size()];
    int[] rows = new int[batch.size()];
    Arrays.fill(batches, batch);
    Arrays.setAll(rows, row -> row);
    writeResourceSpans(Trace.of(new TraceId(0, 0), batches, rows), json);
  }

  /** Writes a trace as its adjusters left it. */
  public static void writeResourceSpans(Trace trace, JsonGenerator json) throws IOException {
    writeResourceSpans(trace, 0, trace.size(), json);
  }

  /**
   * Writes some spans of a trace as its adjusters left it, those numbered {@code [from, to)}: a
   * long trace is written in several pieces, each with {@code ResourceSpans} objects of its own.
   */
  public static void writeResourceSpans(Trace trace, int from, int to, JsonGenerator json)
      throws IOException {
    Map<Key, Map<Key, List<Integer>>> byResource = new LinkedHashMap<>();
    for (int span = from; span < to; span++) {
      SpanBatch batch = trace.batch(span);
      int scope = batch.spans().scope(trace.row(span));
      byResource
          .computeIfAbsent(new Key(batch, batch.scopes().resource(scope)), absent -> newGroup())
          .computeIfAbsent(new Key(batch, scope), absent -> new ArrayList<>())
          .add(span);
    }
    for (Map.Entry<Key, Map<Key, List<Integer>>> resource : byResource.entrySet()) {
      writeResource(trace, resource.getKey(), resource.getValue(), json);
    }
  }

  private static Map<Key, List<Integer>> newGroup() {
    return new LinkedHashMap<>();
  }

  private static void writeResource(
      Trace trace, Key resource, Map<Key, List<Integer>> scopes, JsonGenerator json)
      throws IOException {
    JsonSpans spans = new JsonSpans(resource.batch(), trace, json);
    json.writeStartObject();
    spans.writeResource(resource.row());
    json.writeArrayFieldStart("scopeSpans");
    for (Map.Entry<Key, List<Integer>> scope : scopes.entrySet()) {
      json.writeStartObject();
      spans.writeScope(scope.getKey().row());
      json.writeArrayFieldStart("spans");
      for (int span : scope.getValue()) {
        spans.writeSpan(span);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /** A row of a batch; batches are told apart by identity. */
  private record Key(SpanBatch batch, int row) {}

  private OtlpJsonWriter() {}
}
