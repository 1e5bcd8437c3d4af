// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeValueList;
import io.spoor.model.Deadline;
import io.spoor.model.Dependency;
import io.spoor.model.FoundSummaries;
import io.spoor.model.FoundTraces;
import io.spoor.model.Operation;
import io.spoor.model.OperationStatsList;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.spoor.model.TraceSummary;
import io.spoor.model.WriteResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks a storage as one tenant, waits for the answers, and checks what every answer must keep. */
public final class StorageProbe {
  private static final long MOST_BYTES = 1L << 40;

  private final TraceStorage storage;
  private final Tenant tenant;

  /** Asks as the default tenant. */
  public StorageProbe(TraceStorage storage) {
    this(storage, Tenant.DEFAULT);
  }

  /** Asks as this tenant. */
  public StorageProbe(TraceStorage storage, Tenant tenant) {
    this.storage = storage;
    this.tenant = tenant;
  }

  /** Limits that no test reaches. */
  public static ReadLimits ample() {
    return new ReadLimits(Deadline.after(Duration.ofMinutes(5)), MOST_BYTES);
  }

  /** Limits whose deadline has passed. */
  public static ReadLimits expired() {
    return new ReadLimits(Deadline.after(Duration.ZERO), MOST_BYTES);
  }

  /** Limits that allow one byte. */
  public static ReadLimits oneByte() {
    return new ReadLimits(Deadline.after(Duration.ofMinutes(5)), 1);
  }

  /** Waits for a future. */
  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  /** Writes a batch of which every span must be stored; gives the number of copies. */
  public int write(SpanBatch batch) {
    WriteResult result = await(storage.writer().write(tenant, batch));
    assertThat(result.stored()).as("stored").isEqualTo(batch.size());
    assertThat(result.spans()).as("accounted for").isEqualTo(batch.size());
    assertThat(result.reason()).isEmpty();
    return result.deduplicated();
  }

  /** The chunks of traces. */
  public List<SpanBatch> get(TraceId... traceIds) {
    return get(List.of(traceIds));
  }

  /** The chunks of traces. */
  public List<SpanBatch> get(List<TraceId> traceIds) {
    return complete(await(storage.reader().getTraces(tenant, traceIds, ample())));
  }

  /** The spans of one trace. */
  public List<StoredSpan> spans(TraceId traceId) {
    return StoredSpan.allOf(get(traceId));
  }

  /** The chunks that a search finds. */
  public List<SpanBatch> find(TraceQuery query) {
    return complete(await(storage.reader().findTraces(tenant, query, ample())));
  }

  /** The traces that a search finds, which must be the same for whole traces and for ids. */
  public List<TraceId> findIds(TraceQuery query) {
    FoundTraces found = await(storage.reader().findTraceIds(tenant, query, ample()));
    assertThat(found.incomplete()).isEmpty();
    assertThat(idsOf(find(query))).as("order of findTraces").isEqualTo(found.traceIds());
    return found.traceIds();
  }

  /** The summaries of what a search finds. */
  public List<FoundSummaries.Entry> summaries(TraceQuery query) {
    FoundSummaries found = await(storage.reader().findTraceSummaries(tenant, query, ample()));
    assertThat(found.incomplete()).isEmpty();
    return found.traces();
  }

  /** The summary of the same trace, made of its spans. */
  public TraceSummary summaryOf(FoundSummaries.Entry entry) {
    return NaiveSummary.of(entry.position().traceId(), get(entry.position().traceId()));
  }

  /** The services. */
  public List<String> services() {
    return await(storage.reader().getServices(tenant, ample()));
  }

  /** The operations of a service. */
  public List<Operation> operations(String service, @Nullable SpanKind kind) {
    return await(storage.reader().getOperations(tenant, service, kind, ample()));
  }

  /** The calls of children that start in this range. */
  public List<Dependency> dependencies(long start, long end) {
    return await(storage.reader().getDependencies(tenant, start, end, ample()));
  }

  /** The first attribute keys with a prefix. */
  public AttributeKeyList attributeKeys(String prefix, int limit) {
    return await(storage.reader().getAttributeKeys(tenant, prefix, limit, ample()));
  }

  /** The first values of an attribute with a prefix. */
  public AttributeValueList attributeValues(String key, String prefix, int limit) {
    return await(storage.reader().getAttributeValues(tenant, key, prefix, limit, ample()));
  }

  /** How the operations of spans went that start in this range. */
  public OperationStatsList operationStats(@Nullable String service, long min, long max) {
    return await(storage.reader().getOperationStats(tenant, service, min, max, ample()));
  }

  private static List<SpanBatch> complete(BatchCursor cursor) {
    List<SpanBatch> chunks = drain(cursor);
    assertThat(cursor.incomplete()).isEmpty();
    return chunks;
  }

  /** Reads a cursor to its end, closes it, and checks the rules for chunks. */
  public static List<SpanBatch> drain(BatchCursor cursor) {
    List<SpanBatch> chunks = new ArrayList<>();
    for (Optional<SpanBatch> next = await(cursor.next());
        next.isPresent();
        next = await(cursor.next())) {
      chunks.add(next.get());
    }
    cursor.close();
    chunks.forEach(StorageProbe::checkChunk);
    checkConsecutive(chunks);
    return chunks;
  }

  private static void checkChunk(SpanBatch chunk) {
    assertThat(chunk.size()).as("spans in a chunk").isBetween(1, BatchCursor.MAX_CHUNK_SPANS);
    TraceId first = chunk.span(0).traceId();
    for (int row = 1; row < chunk.size(); row++) {
      assertThat(chunk.span(row).traceId()).as("one trace in a chunk").isEqualTo(first);
    }
  }

  private static void checkConsecutive(List<SpanBatch> chunks) {
    Set<TraceId> seen = new HashSet<>();
    @Nullable TraceId last = null;
    for (SpanBatch chunk : chunks) {
      TraceId id = chunk.span(0).traceId();
      if (!id.equals(last)) {
        assertThat(seen.add(id)).as("chunks of a trace follow one another").isTrue();
      }
      last = id;
    }
  }

  /** The traces of chunks, in order. */
  public static List<TraceId> idsOf(List<SpanBatch> chunks) {
    return chunks.stream().map(chunk -> chunk.span(0).traceId()).distinct().toList();
  }
}
