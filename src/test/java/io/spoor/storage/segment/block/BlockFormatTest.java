// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSpans;
import io.spoor.disk.FaultyDisk;
import io.spoor.model.ByteHash;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.CorruptDataException;
import io.spoor.storage.segment.column.FilterEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What is on disks already can be read. The golden file of a version is written once, by {@link
 * #main}, and never again.
 */
class BlockFormatTest {
  private static final String GOLDEN_10 = "/segment/block/v1.0/000000000000001f.block";
  private static final String GOLDEN_11 = "/segment/block/v1.1/000000000000001f.block";

  private final FaultyDisk disk = new FaultyDisk();

  /**
   * Writes the golden file of this version into a folder, once: {@code mvn test-compile exec:exec
   * -Dexec.executable=java -Dexec.classpathScope=test -Dexec.args="-cp %classpath
   * io.spoor.storage.segment.block.BlockFormatTest FOLDER"}.
   */
  public static void main(String[] arguments) throws IOException {
    FaultyDisk memory = new FaultyDisk();
    TestBlocks.write(memory, goldenBatches());
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    Files.write(
        folder.resolve(TestBlocks.FILE.getFileName()),
        memory.content(TestBlocks.FILE),
        StandardOpenOption.CREATE_NEW);
  }

  /** Every field and type of value, ids of all kinds, several groups; the same on every machine. */
  private static List<SpanBatch> goldenBatches() {
    List<SpanBatch> batches = new ArrayList<>();
    batches.add(TestSpans.shop());
    batches.add(TestSpans.random(new Random(1), 400));
    TestSpans small = TestSpans.batch().resource("many").scope("loop", "1");
    for (int i = 0; i < 4_500; i++) {
      small
          .span(1_000 + i / 5, 1 + i, "step " + i % 7)
          .parent(i % 5 == 0 ? 0 : i)
          .at(i, i % 100)
          .attribute("user.id", String.format("%012d", i * 7_919L))
          .attribute("n", i);
    }
    batches.add(small.build());
    TestSpans odd = TestSpans.batch().resource("");
    odd.span(new TraceId(-1, -1), -1, "ö")
        .kind(SpanKind.PRODUCER)
        .status(StatusCode.ERROR, "no")
        .times(-1, Long.MIN_VALUE)
        .traceState("a=b")
        .flags(-1)
        .attribute("all", Map.of("k", List.of(1, 2.5, true, "x")))
        .attribute("all", new byte[] {0, -1})
        .attribute("all", "twice")
        .attribute("", "no key")
        .event("e", 5, "k", null)
        .link(new TraceId(7, 8), -9, "k", Double.NaN);
    for (int i = 0; i < 600; i++) {
      odd.attribute("key " + i, i % 2 == 0 ? "value " + i : i); // more than get columns
    }
    batches.add(odd.build());
    return batches;
  }

  @Test
  void version10IsRead() throws IOException {
    Block block = assertRead(golden(GOLDEN_10));
    assertThat(block.groupsWithService(service("absent"), 0, ReadMeter.NONE)).isNull();
  }

  @Test
  void version11IsRead() throws IOException {
    Block block = assertRead(golden(GOLDEN_11));
    assertThat(block.groupsWithService(service("absent"), 0, ReadMeter.NONE))
        .isEqualTo(new BitSet());
    assertThat(block.groupsWithService(service("many"), 99, ReadMeter.NONE))
        .isNotEqualTo(new BitSet());
    assertThat(block.groupsWithService(service("many"), 100, ReadMeter.NONE))
        .isEqualTo(new BitSet());
  }

  private Block assertRead(byte[] golden) throws IOException {
    disk.damage(TestBlocks.FILE, golden);
    Block block = Block.open(disk, TestBlocks.FILE, TestBlocks.cache());
    assertThat(block.origin()).isEqualTo(TestBlocks.ORIGIN);
    assertThat(TestBlocks.read(block)).isEqualTo(TestBlocks.ordered(goldenBatches()));
    assertThat(block.findTrace(-1, -1, ReadMeter.NONE)).isEqualTo(block.groups() - 1);
    assertThat(block.catalogue(ReadMeter.NONE).operations())
        .contains(new BlockCatalogue.OperationCount("payment", "charge", 2, 2));
    assertThat(BlockVerification.verify(block).damages()).isEmpty();
    assertThat(block.groupsWithAny(ReadMeter.NONE, service("payment")).cardinality())
        .isEqualTo(1); // or the hashes of the filter have changed
    assertThat(block.groupsWithAny(ReadMeter.NONE, service("absent")).isEmpty()).isTrue();
    return block;
  }

  private static long service(String name) {
    return FilterEntry.text(hash(FilterEntry.SERVICE), hash(name.getBytes(StandardCharsets.UTF_8)));
  }

  private static int hash(byte[] bytes) {
    return ByteHash.of(bytes, 0, bytes.length);
  }

  @Test
  void newerMinorVersionIsReadAndWhatItHasMoreIsPassedOver() throws IOException {
    byte[] newer = withMoreInFooter(golden(GOLDEN_11));
    byte[] header = BlockDescriptor.header(TestBlocks.ORIGIN.number(), 1, 7);
    System.arraycopy(header, 0, newer, 0, header.length);
    disk.damage(TestBlocks.FILE, newer);
    Block block = Block.open(disk, TestBlocks.FILE, TestBlocks.cache());
    assertThat(TestBlocks.read(block)).isEqualTo(TestBlocks.ordered(goldenBatches()));
    assertThat(BlockVerification.verify(block).damages()).isEmpty();
  }

  @Test
  void otherMajorVersionIsRefusedBeforeAnythingElseIsRead() {
    for (int major : new int[] {0, 2, 65_535}) {
      byte[] header = BlockDescriptor.header(TestBlocks.ORIGIN.number(), major, 3);
      disk.damage(TestBlocks.FILE, Arrays.copyOf(header, 1_000)); // the rest makes no sense
      assertThatThrownBy(() -> Block.open(disk, TestBlocks.FILE, TestBlocks.cache()))
          .isInstanceOf(BlockFormatException.class)
          .hasMessage(
              TestBlocks.FILE
                  + ": its format version is "
                  + major
                  + ".3, and this version reads 1.x only");
    }
  }

  @Test
  void fileOfAnotherKindIsRefused() {
    for (int length : new int[] {0, 5, 24, 1_000}) {
      disk.damage(TestBlocks.FILE, new byte[length]);
      assertThatThrownBy(() -> Block.open(disk, TestBlocks.FILE, TestBlocks.cache()))
          .isInstanceOf(CorruptDataException.class)
          .hasMessageContaining(TestBlocks.FILE.toString());
    }
  }

  @Test
  void namesOfFilesAreTheirNumbers() {
    assertThat(BlockName.of(0x1f)).isEqualTo("000000000000001f.block");
    assertThat(BlockName.number("000000000000001f.block")).hasValue(0x1f);
    assertThat(BlockName.number("ffffffffffffffff.block")).hasValue(-1);
    assertThat(BlockName.number("000000000000001f.block.tmp")).isEmpty();
    assertThat(BlockName.number("1f.block")).isEmpty();
  }

  /** A section of an unknown kind, and bytes behind the sections in the footer. */
  private byte[] withMoreInFooter(byte[] file) throws IOException {
    disk.damage(TestBlocks.FILE, file);
    Block block = Block.open(disk, TestBlocks.FILE, TestBlocks.cache());
    BlockFooter footer = BlockOpening.footer(block.source());
    int end = file.length - BlockDescriptor.TRAILER_BYTES;
    byte[] trailer = Arrays.copyOfRange(file, end, file.length);
    int footerAt = end - BlockDescriptor.footerLength(TestBlocks.FILE, trailer);
    byte[] unknown = {1, 2, 3};
    List<Section> sections = new ArrayList<>(footer.sections());
    sections.add(0, new Section(99, footerAt, 3, BlockDescriptor.crc(unknown, 0, 3)));
    ByteOutput changed = new ByteOutput();
    new BlockFooter(
            footer.origin(),
            footer.rows(),
            footer.traces(),
            footer.startMin(),
            footer.startMax(),
            sections)
        .encode(changed);
    changed.putLong(42);
    ByteOutput all = new ByteOutput();
    all.putBytes(file, 0, footerAt);
    all.putBytes(unknown, 0, unknown.length);
    all.putBytes(changed.array(), 0, changed.size());
    byte[] newTrailer = BlockDescriptor.trailer(changed.toArray());
    all.putBytes(newTrailer, 0, newTrailer.length);
    return all.toArray();
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream file = BlockFormatTest.class.getResourceAsStream(name)) {
      assertThat(file).isNotNull();
      return file.readAllBytes();
    }
  }
}
