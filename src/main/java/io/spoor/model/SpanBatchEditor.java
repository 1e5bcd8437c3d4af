// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a changed copy of a batch: only columns that change are copied, and only spans, resources
 * and scopes that change lose their range in the received body. Not thread-safe; for the rare case,
 * so it favours clarity over speed.
 */
public final class SpanBatchEditor {
  private static final long BYTES_AN_OWNER = 400; // its list, its place in a map, its row
  private static final long BYTES_AN_ATTRIBUTE = 300; // in a list, in a table, two new strings

  private final SpanBatch batch;
  private final StringTableBuilder strings = new StringTableBuilder();
  private final BitSet changedSpans = new BitSet(); // besides those in the maps
  private int @Nullable [] names; // a copy once one changes
  private final Map<Integer, Integer> droppedAttributesCounts = new HashMap<>();
  private final Map<Integer, AttributeList> spanAttributes = new HashMap<>();
  private final Map<Integer, AttributeList> resourceAttributes = new HashMap<>();
  private final Map<Integer, AttributeList> scopeAttributes = new HashMap<>();
  private final Map<Integer, AttributeList> eventAttributes = new HashMap<>();
  private final Map<Integer, AttributeList> linkAttributes = new HashMap<>();
  private final BitSet removedLinks = new BitSet();

  SpanBatchEditor(SpanBatch batch) {
    this.batch = batch;
    strings.reset(batch.strings());
  }

  /**
   * The most that repairing a batch may take beside it, what comes of it included: every resource
   * gets a service name, and where text is not UTF-8 every name and attribute changes. Whoever lets
   * senders decide what has to be repaired takes so much from its budget first.
   */
  public static long repairBytes(SpanBatch batch) {
    AttributeTable resources = batch.resources().attributes();
    long bytes = BYTES_AN_OWNER * resources.owners();
    if (!batch.strings().hasInvalidText()) {
      return bytes;
    }
    AttributeTable scopes = batch.scopes().attributes();
    AttributeTable spans = batch.spans().attributes();
    long attributes = (long) resources.size() + scopes.size() + spans.size();
    return bytes
        + BYTES_AN_OWNER * ((long) scopes.owners() + spans.owners())
        + BYTES_AN_ATTRIBUTE * attributes
        + batch.bytes();
  }

  /** String index of a text, for the other calls. Indices of the batch itself stay valid. */
  public int text(String text) {
    return strings.text(text);
  }

  /** String index of bytes that are not text. */
  public int blob(byte[] bytes) {
    return strings.blob(bytes, 0, bytes.length);
  }

  /** String index of bytes as text. */
  public int text(byte[] utf8) {
    return strings.text(utf8, 0, utf8.length);
  }

  /** Renames the span in a row. */
  public void name(int row, int newName) {
    if (names == null) {
      names = batch.spans().names().clone();
    }
    names[row] = newName;
    changedSpans.set(row);
  }

  /** Sets how many attributes the span in a row has lost. */
  public void droppedAttributesCount(int row, int count) {
    droppedAttributesCounts.put(row, count);
  }

  /** The attributes of a span, to be changed in place. */
  public AttributeList spanAttributes(int row) {
    return open(spanAttributes, batch.spans().attributes(), row);
  }

  /** The attributes of a resource, to be changed in place. */
  public AttributeList resourceAttributes(int row) {
    return open(resourceAttributes, batch.resources().attributes(), row);
  }

  /** The attributes of a scope, to be changed in place. */
  public AttributeList scopeAttributes(int row) {
    return open(scopeAttributes, batch.scopes().attributes(), row);
  }

  /** The attributes of an event of the given span, to be changed in place. */
  public AttributeList eventAttributes(int span, int event) {
    changedSpans.set(span);
    return open(eventAttributes, batch.events().attributes(), event);
  }

  /** The attributes of a link of the given span, to be changed in place. */
  public AttributeList linkAttributes(int span, int link) {
    changedSpans.set(span);
    return open(linkAttributes, batch.links().attributes(), link);
  }

  /** Removes a link of the given span; links keep their rows until {@link #build}. */
  public void removeLink(int span, int link) {
    changedSpans.set(span);
    removedLinks.set(link);
  }

  /** The changed copy. */
  public SpanBatch build() {
    Wire wire = batch.wire();
    return new SpanBatch(
        strings.build(),
        editedResources(),
        scopeAttributes.isEmpty()
            ? batch.scopes()
            : batch.scopes().withAttributes(edited(batch.scopes().attributes(), scopeAttributes)),
        batch
            .spans()
            .edited(
                names == null ? batch.spans().names() : names,
                edited(batch.spans().attributes(), spanAttributes),
                droppedAttributesCounts),
        eventAttributes.isEmpty()
            ? batch.events()
            : batch.events().withAttributes(edited(batch.events().attributes(), eventAttributes)),
        editedLinks(),
        wire == null ? null : wire.edited(changedRows()));
  }

  private static AttributeList open(
      Map<Integer, AttributeList> lists, AttributeTable table, int owner) {
    return lists.computeIfAbsent(owner, absent -> new AttributeList(table, owner));
  }

  private Wire.Edited changedRows() {
    BitSet spans = bits(spanAttributes);
    spans.or(changedSpans);
    spans.or(bits(droppedAttributesCounts));
    return new Wire.Edited(bits(resourceAttributes), bits(scopeAttributes), spans);
  }

  private static BitSet bits(Map<Integer, ?> rows) {
    BitSet bits = new BitSet();
    rows.keySet().forEach(bits::set);
    return bits;
  }

  private ResourceTable editedResources() {
    ResourceTable resources = batch.resources();
    if (resourceAttributes.isEmpty()) {
      return resources;
    }
    AttributeTable attributes = edited(resources.attributes(), resourceAttributes);
    int serviceNameKey = strings.text("service.name");
    int[] serviceNames = new int[resources.size()];
    for (int row = 0; row < serviceNames.length; row++) {
      int entry = attributes.find(row, serviceNameKey);
      serviceNames[row] =
          entry >= 0 && attributes.type(entry) == AttributeType.STRING
              ? (int) attributes.value(entry)
              : ResourceTable.NO_SERVICE_NAME;
    }
    return resources.withAttributes(attributes, serviceNames);
  }

  private LinkTable editedLinks() {
    LinkTable links =
        linkAttributes.isEmpty()
            ? batch.links()
            : batch.links().withAttributes(edited(batch.links().attributes(), linkAttributes));
    return removedLinks.isEmpty() ? links : links.without(removedLinks);
  }

  private static AttributeTable edited(AttributeTable table, Map<Integer, AttributeList> lists) {
    if (lists.isEmpty()) {
      return table;
    }
    AttributeTableBuilder builder = new AttributeTableBuilder();
    for (int owner = 0; owner < table.owners(); owner++) {
      AttributeList list = lists.get(owner);
      if (list == null) {
        builder.addAll(table, owner);
      } else {
        list.addTo(builder);
      }
      builder.endOwner();
    }
    return builder.build();
  }
}
