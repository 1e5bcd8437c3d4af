// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSeed;
import io.spoor.telemetry.IntakeReason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyFramedOutputStream;

class ContentEncodingTest {
  private static final int MAX = 4 << 20;

  private final ByteBudget budget = ByteBudgetTest.budget(new SimpleMeterRegistry(), 64L << 20);

  /** Every way in which a client may compress. */
  enum Form {
    GZIP(ContentEncoding.GZIP),
    ZLIB(ContentEncoding.DEFLATE),
    RAW_DEFLATE(ContentEncoding.DEFLATE),
    ZSTD(ContentEncoding.ZSTD),
    SNAPPY_FRAMED(ContentEncoding.SNAPPY),
    LZ4(ContentEncoding.LZ4);

    private final ContentEncoding encoding;

    Form(ContentEncoding encoding) {
      this.encoding = encoding;
    }

    byte[] compress(byte[] data) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (OutputStream out = wrap(bytes)) {
        out.write(data);
      }
      return bytes.toByteArray();
    }

    private OutputStream wrap(OutputStream out) throws IOException {
      return switch (this) {
        case GZIP -> new GZIPOutputStream(out);
        case ZLIB -> new DeflaterOutputStream(out);
        case RAW_DEFLATE -> new DeflaterOutputStream(out, new Deflater(6, true));
        case ZSTD -> new ZstdOutputStream(out);
        case SNAPPY_FRAMED -> new SnappyFramedOutputStream(out);
        case LZ4 -> new LZ4FrameOutputStream(out);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void inflatesToExactlyWhatWasCompressed(Form form) throws IOException {
    Random random = TestSeed.random();
    for (int size : List.of(0, 1, 100, 4095, 4096, 70_000, 1_000_000, MAX)) {
      byte[] data = compressible(random, size);
      assertInflates(form.encoding, form.compress(data), data);
    }
  }

  @Test
  void inflatesSnappyBlocksAndOneShotZstd() throws IOException {
    Random random = TestSeed.random();
    for (int size : List.of(0, 1, 100, 70_000, MAX)) {
      byte[] data = compressible(random, size);
      assertInflates(ContentEncoding.SNAPPY, Snappy.compress(data), data);
      assertInflates(ContentEncoding.ZSTD, Zstd.compress(data), data);
    }
  }

  @Test
  void inflatesSeveralGzipMembers() throws IOException {
    byte[] first = compressible(TestSeed.random(), 10_000);
    byte[] one = Form.GZIP.compress(first);
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    byte[] expected = Arrays.copyOf(first, 2 * first.length);
    System.arraycopy(first, 0, expected, first.length, first.length);

    assertInflates(ContentEncoding.GZIP, two, expected);
  }

  @Test
  void dataBehindTheArraysLengthIsIgnored() throws IOException {
    byte[] data = compressible(TestSeed.random(), 5000);
    for (Form form : Form.values()) {
      byte[] compressed = form.compress(data);
      byte[] longer = Arrays.copyOf(compressed, compressed.length + 500);
      Reservation reservation = budget.open();
      assertThat(form.encoding.inflate(longer, compressed.length, reservation, MAX))
          .as("%s", form)
          .isEqualTo(data);
    }
  }

  @ParameterizedTest
  @EnumSource
  void truncatedDataFailsCleanly(Form form) throws IOException {
    byte[] data = compressible(TestSeed.random(), 3000);
    byte[] compressed = form.compress(data);
    for (int length = 0; length < compressed.length; length++) {
      int cut = length;
      Reservation reservation = budget.open();
      Throwable failure =
          catchThrowable(() -> form.encoding.inflate(compressed, cut, reservation, MAX));
      if (failure != null) {
        assertThat(reasonOf(failure)).as("cut at %d", cut).isEqualTo(IntakeReason.MALFORMED);
      }
      reservation.close();
    }
    assertThat(budget.inFlightBytes()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void damagedDataFailsCleanlyOrInflates(Form form) throws IOException {
    Random random = TestSeed.random();
    byte[] compressed = form.compress(compressible(random, 3000));
    for (int at = 0; at < compressed.length; at++) {
      byte[] damaged = compressed.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Reservation reservation = budget.open();
      Throwable failure =
          catchThrowable(() -> form.encoding.inflate(damaged, damaged.length, reservation, MAX));
      if (failure != null) {
        assertThat(reasonOf(failure))
            .as("flipped at %d", at)
            .isIn(IntakeReason.MALFORMED, IntakeReason.TOO_LARGE);
      }
      reservation.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void bombIsRejectedAtTheLimit(Form form) throws IOException {
    byte[] bomb = form.compress(new byte[MAX + 1]);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Reservation reservation = ByteBudgetTest.budget(registry, 1L << 30).open();

    assertThatThrownBy(() -> form.encoding.inflate(bomb, bomb.length, reservation, MAX))
        .satisfies(e -> assertThat(reasonOf(e)).isEqualTo(IntakeReason.TOO_LARGE));
    // The array before the last and the last, and what an LZ4 stream holds itself.
    assertThat(registry.get("admission.inflight.bytes.max").gauge().value())
        .isLessThan(2.0 * MAX + (9 << 20));
  }

  @ParameterizedTest
  @EnumSource
  void bombStopsWhereTheBudgetEnds(Form form) throws IOException {
    byte[] bomb = form.compress(new byte[16 << 20]);
    ByteBudget small = ByteBudgetTest.budget(new SimpleMeterRegistry(), 10 << 20);
    try (Reservation other = small.open();
        Reservation reservation = small.open()) {
      other.grow(1 << 20);
      assertThatThrownBy(() -> form.encoding.inflate(bomb, bomb.length, reservation, 64 << 20))
          .satisfies(
              e -> assertThat(reasonOf(e)).isIn(IntakeReason.BUDGET_FULL, IntakeReason.TOO_LARGE));
      assertThat(small.inFlightBytes()).isLessThanOrEqualTo(10 << 20);
    }
    assertThat(small.inFlightBytes()).isZero();
  }

  @Test
  void snappyBlockThatAnnouncesAnAbsurdLengthTakesNothing() {
    byte[] absurd = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0, 0, 0};
    Reservation reservation = budget.open();
    assertThatThrownBy(
            () -> ContentEncoding.SNAPPY.inflate(absurd, absurd.length, reservation, MAX))
        .satisfies(e -> assertThat(reasonOf(e)).isEqualTo(IntakeReason.MALFORMED));
    assertThat(reservation.bytes()).isZero();
  }

  @Test
  void namesAreFoundWhateverTheirCase() {
    assertThat(ContentEncoding.ofHttp("GZip")).contains(ContentEncoding.GZIP);
    assertThat(ContentEncoding.ofHttp("")).contains(ContentEncoding.IDENTITY);
    assertThat(ContentEncoding.ofHttp("x-snappy-framed")).contains(ContentEncoding.SNAPPY);
    assertThat(ContentEncoding.ofHttp("br")).isEmpty();
    assertThat(ContentEncoding.ofGrpc("zstd")).contains(ContentEncoding.ZSTD);
    assertThat(ContentEncoding.ofGrpc("lz4")).isEmpty();
  }

  private void assertInflates(ContentEncoding encoding, byte[] compressed, byte[] expected) {
    Reservation reservation = budget.open();
    byte[] inflated = encoding.inflate(compressed, compressed.length, reservation, MAX);
    assertThat(Arrays.equals(inflated, expected))
        .as("%s of %d", encoding, expected.length)
        .isTrue();
    assertThat(reservation.bytes()).isEqualTo(expected.length);
    reservation.close();
  }

  private static IntakeReason reasonOf(Throwable failure) {
    assertThat(failure).isInstanceOf(IntakeException.class);
    return ((IntakeException) failure).reason();
  }

  private static byte[] compressible(Random random, int size) {
    byte[] data = new byte[size];
    for (int i = 0; i < size; i++) {
      data[i] = (byte) (random.nextInt(10) == 0 ? random.nextInt() : 'a' + i % 7);
    }
    return data;
  }
}
