// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeTableBuilder;
import io.spoor.model.AttributeType;
import io.spoor.model.ResourceTable;
import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.StringTable;
import io.spoor.model.StringTableBuilder;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.Dictionary;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The distinct scopes and resources of a group, decoded when first asked for. */
final class ScopeReader {
  private final PageReader pages;
  private final LastScopes last;
  private @Nullable SpanBatch scopes;

  /** Shares with the other groups of the block what was decoded last. */
  ScopeReader(PageReader pages, LastScopes last) {
    this.pages = pages;
    this.last = last;
  }

  /** A batch of them, without spans. */
  SpanBatch scopes() throws IOException {
    SpanBatch known = scopes;
    if (known == null) {
      ByteInput page = pages.page(PageField.SCOPES);
      if (page == null) {
        throw PageReader.corrupt(PageField.SCOPES, "absent");
      }
      byte[] bytes = page.array(); // read for this alone: nothing else is in there
      known = last.find(bytes);
      if (known == null) {
        known = new Decoding(page, pages.dictionary()).scopes();
        last.keep(bytes, known);
      }
      scopes = known;
    }
    return known;
  }

  /** Copies scopes into a batch that is being built, each when it is first needed. */
  Copying copyTo(SpanBatchBuilder builder) throws IOException {
    return new Copying(scopes(), builder);
  }

  /** Reads the page. */
  private static final class Decoding {
    private final ByteInput in;
    private final Dictionary dictionary;
    private final SpanBatchBuilder builder = new SpanBatchBuilder().reset();

    Decoding(ByteInput in, Dictionary dictionary) {
      this.in = in;
      this.dictionary = dictionary;
    }

    SpanBatch scopes() throws CorruptDataException {
      int resourceCount = in.getCount(RowGroupEncoder.MAX_ROWS);
      int scopeCount = in.getCount(RowGroupEncoder.MAX_ROWS);
      for (int i = 0; i < resourceCount; i++) {
        int schemaUrl = string(true);
        int dropped = (int) in.getVarint();
        builder.resourceEntityRefs(string(false));
        attributes(builder.resourceAttributes());
        builder.endResource(schemaUrl, dropped);
      }
      for (int i = 0; i < scopeCount; i++) {
        int resource = in.getCount(resourceCount - 1);
        int name = string(true);
        int version = string(true);
        int schemaUrl = string(true);
        int dropped = (int) in.getVarint();
        attributes(builder.scopeAttributes());
        builder.endScope(resource, name, version, schemaUrl, dropped);
      }
      return builder.build();
    }

    private void attributes(AttributeTableBuilder attributes) throws CorruptDataException {
      for (int left = in.getCount(in.remaining()); left > 0; left--) {
        int key = string(true);
        AttributeType type = GroupHeader.typeOf(in.getByte());
        long value = type.isStored() ? string(type == AttributeType.STRING) : in.getZigzag();
        attributes.add(key, type, value);
      }
    }

    private int string(boolean isText) throws CorruptDataException {
      int id = in.getCount(dictionary.size()) - 1;
      if (id >= 0) {
        return add(isText, dictionary.array(), dictionary.offset(id), dictionary.length(id));
      }
      byte[] bytes = in.getBytes(in.getCount(in.remaining()));
      return add(isText, bytes, 0, bytes.length);
    }

    private int add(boolean isText, byte[] array, int offset, int length) {
      StringTableBuilder strings = builder.strings();
      return isText ? strings.text(array, offset, length) : strings.blob(array, offset, length);
    }
  }

  /** Copies scopes and their resources. */
  static final class Copying {
    private final SpanBatch source;
    private final StringTable sourceStrings;
    private final SpanBatchBuilder builder;
    private final int[] scopeRows; // in the new batch, or -1
    private final int[] resourceRows;

    Copying(SpanBatch source, SpanBatchBuilder builder) {
      this.source = source;
      this.sourceStrings = source.strings();
      this.builder = builder;
      scopeRows = new int[source.scopes().size()];
      resourceRows = new int[source.resources().size()];
      Arrays.fill(scopeRows, -1);
      Arrays.fill(resourceRows, -1);
    }

    /** Row in the new batch of a scope of the group. */
    int scope(long code) throws CorruptDataException {
      if (code < 0 || code >= scopeRows.length) {
        throw PageReader.corrupt(PageField.SCOPE, "there is no scope " + code);
      }
      int row = (int) code;
      if (scopeRows[row] < 0) {
        ScopeTable table = source.scopes();
        int resource = resource(table.resource(row));
        copy(table.attributes(), row, builder.scopeAttributes());
        int name = text(table.name(row));
        int version = text(table.version(row));
        int schemaUrl = text(table.schemaUrl(row));
        int dropped = table.droppedAttributesCount(row);
        scopeRows[row] = builder.endScope(resource, name, version, schemaUrl, dropped);
      }
      return scopeRows[row];
    }

    private int resource(int row) {
      if (resourceRows[row] < 0) {
        ResourceTable table = source.resources();
        copy(table.attributes(), row, builder.resourceAttributes());
        builder.resourceEntityRefs(blob(table.entityRefs(row)));
        resourceRows[row] =
            builder.endResource(text(table.schemaUrl(row)), table.droppedAttributesCount(row));
      }
      return resourceRows[row];
    }

    private void copy(AttributeTable table, int owner, AttributeTableBuilder target) {
      for (int entry = table.start(owner); entry < table.end(owner); entry++) {
        AttributeType type = table.type(entry);
        long value = table.value(entry);
        if (type.isStored()) {
          value = type == AttributeType.STRING ? text((int) value) : blob((int) value);
        }
        target.add(text(table.key(entry)), type, value);
      }
    }

    private int text(int index) {
      return builder
          .strings()
          .text(
              sourceStrings.array(index), sourceStrings.offset(index), sourceStrings.length(index));
    }

    private int blob(int index) {
      return builder
          .strings()
          .blob(
              sourceStrings.array(index), sourceStrings.offset(index), sourceStrings.length(index));
    }
  }
}
