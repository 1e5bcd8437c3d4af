// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import org.jspecify.annotations.Nullable;

/** The resources of a batch: one row for each OTLP {@code ResourceSpans}. Immutable. */
public final class ResourceTable {
  /** Value of {@link #serviceName} where {@code service.name} is missing or not a string. */
  public static final int NO_SERVICE_NAME = -1;

  private final AttributeTable attributes;
  private final int[] serviceNames;
  private final int @Nullable [] schemaUrls;
  private final int @Nullable [] droppedAttributesCounts;
  private final int @Nullable [] entityRefs;

  ResourceTable(
      AttributeTable attributes,
      int[] serviceNames,
      int @Nullable [] schemaUrls,
      int @Nullable [] droppedAttributesCounts,
      int @Nullable [] entityRefs) {
    this.attributes = attributes;
    this.serviceNames = serviceNames;
    this.schemaUrls = schemaUrls;
    this.droppedAttributesCounts = droppedAttributesCounts;
    this.entityRefs = entityRefs;
  }

  /** Number of resources. */
  public int size() {
    return serviceNames.length;
  }

  /** Attributes; the owner is the resource's row. */
  public AttributeTable attributes() {
    return attributes;
  }

  /** String index of the first {@code service.name}, or {@link #NO_SERVICE_NAME}. */
  public int serviceName(int row) {
    return serviceNames[row];
  }

  /** String index of {@code ResourceSpans.schema_url}. */
  public int schemaUrl(int row) {
    return Columns.at(schemaUrls, row);
  }

  /** {@code Resource.dropped_attributes_count}, unsigned. */
  public int droppedAttributesCount(int row) {
    return Columns.at(droppedAttributesCounts, row);
  }

  /**
   * String index of {@code Resource.entity_refs}: all of these fields in their encoded form, tags
   * included, one after another.
   */
  public int entityRefs(int row) {
    return Columns.at(entityRefs, row);
  }

  ResourceTable withAttributes(AttributeTable newAttributes, int[] newServiceNames) {
    return new ResourceTable(
        newAttributes, newServiceNames, schemaUrls, droppedAttributesCounts, entityRefs);
  }

  ResourceTable select(int[] rows, StringRenumbering strings) {
    int[] selected = Columns.select(serviceNames, rows);
    for (int i = 0; i < selected.length; i++) {
      selected[i] = selected[i] == NO_SERVICE_NAME ? NO_SERVICE_NAME : strings.of(selected[i]);
    }
    return new ResourceTable(
        attributes.select(rows).renumbered(strings),
        selected,
        strings.ofSparse(Columns.selectSparse(schemaUrls, rows)),
        Columns.selectSparse(droppedAttributesCounts, rows),
        strings.ofSparse(Columns.selectSparse(entityRefs, rows)));
  }

  long bytes() {
    return attributes.bytes()
        + Columns.bytes(serviceNames)
        + Columns.bytes(schemaUrls)
        + Columns.bytes(droppedAttributesCounts)
        + Columns.bytes(entityRefs);
  }
}
