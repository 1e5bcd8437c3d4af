// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.ByteHash;
import io.spoor.model.ResourceTable;
import io.spoor.model.StringTable;
import io.spoor.storage.segment.column.FilterEntry;
import io.spoor.storage.segment.column.SourceBatch;
import io.spoor.storage.segment.column.ValueFilterBuilder;
import java.util.Arrays;

/** Counts the spans of a group by service, name and kind. Reused; not thread-safe. */
// Hot path: asked for every span of a block that is written.
final class OperationCounts {
  private static final int PLACES = 4 * RowGroupEncoder.MAX_ROWS;
  private static final int MAX_PROBES = 64; // more is malice: then one is counted in several parts
  private static final int SERVICE_HASH = hash(FilterEntry.SERVICE);
  private static final int OPERATION_HASH = hash(FilterEntry.OPERATION);

  private final int[] table = new int[PLACES]; // index + 1 of an operation, 0 where free
  private final int[] placeOf = new int[RowGroupEncoder.MAX_ROWS];
  private final int[] counts = new int[RowGroupEncoder.MAX_ROWS];
  private final int[] resources = new int[RowGroupEncoder.MAX_ROWS];
  private final int[] kinds = new int[RowGroupEncoder.MAX_ROWS];
  private final TextValues names;
  private int[] services = new int[64]; // by resource, the first one with its service
  private int count;

  OperationCounts(GroupSources sources) {
    names = new TextValues(sources);
  }

  private static int hash(byte[] bytes) {
    return ByteHash.of(bytes, 0, bytes.length);
  }

  /** Counts all spans, and tells the filter and the observer. */
  void tell(
      GroupRows rows,
      SpanWriter spans,
      ScopeWriter scopes,
      ValueFilterBuilder filter,
      GroupObserver observer) {
    services(scopes, filter);
    for (int row = 0; row < rows.count(); row++) {
      int resource = services[scopes.resourceOf((int) rows.scopes().get(row))];
      add(resource, spans.names().source(row), spans.names().string(row), (int) spans.kind(row));
    }
    for (int i = 0; i < count; i++) {
      SourceBatch service = scopes.resourceSource(resources[i]);
      StringTable nameStrings = names.source(i).batch().strings();
      filter.add(FilterEntry.text(OPERATION_HASH, nameStrings.hash(names.string(i))));
      observer.operation(
          service.batch().strings(),
          serviceName(scopes, resources[i]),
          nameStrings,
          names.string(i),
          kinds[i],
          counts[i]);
    }
    clear();
  }

  /** Tells the longest span of each service, after {@link #tell} has found the services. */
  void tellLongest(
      GroupRows rows, SpanWriter spans, ScopeWriter scopes, LongestSpansBuilder target) {
    long[] longest = new long[scopes.resourceCount()];
    Arrays.fill(longest, Long.MIN_VALUE);
    for (int row = 0; row < rows.count(); row++) {
      int service = services[scopes.resourceOf((int) rows.scopes().get(row))];
      longest[service] = Math.max(longest[service], spans.duration(row));
    }
    for (int resource = 0; resource < longest.length; resource++) {
      if (services[resource] == resource) {
        StringTable strings = scopes.resourceSource(resource).batch().strings();
        int name = serviceName(scopes, resource);
        target.add(FilterEntry.text(SERVICE_HASH, strings.hash(name)), longest[resource]);
      }
    }
  }

  /** String index of the service's name in its batch; 0 where there is none. */
  private static int serviceName(ScopeWriter scopes, int resource) {
    ResourceTable table = scopes.resourceSource(resource).batch().resources();
    return Math.max(0, table.serviceName(scopes.resourceRow(resource)));
  }

  /** Finds resources of the same service, so that they count together: the first few of them. */
  private void services(ScopeWriter scopes, ValueFilterBuilder filter) {
    int resourceCount = scopes.resourceCount();
    if (resourceCount > services.length) {
      services = new int[resourceCount * 2];
    }
    for (int resource = 0; resource < resourceCount; resource++) {
      StringTable strings = scopes.resourceSource(resource).batch().strings();
      int name = serviceName(scopes, resource);
      services[resource] = firstWith(scopes, strings, name, resource);
      if (services[resource] == resource) {
        filter.add(FilterEntry.text(SERVICE_HASH, strings.hash(name)));
      }
    }
  }

  private int firstWith(ScopeWriter scopes, StringTable strings, int name, int resource) {
    int looked = 0;
    for (int other = 0; other < resource && looked < MAX_PROBES; other++) {
      if (services[other] == other) {
        looked++;
        StringTable otherStrings = scopes.resourceSource(other).batch().strings();
        if (strings.equalTo(name, otherStrings, serviceName(scopes, other))) {
          return other;
        }
      }
    }
    return resource;
  }

  private void add(int resource, SourceBatch source, int name, int kind) {
    StringTable strings = source.strings();
    int hash = (strings.hash(name) * 31 + resource) * 31 + kind;
    int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
    for (int probes = 0; probes < MAX_PROBES && table[place] != 0; probes++) {
      int known = table[place] - 1;
      if (resources[known] == resource
          && kinds[known] == kind
          && isName(known, source, strings, name)) {
        counts[known]++;
        return;
      }
      place = (place + 1) & (PLACES - 1);
    }
    append(resource, source, name, kind, place);
  }

  private boolean isName(int known, SourceBatch source, StringTable strings, int name) {
    SourceBatch other = names.source(known);
    return (other == source && names.string(known) == name)
        || strings.equalTo(name, other.strings(), names.string(known));
  }

  private void append(int resource, SourceBatch source, int name, int kind, int place) {
    resources[count] = resource;
    kinds[count] = kind;
    counts[count] = 1;
    placeOf[count] = place;
    names.add(source, name);
    count++;
    if (table[place] == 0) {
      table[place] = count;
    }
  }

  private void clear() {
    for (int i = 0; i < count; i++) {
      table[placeOf[i]] = 0;
    }
    names.clear();
    count = 0;
    Arrays.fill(counts, 0);
  }
}
