// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Model;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.spoor.TestSeed;
import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.otlp.ProtoView;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.thrift.TException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The decoders beside Apache's library and protobuf-java, on good and on damaged input. */
class JaegerDecodersTest {
  private static final List<String> LENIENCE =
      List.of("UTF-8", "int over 5 bytes", "unrecognized type code");

  /** The forms in which a batch comes. */
  enum Form {
    HTTP,
    COMPACT,
    BINARY,
    PROTO;

    BatchDecoder newDecoder() {
      return switch (this) {
        case HTTP -> new ThriftBatchDecoder();
        case COMPACT -> new AgentMessageDecoder(ThriftProtocol.COMPACT);
        case BINARY -> new AgentMessageDecoder(ThriftProtocol.BINARY);
        case PROTO -> new JaegerProtoDecoder();
      };
    }

    byte[] encode(Model.Batch batch) {
      return switch (this) {
        case HTTP -> ThriftForm.binary(batch);
        case COMPACT -> ThriftForm.message(ThriftProtocol.COMPACT, batch, ClientReport.NONE);
        case BINARY -> ThriftForm.message(ThriftProtocol.BINARY, batch, ClientReport.NONE);
        case PROTO -> PostSpansRequest.newBuilder().setBatch(batch).build().toByteArray();
      };
    }

    /** The batch as the libraries read it. */
    Model.Batch reference(byte[] body) throws TException, InvalidProtocolBufferException {
      return switch (this) {
        case HTTP -> ThriftReference.read(ThriftProtocol.BINARY, body, false);
        case COMPACT -> ThriftReference.read(ThriftProtocol.COMPACT, body, true);
        case BINARY -> ThriftReference.read(ThriftProtocol.BINARY, body, true);
        case PROTO -> PostSpansRequest.parseFrom(body).getBatch();
      };
    }

    private RandomBatches batches(Random random) {
      return new RandomBatches(random, this != PROTO);
    }
  }

  private final Map<Form, BatchDecoder> decoders = new EnumMap<>(Form.class);

  @ParameterizedTest
  @EnumSource
  void readsWhatTheLibrariesWrote(Form form) {
    Random random = TestSeed.random();
    for (int i = 0; i < 1000; i++) {
      Model.Batch batch = form.batches(random).batch(6);
      DecodedBatch decoded = decode(form, form.encode(batch));
      assertSameSpans(ProtoView.of(decoded.batch()), TranslationOracle.of(batch));
      assertThat(decoded.batch().size() + decoded.rejectedSpans()).isEqualTo(batch.getSpansCount());
      assertThat(decoded.rejectedReason().isEmpty()).isEqualTo(decoded.rejectedSpans() == 0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void truncatedAnywhereItIsValidOrMalformed(Form form) {
    byte[] body = sample(form);
    for (int length = 0; length < body.length; length++) {
      assertSameAsTheLibrary(form, Arrays.copyOf(body, length));
    }
  }

  @ParameterizedTest
  @EnumSource
  void withAnyBitFlippedItIsValidOrMalformed(Form form) {
    byte[] body = sample(form);
    for (int bit = 0; bit < 8 * body.length; bit++) {
      byte[] flipped = body.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertSameAsTheLibrary(form, flipped);
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomDamageIsValidOrMalformed(Form form) {
    Random random = TestSeed.random();
    for (int i = 0; i < 5_000; i++) {
      byte[] body = form.encode(form.batches(random).batch(3));
      for (int damage = 1 + random.nextInt(4); damage > 0 && body.length > 0; damage--) {
        body[random.nextInt(body.length)] = (byte) random.nextInt(256);
      }
      assertSameAsTheLibrary(form, body);
    }
  }

  @ParameterizedTest
  @EnumSource
  void randomBytesAreValidOrMalformed(Form form) {
    Random random = TestSeed.random();
    for (int i = 0; i < 20_000; i++) {
      byte[] body = new byte[random.nextInt(24)];
      random.nextBytes(body);
      assertSameAsTheLibrary(form, body);
    }
  }

  /** One decoder for all bodies of a test, so that nothing of one may be left in the next. */
  private DecodedBatch decode(Form form, byte[] body) {
    return decoders.computeIfAbsent(form, Form::newDecoder).decode(body, Allowance.UNLIMITED);
  }

  private static byte[] sample(Form form) {
    RandomBatches batches = form.batches(new Random(5));
    Model.Batch.Builder batch = Model.Batch.newBuilder().setProcess(batches.process());
    while (batch.getSpansCount() < 4) {
      batch.addSpans(batches.span());
    }
    return form.encode(batch.build());
  }

  /**
   * Accepts what the library accepts, with the same content. Wanted differences: text need not be
   * UTF-8, which the classes of the reference cannot hold; no number goes on after ten bytes; a
   * number of 32 bits may go on after five, and what an empty list is a list of does not matter, as
   * Go's library has it.
   */
  private void assertSameAsTheLibrary(Form form, byte[] body) {
    String refusal = refusalOf(form, body);
    Model.Batch reference;
    try {
      reference = form.reference(body);
    } catch (TException | InvalidProtocolBufferException | IllegalArgumentException e) {
      if (LENIENCE.stream().noneMatch(String.valueOf(e.getMessage())::contains)) {
        assertThat(refusal).as(() -> e + ": " + Arrays.toString(body)).isNotEmpty();
      }
      return;
    }
    if (refusal.isEmpty()) {
      assertSameContent(form, body, reference);
    } else {
      assertThat(refusal).endsWith("number of more than 10 bytes");
    }
  }

  /** The message of the exception; empty when there is none. */
  private String refusalOf(Form form, byte[] body) {
    try {
      decode(form, body);
      return "";
    } catch (MalformedException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private void assertSameContent(Form form, byte[] body, Model.Batch reference) {
    DecodedBatch decoded = decode(form, body);
    assertSameSpans(
        normalized(ProtoView.of(decoded.batch())), normalized(TranslationOracle.of(reference)));
    assertThat(decoded.batch().size() + decoded.rejectedSpans())
        .isEqualTo(reference.getSpansCount());
  }

  private static void assertSameSpans(List<ResourceSpans> actual, List<ResourceSpans> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).isEqualTo(expected.get(i));
    }
  }

  private static List<ResourceSpans> normalized(List<ResourceSpans> spans) {
    return spans.stream().map(TranslationOracle::normalized).toList();
  }
}
