// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.WriteResult;
import io.spoor.storage.StorageException;
import io.spoor.storage.StoredSpan;
import io.spoor.storage.TraceWriter;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoreImportTest {
  private static final Tenant TENANT = new Tenant("acme");
  private final List<StoredSpan> written = new ArrayList<>();

  @Test
  void writesAllBatchesAndCountsWhatBecameOfThem() throws Exception {
    TraceWriter writer =
        (tenant, batch) -> {
          assertThat(tenant).isEqualTo(TENANT);
          written.addAll(StoredSpan.allOf(batch));
          return Future.succeededFuture(new WriteResult(batch.size() - 1, 1, 0, 0, ""));
        };

    StoreImport.Report report = new StoreImport(writer, TENANT).run(input(20));

    int spans = TestSpans.shop().size();
    assertThat(report).isEqualTo(new StoreImport.Report(20L * (spans - 1), 20, 0));
    assertThat(written).hasSize(20 * spans);
  }

  @Test
  void triesAgainWhileTheStoreHasNoRoom() throws Exception {
    int[] calls = {0};
    TraceWriter writer =
        (tenant, batch) ->
            ++calls[0] < 3
                ? Future.failedFuture(StorageException.retryable("full", null))
                : Future.succeededFuture(WriteResult.stored(batch.size()));

    StoreImport.Report report = new StoreImport(writer, TENANT).run(input(1));

    assertThat(report.stored()).isEqualTo(TestSpans.shop().size());
    assertThat(calls[0]).isEqualTo(3);
  }

  @Test
  void endsWhenTheStoreCannotTakeIt() {
    TraceWriter writer =
        (tenant, batch) -> Future.failedFuture(StorageException.permanent("never", null));

    assertThatThrownBy(() -> new StoreImport(writer, TENANT).run(input(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("never");
  }

  private static OtlpInput input(int batches) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SpanSink sink = OtlpOutput.to(out, OtlpFormat.PROTO);
    for (int trace = 1; trace <= batches; trace++) {
      SpanBatch batch = TestSpans.shop(trace, TestSpans.START);
      sink.accept(batch);
    }
    return new OtlpInput(new ByteArrayInputStream(out.toByteArray()), OtlpFormat.PROTO);
  }
}
