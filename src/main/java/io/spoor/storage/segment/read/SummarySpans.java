// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanTable;
import io.spoor.model.StatusCode;
import io.spoor.storage.SummaryColumns;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.block.RowGroup.TraceRun;
import io.spoor.storage.segment.column.TextColumn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a summary needs of one trace's spans. Reused; not thread-safe. */
final class SummarySpans implements SummaryColumns {
  /** Bytes of memory that a span takes, at most. */
  static final int BYTES_OF_SPAN = 64;

  private static final int INITIAL_SPANS = 64;

  private long[] ids = new long[INITIAL_SPANS];
  private long[] parents = new long[INITIAL_SPANS];
  private long[] starts = new long[INITIAL_SPANS];
  private long[] durations = new long[INITIAL_SPANS];
  private final BitSet errors = new BitSet();
  private final List<String> services = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, String> known = new HashMap<>(); // texts of this trace, once each

  /** Forgets the spans. */
  void clear() {
    errors.clear();
    services.clear();
    names.clear();
    known.clear();
  }

  /** Adds the spans of a batch. */
  void add(SpanBatch batch) {
    @Nullable String[] ofResources = new @Nullable String[batch.resources().size()];
    SpanTable spans = batch.spans();
    for (int row = 0; row < batch.size(); row++) {
      int resource = batch.resourceOf(row);
      String service = ofResources[resource];
      if (service == null) {
        service = once(ServiceCatalogue.serviceName(batch, resource));
        ofResources[resource] = service;
      }
      int size = next(service, batch.strings().string(spans.name(row)));
      ids[size] = spans.spanId(row);
      parents[size] = spans.parentSpanId(row);
      starts[size] = spans.startTimeUnixNano(row);
      durations[size] = spans.durationNano(row);
      errors.set(size, spans.statusCode(row) == StatusCode.ERROR.number());
    }
  }

  /** Adds the spans of a run, by the columns of its group. */
  void add(RowGroup group, TraceRun run) throws IOException {
    String[] ofScopes = GroupColumns.services(group.scopes());
    long[] scopeRows = group.scopeRows();
    long[] statuses = group.statusCodes();
    TextColumn texts = group.names();
    for (int row = run.firstRow(); row < run.endRow(); row++) {
      int size =
          next(
              once(ofScopes[(int) scopeRows[row]]),
              new String(texts.copy(row), StandardCharsets.UTF_8));
      ids[size] = group.spanIds()[row];
      parents[size] = group.parentSpanIds()[row];
      starts[size] = group.starts()[row];
      durations[size] = group.durations()[row];
      errors.set(size, statuses[row] == StatusCode.ERROR.number());
    }
  }

  private int next(String service, String name) {
    int size = services.size();
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2);
      parents = Arrays.copyOf(parents, size * 2);
      starts = Arrays.copyOf(starts, size * 2);
      durations = Arrays.copyOf(durations, size * 2);
    }
    services.add(service);
    names.add(once(name));
    return size;
  }

  private String once(String text) {
    String first = known.putIfAbsent(text, text);
    return first == null ? text : first;
  }

  @Override
  public int size() {
    return services.size();
  }

  @Override
  public long spanId(int span) {
    return ids[span];
  }

  @Override
  public long parentSpanId(int span) {
    return parents[span];
  }

  @Override
  public long startTimeUnixNano(int span) {
    return starts[span];
  }

  @Override
  public long durationNano(int span) {
    return durations[span];
  }

  @Override
  public boolean isError(int span) {
    return errors.get(span);
  }

  @Override
  public String serviceName(int span) {
    return services.get(span);
  }

  @Override
  public String name(int span) {
    return names.get(span);
  }
}
