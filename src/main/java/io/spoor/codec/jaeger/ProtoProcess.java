// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.codec.wire.ProtoWriter;
import io.spoor.model.ResourceTable;

/** Encodes a resource as the content of a {@code Process} of api_v2. */
final class ProtoProcess {
  private static final int SERVICE_NAME = 0x0a;
  private static final int TAGS = 0x12;
  private static final byte[] NO_SERVICE_NAME = Tags.NO_SERVICE_NAME.getBytes(US_ASCII);

  private final EncodedBatch in;
  private final int resource;
  private final boolean sorted;
  private final ProtoWriter out = new ProtoWriter();
  private final ProtoTags tags = new ProtoTags(out);

  ProtoProcess(EncodedBatch in, int resource, boolean sorted) {
    this.in = in;
    this.resource = resource;
    this.sorted = sorted;
  }

  byte[] encode() {
    write();
    out.startWriting();
    write();
    return out.written();
  }

  private void write() {
    ResourceTable resources = in.batch().resources();
    int serviceName = resources.serviceName(resource);
    boolean named = serviceName != ResourceTable.NO_SERVICE_NAME;
    if (named) {
      tags.text(SERVICE_NAME, in.batch().strings(), serviceName);
    } else {
      out.bytesField(SERVICE_NAME, NO_SERVICE_NAME);
    }
    int skipped = named ? in.serviceNameKey() : -1;
    tags.write(TAGS, in.batch(), resources.attributes(), resource, sorted, skipped, -1);
  }
}
