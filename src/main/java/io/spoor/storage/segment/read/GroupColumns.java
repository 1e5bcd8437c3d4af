// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.storage.TraceColumns;
import io.spoor.storage.segment.block.RowGroup;
import io.spoor.storage.segment.block.RowGroup.TraceRun;
import java.io.IOException;

/** The columns of one run of rows of a group. Moved from run to run; not thread-safe. */
final class GroupColumns implements TraceColumns {
  private final long[] ids;
  private final long[] parents;
  private final long[] starts;
  private final long[] kinds;
  private final long[] scopeRows;
  private final String[] services; // by row of the scopes
  private int from;
  private int to;

  GroupColumns(RowGroup group) throws IOException {
    this.ids = group.spanIds();
    this.parents = group.parentSpanIds();
    this.starts = group.starts();
    this.kinds = group.kinds();
    this.scopeRows = group.scopeRows();
    this.services = services(group.scopes());
  }

  /** By row of the scopes, the name of the service. */
  static String[] services(SpanBatch scopes) {
    String[] services = new String[scopes.scopes().size()];
    for (int scope = 0; scope < services.length; scope++) {
      services[scope] = ServiceCatalogue.serviceName(scopes, scopes.scopes().resource(scope));
    }
    return services;
  }

  GroupColumns at(TraceRun run) {
    from = run.firstRow();
    to = run.endRow();
    return this;
  }

  @Override
  public int size() {
    return to - from;
  }

  @Override
  public long spanId(int span) {
    return ids[from + span];
  }

  @Override
  public long parentSpanId(int span) {
    return parents[from + span];
  }

  @Override
  public long startTimeUnixNano(int span) {
    return starts[from + span];
  }

  @Override
  public SpanKind kind(int span) {
    return SpanKind.of((int) kinds[from + span]);
  }

  @Override
  public String serviceName(int span) {
    return services[(int) scopeRows[from + span]];
  }
}
