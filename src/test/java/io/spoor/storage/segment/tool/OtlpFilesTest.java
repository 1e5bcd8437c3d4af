// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.DecodedBatch;
import io.spoor.model.SpanBatch;
import io.spoor.storage.StoredSpan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OtlpFilesTest {
  @ParameterizedTest
  @EnumSource(OtlpFormat.class)
  void whatIsWrittenIsReadAgain(OtlpFormat format) throws IOException {
    Random random = TestSeed.random();
    List<SpanBatch> batches =
        List.of(TestSpans.shop(), TestSpans.random(random, 300), TestSpans.single(1, 2, "a", "b"));

    byte[] bytes = written(format, batches);

    assertThat(read(new OtlpInput(stream(bytes), format))).isEqualTo(spans(batches));
    assertThat(read(OtlpInput.detect(stream(bytes)))).isEqualTo(spans(batches));
  }

  @Test
  void formatIsSeenAlsoWhereALengthLooksLikeABrace() throws IOException {
    for (int length = 1; length < 200; length++) {
      List<SpanBatch> batches = List.of(TestSpans.single(1, 2, "a", "x".repeat(length)));
      byte[] bytes = written(OtlpFormat.PROTO, batches);

      assertThat(read(OtlpInput.detect(stream(bytes)))).isEqualTo(spans(batches));
    }
  }

  @ParameterizedTest
  @EnumSource(OtlpFormat.class)
  void nothingIsNoRequest(OtlpFormat format) throws IOException {
    assertThat(read(new OtlpInput(stream(new byte[0]), format))).isEmpty();
    assertThat(read(OtlpInput.detect(stream(new byte[0])))).isEmpty();
  }

  @Test
  void emptyLinesAndAMissingLastLineEndAreFine() throws IOException {
    String line =
        new String(written(OtlpFormat.JSON, List.of(TestSpans.shop())), StandardCharsets.UTF_8);
    String text = "\r\n" + line + "\n  \n" + line.strip();

    assertThat(read(new OtlpInput(stream(text.getBytes(StandardCharsets.UTF_8)), OtlpFormat.JSON)))
        .isEqualTo(spans(List.of(TestSpans.shop(), TestSpans.shop())));
  }

  @Test
  void saysWhichLineIsWrong() throws IOException {
    byte[] good = written(OtlpFormat.JSON, List.of(TestSpans.shop()));
    byte[] bytes =
        (new String(good, StandardCharsets.UTF_8) + "{\"no\n").getBytes(StandardCharsets.UTF_8);
    OtlpInput input = new OtlpInput(stream(bytes), OtlpFormat.JSON);

    assertThat(input.next()).isPresent();
    assertThatThrownBy(input::next).isInstanceOf(IOException.class).hasMessageContaining("line 2");
  }

  @Test
  void saysWhichMessageIsCut() throws IOException {
    byte[] bytes = written(OtlpFormat.PROTO, List.of(TestSpans.shop(), TestSpans.shop()));
    OtlpInput input =
        new OtlpInput(stream(Arrays.copyOf(bytes, bytes.length - 1)), OtlpFormat.PROTO);

    assertThat(input.next()).isPresent();
    assertThatThrownBy(input::next)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("message 2 is cut");
  }

  @Test
  void saysSoWhenALengthCannotBe() {
    byte[] bytes = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f, 0};
    OtlpInput input = new OtlpInput(stream(bytes), OtlpFormat.PROTO);

    assertThatThrownBy(input::next).hasMessageContaining("is this length-delimited OTLP?");
  }

  private static byte[] written(OtlpFormat format, List<SpanBatch> batches) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SpanSink sink = OtlpOutput.to(out, format);
    for (SpanBatch batch : batches) {
      sink.accept(batch);
    }
    return out.toByteArray();
  }

  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static List<StoredSpan> read(OtlpInput input) throws IOException {
    List<StoredSpan> spans = new ArrayList<>();
    for (Optional<DecodedBatch> next = input.next(); next.isPresent(); next = input.next()) {
      spans.addAll(StoredSpan.allOf(next.get().batch()));
    }
    return spans;
  }

  private static List<StoredSpan> spans(List<SpanBatch> batches) {
    return batches.stream().flatMap(batch -> StoredSpan.allOf(batch).stream()).toList();
  }
}
