// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.wire.ThriftBinaryReader;
import io.spoor.codec.wire.ThriftReader;

/**
 * Decodes one {@code jaeger.Batch} struct in Thrift's binary protocol, as clients post it over
 * HTTP, straight into columns.
 *
 * <p>Accepts what Thrift's own libraries accept: fields in any order; unknown fields, and known
 * ones of another type, are skipped; a required field that is missing makes all malformed; bytes
 * after the struct are ignored. Text need not be UTF-8. A field that comes twice counts as it came
 * last. Spans whose trace id or span id is zero are left out. A bare struct has no message head, so
 * there is nothing in which the strict form of the protocol would differ.
 *
 * <p>Not thread-safe: one a thread, which reuses its scratch memory, at most 2 MiB between batches.
 */
public final class ThriftBatchDecoder implements BatchDecoder {
  private final ThriftReader in = new ThriftBinaryReader();
  private final BatchReader batches = new BatchReader(in);

  @Override
  public DecodedBatch decode(byte[] body, Allowance allowance) {
    in.reset(body);
    return batches.readBatch(body, allowance);
  }

  /** What the client of the body decoded last said beside its spans. */
  public ClientReport report() {
    return batches.report();
  }
}
