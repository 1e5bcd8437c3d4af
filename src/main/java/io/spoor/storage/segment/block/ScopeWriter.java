// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.ByteHash;
import io.spoor.model.ResourceTable;
import io.spoor.model.ScopeTable;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.SourceBatch;
import java.util.Arrays;

/**
 * The distinct scopes of a group and the resources that they lie under, numbered as they come.
 * Equal ones of several batches get one number. Reused from group to group; not thread-safe.
 */
final class ScopeWriter {
  private final PageWriter pages;
  private final GroupSources sources;
  private final Distinct resources;
  private final Distinct scopes;
  private final ByteOutput scratch = new ByteOutput();
  private long[] resourceOfScope = new long[64];

  ScopeWriter(PageWriter pages, GroupSources sources) {
    this.pages = pages;
    this.sources = sources;
    resources = new Distinct(sources);
    scopes = new Distinct(sources);
  }

  /** Number of a scope of a batch. */
  int code(SourceBatch source, int row) {
    int[] codes = source.numbers().scopes(sources.group());
    int code = codes[row];
    if (code < 0) {
      code = add(source, row);
      codes[row] = code;
    }
    return code;
  }

  private int add(SourceBatch source, int row) {
    int resourceRow = source.batch().scopes().resource(row);
    scratch.clear();
    encodeResource(source, resourceRow);
    int resource = resources.add(scratch, source, resourceRow);
    scratch.clear();
    scratch.putVarint(resource);
    encodeScope(source, row);
    int scope = scopes.add(scratch, source, row);
    if (scope == resourceOfScope.length) {
      resourceOfScope = Arrays.copyOf(resourceOfScope, scope * 2);
    }
    resourceOfScope[scope] = resource;
    return scope;
  }

  private void encodeResource(SourceBatch source, int row) {
    ResourceTable table = source.batch().resources();
    pages.putString(scratch, source, table.schemaUrl(row));
    scratch.putVarint(Integer.toUnsignedLong(table.droppedAttributesCount(row)));
    pages.putString(scratch, source, table.entityRefs(row));
    encodeAttributes(source, table.attributes(), row);
  }

  private void encodeScope(SourceBatch source, int row) {
    ScopeTable table = source.batch().scopes();
    pages.putString(scratch, source, table.name(row));
    pages.putString(scratch, source, table.version(row));
    pages.putString(scratch, source, table.schemaUrl(row));
    scratch.putVarint(Integer.toUnsignedLong(table.droppedAttributesCount(row)));
    encodeAttributes(source, table.attributes(), row);
  }

  private void encodeAttributes(SourceBatch source, AttributeTable table, int owner) {
    scratch.putVarint(table.end(owner) - table.start(owner));
    for (int entry = table.start(owner); entry < table.end(owner); entry++) {
      AttributeType type = table.type(entry);
      pages.putString(scratch, source, table.key(entry));
      scratch.putByte(type.code());
      if (type.isStored()) {
        pages.putString(scratch, source, (int) table.value(entry));
      } else {
        scratch.putZigzag(table.value(entry));
      }
    }
  }

  /** Bytes of what is there so far. */
  int bytes() {
    return resources.content.size() + scopes.content.size();
  }

  int scopeCount() {
    return scopes.count;
  }

  int resourceCount() {
    return resources.count;
  }

  int resourceOf(int scope) {
    return (int) resourceOfScope[scope];
  }

  /** A batch that has this resource. */
  SourceBatch resourceSource(int resource) {
    return resources.sources.source(resource);
  }

  /** Row of this resource in its batch. */
  int resourceRow(int resource) {
    return resources.sources.string(resource);
  }

  /** A batch that has this scope. */
  SourceBatch scopeSource(int scope) {
    return scopes.sources.source(scope);
  }

  /** Row of this scope in its batch. */
  int scopeRow(int scope) {
    return scopes.sources.string(scope);
  }

  /** Number of resources, number of scopes, resources, scopes. */
  void encode() {
    ByteOutput target = pages.begin();
    target.putVarint(resources.count);
    target.putVarint(scopes.count);
    target.putBytes(resources.content.array(), 0, resources.content.size());
    target.putBytes(scopes.content.array(), 0, scopes.content.size());
    pages.end(PageField.SCOPES);
  }

  void clear() {
    resources.clear();
    scopes.clear();
  }

  /** Distinct byte strings, numbered as they come, with where each was first. */
  private static final class Distinct {
    private static final int MAX_PROBES = 64; // more is malice: then one may stand there twice

    private final ByteOutput content = new ByteOutput();
    private final TextValues sources;
    private int[] starts = new int[64];
    private int[] hashes = new int[64];
    private int[] table = new int[1_024]; // number + 1, 0 where free
    private int count;

    Distinct(GroupSources groupSources) {
      sources = new TextValues(groupSources);
    }

    int add(ByteOutput bytes, SourceBatch source, int row) {
      int hash = ByteHash.of(bytes.array(), 0, bytes.size());
      int mask = table.length - 1;
      int place = hash & mask;
      for (int probes = 0; probes < MAX_PROBES && table[place] != 0; probes++) {
        int known = table[place] - 1;
        if (hashes[known] == hash && isEqual(known, bytes)) {
          return known;
        }
        place = place + 1 & mask;
      }
      return append(bytes, source, row, hash, place);
    }

    private boolean isEqual(int known, ByteOutput bytes) {
      return Arrays.equals(
          content.array(),
          starts[known],
          known + 1 == count ? content.size() : starts[known + 1],
          bytes.array(),
          0,
          bytes.size());
    }

    private int append(ByteOutput bytes, SourceBatch source, int row, int hash, int place) {
      int number = count++;
      if (count > starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
        hashes = Arrays.copyOf(hashes, count * 2);
      }
      starts[number] = content.size();
      hashes[number] = hash;
      content.putBytes(bytes.array(), 0, bytes.size());
      sources.add(source, row);
      if (table[place] == 0) {
        table[place] = count;
      }
      if (count * 2 > table.length) {
        rehash();
      }
      return number;
    }

    private void rehash() {
      table = new int[table.length * 4];
      int mask = table.length - 1;
      for (int number = 0; number < count; number++) {
        int place = hashes[number] & mask;
        for (int probes = 0; probes < MAX_PROBES && table[place] != 0; probes++) {
          place = place + 1 & mask;
        }
        if (table[place] == 0) {
          table[place] = number + 1;
        }
      }
    }

    void clear() {
      content.clear();
      sources.clear();
      Arrays.fill(table, 0);
      count = 0;
    }
  }
}
