// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.model.ResourceTable;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The processes of one trace, {@code p1} and on: resources with the same content are one process,
 * in whatever batches they came.
 */
final class UiProcesses {
  /** What Jaeger shows for a resource that names no service. */
  static final String NO_SERVICE_NAME = "OTLPResourceNoServiceName";

  private record Owner(UiBatch batch, int resource, int number) {}

  private final UiTags tags;
  private final boolean sorted;
  private final Map<Buffer, Owner> owners = new LinkedHashMap<>(); // by content

  UiProcesses(UiTags tags, boolean sorted) {
    this.tags = tags;
    this.sorted = sorted;
  }

  /** Number of the process of a resource, which starts with 1. */
  int number(UiBatch batch, int resource) throws IOException {
    if (!batch.knowsProcess(resource)) {
      Owner next = new Owner(batch, resource, owners.size() + 1);
      Owner owner = owners.putIfAbsent(content(batch, resource), next);
      batch.setProcess(resource, (owner == null ? next : owner).number());
    }
    return batch.process(resource);
  }

  private Buffer content(UiBatch batch, int resource) throws IOException {
    ByteSink bytes = new ByteSink();
    try (JsonGenerator json = BodyStream.JSON.createGenerator(bytes)) {
      write(json, batch, resource);
    }
    return bytes.drain();
  }

  /** Writes all as the value of {@code processes}. */
  void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Owner owner : owners.values()) {
      json.writeFieldName("p" + owner.number());
      write(json, owner.batch(), owner.resource());
    }
    json.writeEndObject();
  }

  private void write(JsonGenerator json, UiBatch batch, int resource) throws IOException {
    ResourceTable resources = batch.batch().resources();
    int serviceName = resources.serviceName(resource);
    json.writeStartObject();
    json.writeFieldName("serviceName");
    if (serviceName == ResourceTable.NO_SERVICE_NAME) {
      json.writeString(NO_SERVICE_NAME);
    } else {
      UiTags.writeText(json, batch.batch().strings(), serviceName);
    }
    json.writeArrayFieldStart("tags");
    int skipped = serviceName == ResourceTable.NO_SERVICE_NAME ? -1 : batch.serviceNameKey();
    tags.write(json, batch.batch(), resources.attributes(), resource, skipped, -1, sorted);
    json.writeEndArray();
    json.writeEndObject();
  }
}
