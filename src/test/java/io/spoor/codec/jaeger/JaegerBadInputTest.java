// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.sun.management.ThreadMXBean;
import io.jaegertracing.api_v2.Collector.PostSpansRequest;
import io.jaegertracing.api_v2.Model;
import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;
import io.spoor.model.SpanBatch;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bombs, wrong ids, odd times, and what is not a batch at all. */
class JaegerBadInputTest {
  private static final long MIB = 1 << 20;
  private static final String HUGE = "7fffffff";

  private final ThriftBatchDecoder http = new ThriftBatchDecoder();
  private final AgentMessageDecoder compact = new AgentMessageDecoder(ThriftProtocol.COMPACT);
  private final JaegerProtoDecoder proto = new JaegerProtoDecoder();

  /** A process without tags, then a list of spans that claims two billion. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0c0001" + "0b0001" + HUGE, // service name
        "0c0001" + "0b0001ffffffff",
        "0c0001" + "0b000100000000" + "0f00020c" + HUGE, // tags
        "0c0001" + "0b000100000000" + "00" + "0f00020c" + HUGE, // spans
        "0c0001" + "0b000100000000" + "00" + "0f00020cffffffff",
        "0d00090b0b" + HUGE, // a map of texts in an unknown field
        "0f000902" + HUGE, // a list of bools there
        "0e00090c" + HUGE, // a set of structs there
        "0b0009" + HUGE, // text there
      })
  void claimedSizesAreNotAllocated(String hex) {
    byte[] body = HexFormat.of().parseHex(hex);
    long[] allocated = new long[1];
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> allocated[0] = allocatedBy(() -> decode(http, body)))
        .withMessageContaining("reaches beyond the end");
    assertThat(allocated[0]).isLessThan(MIB);
  }

  @Test
  void claimedSizesOfTheCompactProtocolAreNotAllocated() {
    String message = "8281110965" + "6d69744261746368" + "1c";
    for (String bomb :
        List.of("1c18ffffffff07", "1c180019fcffffffff07", "1c180000" + "19fcffffffff07")) {
      byte[] datagram = HexFormat.of().parseHex(message + bomb);
      assertThat(AgentMessageKind.of(ThriftProtocol.COMPACT, datagram))
          .isEqualTo(AgentMessageKind.BATCH);
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> decode(compact, datagram))
          .withMessageContaining("reaches beyond the end");
    }
  }

  @ParameterizedTest
  @EnumSource
  void deepNestingIsMalformed(ThriftProtocol form) {
    BatchDecoder decoder = new AgentMessageDecoder(form);
    assertThat(decode(decoder, nested(form, 50, TType.STRUCT)).batch().size()).isZero();
    assertThat(decode(decoder, nested(form, 50, TType.LIST)).batch().size()).isZero();
    for (int depth : new int[] {70, 1000, 1_000_000}) {
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> decode(decoder, nested(form, depth, TType.STRUCT)))
          .withMessageContaining("nested deeper than 64");
      assertThatExceptionOfType(MalformedException.class)
          .isThrownBy(() -> decode(decoder, nested(form, depth, TType.LIST)))
          .withMessageContaining("nested deeper than 64");
    }
  }

  /** A good message with a deep unknown field in front of its argument. */
  private static byte[] nested(ThriftProtocol form, int depth, byte type) {
    byte[] good = ThriftForm.message(form, Model.Batch.getDefaultInstance(), ClientReport.NONE);
    byte[] deep =
        ThriftForm.bytes(
            form,
            out -> {
              out.writeStructBegin(new TStruct());
              out.writeFieldBegin(new TField("", type, (short) 9));
              for (int i = 1; i < depth; i++) {
                if (type == TType.LIST) {
                  out.writeListBegin(new TList(TType.LIST, 1));
                } else {
                  out.writeStructBegin(new TStruct());
                  out.writeFieldBegin(new TField("", type, (short) 9));
                }
              }
              if (type == TType.LIST) {
                out.writeListBegin(new TList(TType.BYTE, 0));
              } else {
                out.writeStructBegin(new TStruct());
                for (int i = 0; i < depth; i++) {
                  out.writeFieldStop();
                  out.writeStructEnd();
                }
              }
            });
    int head = form == ThriftProtocol.COMPACT ? 13 : 21;
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(good, 0, head);
    message.writeBytes(deep);
    if (form == ThriftProtocol.COMPACT) { // the argument's number was relative to 0
      message.write(0x0c);
      message.write(0x02);
      message.write(good, head + 1, good.length - head - 1);
    } else {
      message.write(good, head, good.length - head);
    }
    return message.toByteArray();
  }

  @Test
  void tagsByTheMillionStopAtTheAllowance() {
    Model.Span.Builder span = span();
    for (int i = 0; i < 1_000_000; i++) {
      span.addTags(Model.KeyValue.newBuilder().setVTypeValue(2));
    }
    assertAllStopAtTheAllowance(batch(span));
  }

  @Test
  void logsByTheMillionStopAtTheAllowance() {
    Model.Span.Builder span = span();
    for (int i = 0; i < 200_000; i++) {
      span.addLogs(Model.Log.getDefaultInstance());
    }
    assertAllStopAtTheAllowance(batch(span));
  }

  @Test
  void referencesByTheMillionStopAtTheAllowance() {
    Model.Span.Builder span = span();
    for (int i = 0; i < 200_000; i++) {
      span.addReferences(Model.SpanRef.newBuilder().setRefTypeValue(1));
    }
    assertAllStopAtTheAllowance(batch(span));
  }

  @Test
  void spansByTheMillionStopAtTheAllowance() {
    Model.Batch.Builder batch = Model.Batch.newBuilder();
    for (int i = 0; i < 200_000; i++) {
      batch.addSpans(span());
    }
    assertAllStopAtTheAllowance(batch.build());
  }

  @Test
  void processesAndWarningsByTheMillionStopAtTheAllowance() {
    Model.Batch.Builder processes = Model.Batch.newBuilder();
    Model.Span.Builder warnings = span();
    for (int i = 0; i < 200_000; i++) {
      warnings.addWarnings("");
      processes.addSpans(
          span().setProcess(Model.Process.newBuilder().setServiceName(Integer.toString(i))));
    }
    assertStopsAtTheAllowance(proto, request(processes.build()));
    assertStopsAtTheAllowance(proto, request(batch(warnings)));
  }

  private void assertAllStopAtTheAllowance(Model.Batch batch) {
    assertStopsAtTheAllowance(http, ThriftForm.binary(batch));
    assertStopsAtTheAllowance(
        compact, ThriftForm.message(ThriftProtocol.COMPACT, batch, ClientReport.NONE));
    assertStopsAtTheAllowance(proto, request(batch));
  }

  private void assertStopsAtTheAllowance(BatchDecoder decoder, byte[] body) {
    long[] granted = new long[1];
    Allowance allowance =
        bytes -> {
          boolean grants = granted[0] + bytes <= 4 * MIB;
          granted[0] += grants ? bytes : 0;
          return grants;
        };
    long allocated =
        allocatedBy(
            () ->
                assertThatExceptionOfType(TooLargeException.class)
                    .isThrownBy(() -> decoder.decode(body, allowance)));
    assertThat(allocated).isLessThan(24 * MIB); // columns double, and AssertJ takes its share

    granted[0] = Long.MIN_VALUE / 2;
    long before = granted[0];
    SpanBatch batch = decoder.decode(body, allowance).batch();
    assertThat(granted[0] - before).isGreaterThanOrEqualTo(batch.bytes() - body.length);
  }

  private static long allocatedBy(Runnable action) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void zeroIdsAreRejectedWithTheReason() {
    Model.Batch batch =
        Model.Batch.newBuilder()
            .addSpans(span().setTraceId(ThriftForm.id(0, 0)))
            .addSpans(span().setSpanId(ThriftForm.id(0)))
            .addSpans(span())
            .build();
    for (DecodedBatch decoded :
        List.of(decode(http, ThriftForm.binary(batch)), decodeProto(batch))) {
      assertThat(decoded.batch().size()).isEqualTo(1);
      assertThat(decoded.rejectedSpans()).isEqualTo(2);
      assertThat(decoded.rejectedReason()).isEqualTo("trace_id must not be all zero");
    }
  }

  @Test
  void idsOf64BitsAreExtendedWithZeros() {
    Model.Span.Builder shortId = span().setTraceId(ThriftForm.id(5));
    Model.SpanRef parent =
        Model.SpanRef.newBuilder()
            .setTraceId(ThriftForm.id(0, 5))
            .setSpanId(ThriftForm.id(3))
            .build();
    SpanBatch batch = decodeProto(batch(shortId.addReferences(parent))).batch();
    assertThat(batch.spans().traceIdHigh(0)).isZero();
    assertThat(batch.spans().traceIdLow(0)).isEqualTo(5);
    assertThat(batch.spans().parentSpanId(0)).isEqualTo(3);
  }

  @Test
  void idsOfOtherLengthsAreRejectedWithTheReason() {
    ByteString wrong = ByteString.copyFromUtf8("12345");
    assertThat(decodeProto(batch(span().setTraceId(wrong))).rejectedReason())
        .isEqualTo("trace_id must have 16 or 8 bytes, had 5");
    assertThat(decodeProto(batch(span().setSpanId(wrong))).rejectedReason())
        .isEqualTo("span_id must have 8 bytes, had 5");
    Model.SpanRef reference = Model.SpanRef.newBuilder().setSpanId(wrong).build();
    assertThat(decodeProto(batch(span().addReferences(reference))).rejectedReason())
        .isEqualTo("reference span_id must have 8 bytes, had 5");
  }

  @Test
  void timesThatDoNotFitAreTheNearest() {
    assertThat(Times.unixNano(-1)).isZero();
    assertThat(Times.unixNano(Long.MAX_VALUE)).isEqualTo(-1);
    assertThat(Times.unixNano(-1, 999_999_999)).isZero();
    assertThat(Times.unixNano(-1, 1_000_000_001)).isEqualTo(1);
    assertThat(Times.unixNano(18_446_744_073L, 709_551_615)).isEqualTo(-1);
    assertThat(Times.unixNano(18_446_744_073L, 709_551_616)).isEqualTo(-1);
    assertThat(Times.unixNano(18_446_744_073L, 709_551_614)).isEqualTo(-2);
    assertThat(Times.unixNano(Long.MAX_VALUE, 0)).isEqualTo(-1);
    assertThat(Times.unixNano(Long.MIN_VALUE, 0)).isZero();
    assertThat(Times.durationNano(-3)).isEqualTo(-3000);
    assertThat(Times.durationNano(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
    assertThat(Times.durationNano(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
    assertThat(Times.durationNano(-1, -5)).isEqualTo(-1_000_000_005);
    assertThat(Times.durationNano(Long.MIN_VALUE, -5)).isEqualTo(Long.MIN_VALUE);
    assertThat(Times.durationNano(9_223_372_036L, 900_000_000)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void negativeDurationIsKept() {
    Model.Span.Builder backwards = span();
    backwards.getDurationBuilder().setSeconds(-1).setNanos(-5000);
    assertThat(decodeProto(batch(backwards)).batch().spans().durationNano(0))
        .isEqualTo(-1_000_005_000);
    assertThat(decode(http, ThriftForm.binary(batch(backwards))).batch().spans().durationNano(0))
        .isEqualTo(-1_000_005_000);
  }

  @Test
  void requiredFieldsThatAreMissingAreNamed() {
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> decode(http, HexFormat.of().parseHex("00")))
        .withMessage("invalid Thrift at byte 1: batch without process");
    byte[] body = ThriftForm.binary(batch(span()));
    int duration = indexOf(body, "0a0009");
    body[duration + 2] = 12; // an unknown number: the duration is skipped, and so missing
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> decode(http, body))
        .withMessageContaining("span without field 9");
  }

  private static int indexOf(byte[] bytes, String hex) {
    return HexFormat.of().formatHex(bytes).indexOf(hex) / 2;
  }

  @Test
  void nextBatchAfterMalformedOneIsRead() {
    byte[] body = ThriftForm.binary(batch(span()));
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> decode(http, Arrays.copyOf(body, body.length - 3)));
    assertThat(decode(http, body).batch().span(0).name()).isEqualTo("span");
  }

  private static DecodedBatch decode(BatchDecoder decoder, byte[] body) {
    return decoder.decode(body, Allowance.UNLIMITED);
  }

  private DecodedBatch decodeProto(Model.Batch batch) {
    return decode(proto, request(batch));
  }

  private static byte[] request(Model.Batch batch) {
    return PostSpansRequest.newBuilder().setBatch(batch).build().toByteArray();
  }

  private static Model.Batch batch(Model.Span.Builder span) {
    return Model.Batch.newBuilder().addSpans(span).build();
  }

  private static Model.Span.Builder span() {
    return Model.Span.newBuilder()
        .setTraceId(ThriftForm.id(1, 2))
        .setSpanId(ThriftForm.id(3))
        .setOperationName("span")
        .setStartTime(Timestamp.newBuilder().setSeconds(1_795_176_000));
  }
}
