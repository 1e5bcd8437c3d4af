// SPDX-License-Identifier: Apache-2.0
package io.spoor.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.disk.FaultyDisk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The bytes of format version 1, against a file that is never written again. */
class FormatTest {
  private static final String GOLDEN = "/wal/v1.0/0000000000000007.wal";
  private static final Path FILE = TestLog.FOLDER.resolve(SegmentDescriptor.name(7));
  private static final SegmentDescriptor.Head HEAD =
      new SegmentDescriptor.Head(7, 0x0123_4567_89ab_cdefL, 40, 5, 1234);

  private final FaultyDisk disk = new FaultyDisk();

  @Test
  void goldenFileIsRead() throws IOException {
    disk.damage(FILE, golden());
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.replayed()).extracting(LogRecord::sequence).containsExactly(41L, 43L);
      assertThat(log.replayed()).extracting(LogRecord::tenant).containsExactly("acme", "");
      assertThat(log.replayed().get(0).body()).isEqualTo(bytes("a body"));
      assertThat(log.replayed().get(1).body()).isEmpty();
      assertThat(log.append(1).sequence()).isEqualTo(44);
      assertThat(log.metric("wal.damaged.bytes")).isZero();
    }
  }

  @Test
  void filesAreWrittenAsTheGoldenOneIs() throws IOException {
    assertThat(encoded(SegmentDescriptor.MAJOR, SegmentDescriptor.MINOR)).isEqualTo(golden());
  }

  @Test
  void newerMinorVersionIsRead() throws IOException {
    disk.damage(FILE, encoded(1, 9));
    try (TestLog log = new TestLog(disk)) {
      assertThat(log.replayed()).hasSize(2);
    }
  }

  @Test
  void newerMajorVersionIsRefusedBeforeAnythingIsGivenBack() throws IOException {
    disk.damage(TestLog.FOLDER.resolve(SegmentDescriptor.name(6)), encoded(1, 0));
    disk.damage(FILE, encoded(2, 3));
    int calls = disk.calls();
    assertThatThrownBy(
            () ->
                new TestLog(
                    disk,
                    found -> {
                      throw new AssertionError("a record was given back");
                    }))
        .isInstanceOf(LogFormatException.class)
        .hasMessage(
            "log file /log/0000000000000007.wal cannot be read: its format version is 2.3, and"
                + " this version reads 1.x only");
    assertThat(disk.calls()).as("nothing was changed").isEqualTo(calls);
  }

  private static byte[] encoded(int major, int minor) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(SegmentDescriptor.encode(HEAD, major, minor).array());
    writeRecord(file, 41, bytes("acme"), bytes("a body"));
    writeRecord(file, 43, new byte[0], new byte[0]);
    return file.toByteArray();
  }

  private static void writeRecord(
      ByteArrayOutputStream file, long sequence, byte[] tenant, byte[] body) throws IOException {
    byte[] head = new byte[RecordDescriptor.HEADER_BYTES + tenant.length];
    new RecordDescriptor(HEAD.salt()).putHead(head, sequence, tenant, body);
    file.write(head);
    file.write(body);
  }

  private static byte[] golden() throws IOException {
    try (InputStream stream = FormatTest.class.getResourceAsStream(GOLDEN)) {
      assertThat(stream).as(GOLDEN).isNotNull();
      return stream.readAllBytes();
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
