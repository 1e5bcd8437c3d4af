// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.spoor.TestSeed;
import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that are broken, huge, deep, or lie about their size. */
class ZipkinBadInputTest {
  private static final long BOUND = 64 << 20;

  /** A decoder and a message that it reads. */
  private static final class Sample {
    private final String name;
    private final BatchDecoder decoder;
    private final byte[] body;

    Sample(String name, BatchDecoder decoder, byte[] body) {
      this.name = name;
      this.decoder = decoder;
      this.body = body;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sample> samples() {
    return Stream.of(
        new Sample("v2 JSON", new ZipkinJsonV2Decoder(), ZipkinBodies.v2Json()),
        new Sample("v2 protobuf", new ZipkinProtoDecoder(), ZipkinBodies.v2Proto()),
        new Sample("v1 JSON", new ZipkinJsonV1Decoder(), ZipkinBodies.v1Json()),
        new Sample("v1 Thrift", ZipkinThriftDecoder.ofList(), ZipkinBodies.v1Thrift()),
        new Sample(
            "v1 Thrift of an agent",
            ZipkinThriftDecoder.ofCompactMessage(),
            AgentDatagram.of(ZipkinBodies.v1Thrift())));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyTruncationIsMalformed(Sample sample) {
    for (int length = 1; length < sample.body.length; length++) {
      byte[] body = Arrays.copyOf(sample.body, length);
      assertMalformed(sample.decoder, body, "at byte");
    }
    decodesWhole(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyFlippedBitIsMalformedOrReadAsSomethingElse(Sample sample) {
    for (int bit = 0; bit < 8 * sample.body.length; bit++) {
      byte[] body = sample.body.clone();
      body[bit / 8] ^= (byte) (1 << bit % 8);
      decodes(sample, body);
    }
    decodesWhole(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void randomBytesWithinAreMalformedOrReadAsSomethingElse(Sample sample) {
    Random random = TestSeed.random();
    for (int round = 0; round < 20_000; round++) {
      byte[] body = sample.body.clone();
      for (int i = random.nextInt(8); i >= 0; i--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt();
      }
      decodes(sample, body);
    }
    decodesWhole(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void messagesOfTheOtherFormatsAreMalformedOrEmpty(Sample sample) {
    samples()
        .filter(other -> !other.name.equals(sample.name))
        .forEach(other -> decodes(sample, other.body));
  }

  /** Nothing but the two exceptions; and what was granted covers what is retained. */
  private static void decodes(Sample sample, byte[] body) {
    AtomicLong granted = new AtomicLong();
    try {
      DecodedBatch decoded =
          sample.decoder.decode(body, bytes -> granted.addAndGet(bytes) <= BOUND);
      assertThat(granted.get()).isGreaterThanOrEqualTo(decoded.batch().bytes());
    } catch (MalformedException e) {
      assertThat(e).hasMessageContaining("at byte");
    }
  }

  private static void decodesWhole(Sample sample) {
    assertThat(sample.decoder.decode(sample.body, Allowance.UNLIMITED).batch().size()).isPositive();
  }

  @Test
  void aThriftListOfTwoBillionIsRefusedAtOnce() {
    byte[] body = {0x0c, 0x7f, -1, -1, -1};
    assertMalformed(ZipkinThriftDecoder.ofList(), body, "size 2147483647");
  }

  @Test
  void aProtobufLengthOfTwoBillionIsRefusedAtOnce() {
    byte[] body = {0x0a, -1, -1, -1, -1, 0x07};
    assertMalformed(new ZipkinProtoDecoder(), body, "reaches beyond the end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void deepJsonIsRefused(String bracket) {
    String body = "[{\"x\":" + bracket.repeat(100_000);
    assertMalformed(new ZipkinJsonV2Decoder(), bytes(body), "nested deeper than");
    assertMalformed(new ZipkinJsonV1Decoder(), bytes(body), "nested deeper than");
  }

  @Test
  void deepThriftIsRefused() {
    byte[] body = new byte[5 + 3 * 10_000];
    body[0] = 0x0c;
    body[4] = 1;
    for (int i = 5; i < body.length; i += 3) {
      body[i] = 0x0c; // field 100 of type struct, in which there is another
      body[i + 2] = 100;
    }
    assertMalformed(ZipkinThriftDecoder.ofList(), body, "nested deeper than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[",
        "[1]",
        "[{}",
        "[{]",
        "[{},]",
        "[,{}]",
        "[{}] x",
        "[{\"a\"}]",
        "[{\"a\":}]",
        "[{\"a\":01}]",
        "[{\"a\":1.}]",
        "[{\"a\":1e}]",
        "[{\"a\":-}]",
        "[{\"a\":tru}]",
        "[{\"a\":\"\\x\"}]",
        "[{\"a\":\"\\u12\"}]",
        "[{\"a\":\"\n\"}]",
        "[{'a':1}]",
        "[{\"timestamp\":\"soon\"}]",
        "[{\"timestamp\":true}]",
        "[{\"name\":1}]",
        "[{\"debug\":1}]",
        "[{\"tags\":[]}]",
        "[{\"annotations\":{}}]"
      })
  void brokenJsonIsMalformed(String body) {
    assertMalformed(new ZipkinJsonV2Decoder(), bytes(body), "invalid Zipkin JSON at byte");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"traceId\":\"0\",\"id\":\"1\"}",
        "{\"traceId\":\"1\",\"id\":\"0000000000000000\"}",
        "{\"id\":\"1\"}",
        "{\"traceId\":\"1\"}",
        "{\"traceId\":\"xyz\",\"id\":\"1\"}",
        "{\"traceId\":\"1\",\"id\":\"11112222333344445\"}",
        "{\"traceId\":\"111122223333444455556666777788889\",\"id\":\"1\"}",
        "{\"traceId\":\"1\",\"id\":\"1\",\"parentId\":\"-1\"}"
      })
  void aSpanWithAnInvalidIdIsLeftOutAndCounted(String span) {
    String good = "{\"traceId\":\"1\",\"id\":\"2\",\"tags\":{\"k\":\"v\"}}";
    byte[] body = bytes("[" + good + "," + span + "," + good + "]");
    for (BatchDecoder decoder :
        new BatchDecoder[] {new ZipkinJsonV2Decoder(), new ZipkinJsonV1Decoder()}) {
      DecodedBatch decoded = decoder.decode(body, Allowance.UNLIMITED);
      assertThat(decoded.batch().size()).isEqualTo(2);
      assertThat(decoded.rejectedSpans()).isEqualTo(1);
      assertThat(decoded.rejectedReason()).containsAnyOf("must have", "must not be");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"traceId\":\"1\",\"id\":\"2\"},",
        "{\"traceId\":\"1\",\"id\":\"2\",\"tags\":{%s}},",
        "{\"traceId\":\"1\",\"id\":\"2\",\"annotations\":[%s]},"
      })
  void whatBecomesLargerThanTheAllowanceStopsThere(String span) {
    String part = span.contains("tags") ? "\"k%d\":\"\"," : "{\"value\":\"\"},";
    StringBuilder parts = new StringBuilder();
    for (int i = 0; i < 400_000; i++) {
      parts.append(part.formatted(i));
    }
    String one =
        span.contains("%s")
            ? span.formatted(parts.append("").substring(0, parts.length() - 1))
            : span.repeat(200_000);
    byte[] body = bytes("[" + one.substring(0, one.length() - 1) + "]");
    long allowed = 2L * body.length + (1 << 20);
    AtomicLong granted = new AtomicLong();
    assertThatExceptionOfType(TooLargeException.class)
        .isThrownBy(
            () ->
                new ZipkinJsonV2Decoder()
                    .decode(body, bytes -> granted.addAndGet(bytes) <= allowed));
  }

  @Test
  void manyDifferentResourcesAreReadInLinearTime() {
    StringBuilder body = new StringBuilder("[");
    for (int i = 0; i < 50_000; i++) {
      body.append(i == 0 ? "" : ",")
          .append("{\"traceId\":\"1\",\"id\":\"2\",\"tags\":{\"host.id\":\"");
      body.append(i).append("\"}}");
    }
    var batch =
        new ZipkinJsonV2Decoder()
            .decode(bytes(body.append(']').toString()), Allowance.UNLIMITED)
            .batch();
    assertThat(batch.resources().size()).isEqualTo(50_000);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertMalformed(BatchDecoder decoder, byte[] body, String message) {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> decoder.decode(body, Allowance.UNLIMITED))
        .withMessageContaining(message);
  }
}
