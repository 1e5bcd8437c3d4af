// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.StringTableBuilder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time a value to encode and decode the columns of a row group like those of docs/performance.md,
 * and bytes a value, which are logged as each begins. Strings have been looked up in the dictionary
 * before: that is once a string and batch, not once a value.
 *
 * <pre>mvn test-compile exec:exec@benchmark -Dbenchmark=ColumnBenchmark</pre>
 */
@BenchmarkMode(Mode.SampleTime) // its median is steady on a busy machine
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx512m", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class ColumnBenchmark {
  private static final Logger log = LoggerFactory.getLogger(ColumnBenchmark.class);
  private static final int ROWS = 4_096;
  private static final int SERVICES = 20;
  private static final long NOW = 1_800_000_000_000_000_000L;

  /** Shapes of text. */
  public enum Text {
    ORDER_ID,
    URL,
    UUID,
    HEX,
    NAME,
    ROUTE,
    CUSTOMER_OF_TRACE,
    MESSAGE;

    private String value(Random random, int row) {
      return switch (this) {
        case ORDER_ID -> "order-" + digits(random, 12);
        case URL -> "https://shop.example/api/v1/orders/" + digits(random, 16);
        case UUID -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
        case HEX -> String.format("%016x", random.nextLong());
        case NAME -> "operation " + row % SERVICES;
        case ROUTE -> "/api/v1/things/" + random.nextInt(200);
        case CUSTOMER_OF_TRACE -> "customer-" + (100_000_000_000L + 7919L * (row / SERVICES));
        case MESSAGE -> "could not find " + words(random) + "in " + words(random);
      };
    }
  }

  /** Shapes of numbers. */
  public enum Figure {
    CODE,
    FEW_BITS,
    START_DELTA,
    DURATION,
    TIMESTAMP,
    SPAN_ID;

    private long value(Random random, int row) {
      return switch (this) {
        case CODE -> row % SERVICES;
        case FEW_BITS -> random.nextInt(4);
        case START_DELTA -> random.nextInt(2_000_000);
        case DURATION -> (long) Math.exp(12 + 2 * random.nextGaussian());
        case TIMESTAMP -> NOW + 1_000_000L * row + random.nextInt(1_000_000);
        case SPAN_ID -> random.nextLong();
      };
    }
  }

  private static String digits(Random random, int count) {
    char[] digits = new char[count];
    for (int i = 0; i < count; i++) {
      digits[i] = (char) ('0' + random.nextInt(10));
    }
    return new String(digits);
  }

  private static String words(Random random) {
    String[] words = {"cart", "order", "payment", "shipping", "item", "price", "user", "token"};
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      text.append(words[random.nextInt(words.length)]).append(' ');
    }
    return text.toString();
  }

  /** The strings of a row group, from one batch of each service. */
  @State(Scope.Thread)
  public static class Strings {
    @Param Text text;

    private final SourceBatch[] sources = new SourceBatch[SERVICES];
    private final long[] references = new long[ROWS];
    private final ByteOutput target = new ByteOutput(1 << 20);
    private final BitSet found = new BitSet();
    private final DictionaryBuilder builder = new DictionaryBuilder();
    private Dictionary dictionary;
    private byte[] encoded;
    private byte[] wanted;

    /** Encodes them once. */
    @Setup
    public void encode() throws CorruptDataException {
      Random random = new Random(1);
      SpanBatchBuilder[] builders = new SpanBatchBuilder[SERVICES];
      Arrays.setAll(builders, i -> new SpanBatchBuilder().reset());
      int[] indices = new int[ROWS];
      for (int i = 0; i < ROWS; i++) {
        indices[i] = builders[i % SERVICES].strings().text(text.value(random, i));
      }
      for (int i = 0; i < SERVICES; i++) {
        sources[i] = new SourceBatch(builders[i].build());
        sources[i].enter(0, i);
      }
      Arrays.setAll(references, i -> sources[i % SERVICES].reference(indices[i]));
      wanted = sources[7].batch().strings().copy(indices[7]);
      TextColumn.encode(sources, references, ROWS, builder, target);
      encoded = target.toArray();
      ByteOutput strings = new ByteOutput();
      builder.encode(strings);
      dictionary = Dictionary.decode(new ByteInput(strings.toArray()));
      log.info("{}: {} bytes a value", text, encoded.length / (double) ROWS);
    }

    private TextColumn decode() throws CorruptDataException {
      return TextColumn.decode(new ByteInput(encoded), ROWS, dictionary);
    }
  }

  /** The numbers of a row group. */
  @State(Scope.Thread)
  public static class Numbers {
    @Param Figure figure;

    private final ByteOutput target = new ByteOutput(1 << 20);
    private final long[] values = new long[ROWS];
    private byte[] encoded;

    /** Encodes them once. */
    @Setup
    public void encode() {
      Random random = new Random(1);
      Arrays.setAll(values, i -> figure.value(random, i));
      LongColumn.encode(values, ROWS, target);
      encoded = target.toArray();
      log.info("{}: {} bytes a value", figure, encoded.length / (double) ROWS);
    }
  }

  /** Each string into its page. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public ByteOutput encodeStrings(Strings page) {
    page.target.clear();
    TextColumn.encode(page.sources, page.references, ROWS, page.builder, page.target);
    return page.target;
  }

  /** A page, from which nothing is taken. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public TextColumn decodeStrings(Strings page) throws CorruptDataException {
    return page.decode();
  }

  /** A page, and all its values into a new batch: what a merge does. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public StringTableBuilder internStrings(Strings page) throws CorruptDataException {
    TextColumn column = page.decode();
    StringTableBuilder table = new SpanBatchBuilder().reset().strings();
    KnownStrings known = new KnownStrings();
    for (int i = 0; i < ROWS; i++) {
      column.intern(i, true, table, known);
    }
    return table;
  }

  /** A page, and the places of one value in it: what a search does. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public BitSet findString(Strings page) throws CorruptDataException {
    page.found.clear();
    page.decode().find(page.wanted, page.found);
    return page.found;
  }

  /** Numbers into their page. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public ByteOutput encodeNumbers(Numbers page) {
    page.target.clear();
    LongColumn.encode(page.values, ROWS, page.target);
    return page.target;
  }

  /** A page of numbers. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long[] decodeNumbers(Numbers page) throws CorruptDataException {
    return LongColumn.decode(new ByteInput(page.encoded), ROWS);
  }
}
