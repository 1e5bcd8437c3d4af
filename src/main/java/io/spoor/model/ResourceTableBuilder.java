// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/** Collects resources. Not thread-safe. */
final class ResourceTableBuilder {
  private final AttributeTableBuilder attributes = new AttributeTableBuilder();
  private final GrowableInts serviceNames = new GrowableInts();
  private final GrowableInts schemaUrls = new GrowableInts();
  private final GrowableInts droppedAttributesCounts = new GrowableInts();
  private final GrowableInts entityRefsColumn = new GrowableInts();

  private int entityRefs; // of the resource under way

  AttributeTableBuilder attributes() {
    return attributes;
  }

  void entityRefs(int index) {
    entityRefs = index;
  }

  int end(int serviceNameKey, int schemaUrl, int droppedAttributesCount) {
    attributes.endOwner();
    serviceNames.add(attributes.lastOwnersText(serviceNameKey));
    schemaUrls.add(schemaUrl);
    droppedAttributesCounts.add(droppedAttributesCount);
    entityRefsColumn.add(entityRefs);
    entityRefs = 0;
    return serviceNames.size() - 1;
  }

  void clear() {
    attributes.clear();
    serviceNames.clear();
    schemaUrls.clear();
    droppedAttributesCounts.clear();
    entityRefsColumn.clear();
    entityRefs = 0;
  }

  long builtBytes() {
    return attributes.builtBytes() + 16L * serviceNames.size();
  }

  long capacityBytes() {
    return attributes.capacityBytes()
        + serviceNames.capacityBytes()
        + schemaUrls.capacityBytes()
        + droppedAttributesCounts.capacityBytes()
        + entityRefsColumn.capacityBytes();
  }

  ResourceTable build() {
    return new ResourceTable(
        attributes.build(),
        serviceNames.toArray(),
        schemaUrls.toSparseArray(),
        droppedAttributesCounts.toSparseArray(),
        entityRefsColumn.toSparseArray());
  }
}
