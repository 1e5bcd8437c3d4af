// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/** Collects resources. Not thread-safe. */
final class ResourceTableBuilder {
  private final AttributeTableBuilder attributes = new AttributeTableBuilder();
  private final GrowableInts serviceNames = new GrowableInts();
  private final GrowableInts schemaUrls = new GrowableInts();
  private final GrowableInts droppedAttributesCounts = new GrowableInts();

  AttributeTableBuilder attributes() {
    return attributes;
  }

  int end(int serviceNameKey, int schemaUrl, int droppedAttributesCount) {
    attributes.endOwner();
    serviceNames.add(attributes.lastOwnersText(serviceNameKey));
    schemaUrls.add(schemaUrl);
    droppedAttributesCounts.add(droppedAttributesCount);
    return serviceNames.size() - 1;
  }

  void clear() {
    attributes.clear();
    serviceNames.clear();
    schemaUrls.clear();
    droppedAttributesCounts.clear();
  }

  long builtBytes() {
    return attributes.builtBytes() + 12L * serviceNames.size();
  }

  long capacityBytes() {
    return attributes.capacityBytes()
        + serviceNames.capacityBytes()
        + schemaUrls.capacityBytes()
        + droppedAttributesCounts.capacityBytes();
  }

  ResourceTable build() {
    return new ResourceTable(
        attributes.build(),
        serviceNames.toArray(),
        schemaUrls.toSparseArray(),
        droppedAttributesCounts.toSparseArray());
  }
}
