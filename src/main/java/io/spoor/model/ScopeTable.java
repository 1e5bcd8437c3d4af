// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import org.jspecify.annotations.Nullable;

/** The instrumentation scopes of a batch: one row for each OTLP {@code ScopeSpans}. Immutable. */
public final class ScopeTable {
  private final AttributeTable attributes;
  private final int[] resources;
  private final int[] names;
  private final int[] versions;
  private final int @Nullable [] schemaUrls;
  private final int @Nullable [] droppedAttributesCounts;

  ScopeTable(
      AttributeTable attributes,
      int[] resources,
      int[] names,
      int[] versions,
      int @Nullable [] schemaUrls,
      int @Nullable [] droppedAttributesCounts) {
    this.attributes = attributes;
    this.resources = resources;
    this.names = names;
    this.versions = versions;
    this.schemaUrls = schemaUrls;
    this.droppedAttributesCounts = droppedAttributesCounts;
  }

  /** Number of scopes. */
  public int size() {
    return resources.length;
  }

  /** Attributes; the owner is the scope's row. */
  public AttributeTable attributes() {
    return attributes;
  }

  /** Row of the resource that the scope lies under. */
  public int resource(int row) {
    return resources[row];
  }

  /** String index of the scope's name. */
  public int name(int row) {
    return names[row];
  }

  /** String index of the scope's version. */
  public int version(int row) {
    return versions[row];
  }

  /** String index of {@code ScopeSpans.schema_url}. */
  public int schemaUrl(int row) {
    return Columns.at(schemaUrls, row);
  }

  /** {@code InstrumentationScope.dropped_attributes_count}, unsigned. */
  public int droppedAttributesCount(int row) {
    return Columns.at(droppedAttributesCounts, row);
  }

  ScopeTable withAttributes(AttributeTable newAttributes) {
    return new ScopeTable(
        newAttributes, resources, names, versions, schemaUrls, droppedAttributesCounts);
  }

  ScopeTable select(int[] rows, RowRenumbering newResources, StringRenumbering strings) {
    int[] selected = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      selected[i] = newResources.of(resources[rows[i]]);
    }
    return new ScopeTable(
        attributes.select(rows).renumbered(strings),
        selected,
        strings.of(Columns.select(names, rows)),
        strings.of(Columns.select(versions, rows)),
        strings.ofSparse(Columns.selectSparse(schemaUrls, rows)),
        Columns.selectSparse(droppedAttributesCounts, rows));
  }

  long bytes() {
    return attributes.bytes()
        + 3 * Columns.bytes(resources)
        + Columns.bytes(schemaUrls)
        + Columns.bytes(droppedAttributesCounts);
  }
}
