// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import io.spoor.codec.otlp.OtlpProtoEncoder;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.TraceWriter;
import io.vertx.core.Future;

/** Stores spans at another server: they are stored once it says so. */
final class RemoteTraceWriter implements TraceWriter {
  private final CollectorClient collector;

  RemoteTraceWriter(CollectorClient collector) {
    this.collector = collector;
  }

  @Override
  public Future<WriteResult> write(Tenant tenant, SpanBatch batch) {
    return collector.export(tenant, OtlpProtoEncoder.encode(batch), batch.size());
  }
}
