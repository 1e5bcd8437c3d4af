// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jaegertracing.api_v2.Model;
import io.spoor.codec.Allowance;
import io.spoor.codec.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.thrift.protocol.TMessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentMessageDecoderTest {
  private static final Model.Batch BATCH =
      Model.Batch.newBuilder()
          .setProcess(Model.Process.newBuilder().setServiceName("shop"))
          .addSpans(
              Model.Span.newBuilder()
                  .setTraceId(ThriftForm.id(0, 1))
                  .setSpanId(ThriftForm.id(2))
                  .setOperationName("GET /"))
          .build();

  @ParameterizedTest
  @EnumSource
  void readsSpansAndWhatTheClientSaysOfItself(ThriftProtocol form) {
    AgentMessageDecoder decoder = new AgentMessageDecoder(form);
    ClientReport report = new ClientReport(true, 1L << 40, true, 3, 0, -1);
    byte[] datagram = ThriftForm.message(form, BATCH, report);
    assertThat(AgentMessageKind.of(form, datagram)).isEqualTo(AgentMessageKind.BATCH);
    var batch = decoder.decode(datagram, Allowance.UNLIMITED).batch();
    assertThat(batch.span(0).name()).isEqualTo("GET /");
    assertThat(batch.span(0).serviceName()).isEqualTo("shop");
    assertThat(decoder.report()).isEqualTo(report);

    decoder.decode(ThriftForm.message(form, BATCH, ClientReport.NONE), Allowance.UNLIMITED);
    assertThat(decoder.report()).isEqualTo(ClientReport.NONE);
  }

  @ParameterizedTest
  @EnumSource
  void acceptsCallsToo(ThriftProtocol form) {
    byte[] call =
        ThriftForm.message(form, "emitBatch", TMessageType.CALL, BATCH, ClientReport.NONE);
    assertThat(AgentMessageKind.of(form, call)).isEqualTo(AgentMessageKind.BATCH);
    assertThat(new AgentMessageDecoder(form).decode(call, Allowance.UNLIMITED).batch().size())
        .isEqualTo(1);
  }

  /** Some clients of the binary protocol write heads without a version. */
  @Test
  void acceptsOldHeadsOfTheBinaryProtocol() {
    byte[] strict = ThriftForm.message(ThriftProtocol.BINARY, BATCH, ClientReport.NONE);
    byte[] name = "emitBatch".getBytes(StandardCharsets.US_ASCII);
    ByteBuffer old = ByteBuffer.allocate(strict.length - 3);
    old.putInt(name.length).put(name).put(TMessageType.ONEWAY).putInt(17);
    old.put(strict, 21, strict.length - 21);
    assertThat(AgentMessageKind.of(ThriftProtocol.BINARY, old.array()))
        .isEqualTo(AgentMessageKind.BATCH);
    AgentMessageDecoder decoder = new AgentMessageDecoder(ThriftProtocol.BINARY);
    assertThat(decoder.decode(old.array(), Allowance.UNLIMITED).batch().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void namesWhatIsNoBatch(ThriftProtocol form) {
    byte[] batch = ThriftForm.message(form, BATCH, ClientReport.NONE);
    byte[] other = ThriftForm.message(form.other(), BATCH, ClientReport.NONE);
    assertRefused(form, new byte[0], AgentMessageKind.EMPTY);
    assertRefused(form, other, AgentMessageKind.OTHER_PROTOCOL);
    assertRefused(
        form, message(form, "emitZipkinBatch", TMessageType.ONEWAY), AgentMessageKind.ZIPKIN_BATCH);
    assertRefused(form, message(form, "emit", TMessageType.ONEWAY), AgentMessageKind.OTHER_MESSAGE);
    assertRefused(
        form, message(form, "emitBatch", TMessageType.REPLY), AgentMessageKind.OTHER_MESSAGE);
    assertRefused(form, Arrays.copyOf(batch, 6), AgentMessageKind.NOT_THRIFT);
    assertRefused(
        form, "GET / HTTP/1.1".getBytes(StandardCharsets.US_ASCII), AgentMessageKind.NOT_THRIFT);
  }

  private static byte[] message(ThriftProtocol form, String name, byte type) {
    return ThriftForm.message(form, name, type, BATCH, ClientReport.NONE);
  }

  private static void assertRefused(ThriftProtocol form, byte[] datagram, AgentMessageKind kind) {
    assertThat(AgentMessageKind.of(form, datagram)).isEqualTo(kind);
    assertThatExceptionOfType(MalformedException.class)
        .isThrownBy(() -> new AgentMessageDecoder(form).decode(datagram, Allowance.UNLIMITED))
        .withMessage(kind.text() + " instead of emitBatch");
  }
}
