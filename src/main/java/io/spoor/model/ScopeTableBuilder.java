// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/** Collects instrumentation scopes. Not thread-safe. */
final class ScopeTableBuilder {
  private final AttributeTableBuilder attributes = new AttributeTableBuilder();
  private final GrowableInts resources = new GrowableInts();
  private final GrowableInts names = new GrowableInts();
  private final GrowableInts versions = new GrowableInts();
  private final GrowableInts schemaUrls = new GrowableInts();
  private final GrowableInts droppedAttributesCounts = new GrowableInts();

  AttributeTableBuilder attributes() {
    return attributes;
  }

  int end(int resource, int name, int version, int schemaUrl, int droppedAttributesCount) {
    attributes.endOwner();
    resources.add(resource);
    names.add(name);
    versions.add(version);
    schemaUrls.add(schemaUrl);
    droppedAttributesCounts.add(droppedAttributesCount);
    return resources.size() - 1;
  }

  void clear() {
    attributes.clear();
    resources.clear();
    names.clear();
    versions.clear();
    schemaUrls.clear();
    droppedAttributesCounts.clear();
  }

  long builtBytes() {
    return attributes.builtBytes() + 20L * resources.size();
  }

  long capacityBytes() {
    return attributes.capacityBytes() + 5L * resources.capacityBytes();
  }

  ScopeTable build() {
    return new ScopeTable(
        attributes.build(),
        resources.toArray(),
        names.toArray(),
        versions.toArray(),
        schemaUrls.toSparseArray(),
        droppedAttributesCounts.toSparseArray());
  }
}
