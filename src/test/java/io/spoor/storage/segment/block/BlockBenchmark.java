// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.disk.Disk;
import io.spoor.disk.FileSystemDisk;
import io.spoor.model.SpanBatch;
import io.spoor.storage.memory.TreeLoad;
import io.spoor.storage.segment.block.TestBlocks.Row;
import io.spoor.storage.segment.column.SourceBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time and bytes a span to write the load of docs/performance.md as a block of 256,000 spans, to
 * open it, to find a trace in it, and to read it all; prints what its parts take on the disk.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=BlockBenchmark</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx1g", "-XX:+UseSerialGC"})
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class BlockBenchmark {
  private static final Logger log = LoggerFactory.getLogger(BlockBenchmark.class);
  private static final int GROUPS = 25;
  private static final int SPANS = GROUPS * 512 * TreeLoad.SERVICES;

  /** A trace, and where its spans are. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Trace(long idHigh, long idLow, int[] batches, int[] rows) {}

  private final Disk disk = new FileSystemDisk();
  private final BlockCache cache = TestBlocks.cache();
  private List<SpanBatch> batches = List.of();
  private List<Trace> traces = List.of();
  private Path folder = Path.of("");
  private Block block;
  private int next;

  /** Prepares the load as a head has it, and a block. */
  @Setup(Level.Trial)
  public void prepare() throws IOException {
    folder = Files.createTempDirectory("block");
    batches = TreeLoad.batches(GROUPS);
    traces = TestBlocks.traces(batches).stream().map(BlockBenchmark::trace).toList();
    block = newBlock();
    log.info("{} bytes a span", String.format("%.2f", (double) block.bytes() / SPANS));
    BlockSummary.of(block)
        .bytes()
        .forEach(
            (part, bytes) ->
                log.info("{} {}", String.format("%.3f", (double) bytes / SPANS), part));
  }

  private static Trace trace(List<Row> rows) {
    return new Trace(
        rows.get(0).trace().high(),
        rows.get(0).trace().low(),
        rows.stream().mapToInt(Row::batch).toArray(),
        rows.stream().mapToInt(Row::row).toArray());
  }

  private Block newBlock() throws IOException {
    SourceBatch[] sources = batches.stream().map(SourceBatch::new).toArray(SourceBatch[]::new);
    SourceBatch[] ofTrace = new SourceBatch[TreeLoad.SERVICES];
    try (BlockWriter writer = new BlockWriter(disk, folder, TestBlocks.ORIGIN, cache)) {
      for (Trace trace : traces) {
        for (int i = 0; i < trace.batches().length; i++) {
          ofTrace[i] = sources[trace.batches()[i]];
        }
        writer.addTrace(trace.idHigh(), trace.idLow(), ofTrace, trace.rows(), trace.rows().length);
      }
      return writer.publish();
    }
  }

  /** Deletes the blocks. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    block.unpin();
    Files.deleteIfExists(block.file());
    Files.delete(folder);
  }

  /** A whole block, synced. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public void write() throws IOException {
    newBlock().unpin();
  }

  /** Opens and closes it. */
  @Benchmark
  public void open() throws IOException {
    Block.open(disk, block.file(), cache).unpin();
  }

  /** The group of a trace that is there. */
  @Benchmark
  public int findTrace() throws IOException {
    next = (next + 1) % traces.size();
    Trace trace = traces.get(next);
    int group = block.findTrace(trace.idHigh(), trace.idLow(), ReadMeter.NONE);
    if (group < 0) {
      throw new AssertionError("a trace is missing");
    }
    return group;
  }

  /** A trace that is not there. */
  @Benchmark
  public int findNoTrace() throws IOException {
    return block.findTrace(next++, 17, ReadMeter.NONE);
  }

  /** All spans of a block again. */
  @Benchmark
  @OperationsPerInvocation(SPANS)
  public long readAll() throws IOException {
    return BlockVerification.verify(block).spans();
  }
}
