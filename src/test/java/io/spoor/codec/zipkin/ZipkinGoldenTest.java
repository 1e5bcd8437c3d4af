// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of one message of each format, as docs/translation.md says. */
class ZipkinGoldenTest {
  @Test
  void v2Json() {
    assertThat(texts(new ZipkinJsonV2Decoder(), ZipkinBodies.v2Json()))
        .isEqualTo(ZipkinBodies.expected("v2.txt"));
  }

  @Test
  void v2ProtobufSaysTheSameAsJson() {
    assertThat(texts(new ZipkinProtoDecoder(), ZipkinBodies.v2Proto()))
        .isEqualTo(firstOf("v2.txt"));
  }

  @Test
  void v1Json() {
    assertThat(texts(new ZipkinJsonV1Decoder(), ZipkinBodies.v1Json()))
        .isEqualTo(ZipkinBodies.expected("v1.txt"));
  }

  @Test
  void v1ThriftSaysTheSameAsJson() {
    assertThat(texts(ZipkinThriftDecoder.ofList(), ZipkinBodies.v1Thrift()))
        .isEqualTo(firstOf("v1.txt"));
  }

  @Test
  void anAgentsDatagramSaysTheSameAsJson() {
    byte[] datagram = AgentDatagram.of(ZipkinBodies.v1Thrift());
    assertThat(texts(ZipkinThriftDecoder.ofCompactMessage(), datagram))
        .isEqualTo(firstOf("v1.txt"));
  }

  @Test
  void hintsMakeTagsTypedAndSpansDebug() {
    byte[] body =
        """
        [{"traceId":"1","id":"2","timestamp":5,"tags":{"i":"-17","d":"1.50","b":"true","s":"1e3",
          "l":"99999999999999999999","error":"true"}}]
        """
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int hints = ZipkinHints.DEBUG + ZipkinHints.TYPED_TAGS;
    List<String> spans =
        SpanText.of(new ZipkinJsonV2Decoder().decode(body, hints, Allowance.UNLIMITED).batch());
    assertThat(spans.get(0))
        .contains("status ERROR \n")
        .contains("i INT -17")
        .contains("d DOUBLE 1.5")
        .contains("b BOOL true")
        .contains("s STRING 1e3")
        .contains("l STRING 99999999999999999999")
        .contains("zipkin.debug BOOL true");
  }

  @Test
  void spansOfAServiceShareTheirResourceAndScope() {
    byte[] body =
        """
        [{"traceId":"1","id":"2","localEndpoint":{"serviceName":"a"},"tags":{"host.name":"x"}},
         {"traceId":"1","id":"3","localEndpoint":{"serviceName":"b"}},
         {"traceId":"1","id":"4","localEndpoint":{"serviceName":"a","ipv4":"1.2.3.4"},
          "tags":{"host.name":"x"}},
         {"traceId":"1","id":"5","localEndpoint":{"serviceName":"a"},"tags":{"host.name":"y"}}]
        """
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var batch = new ZipkinJsonV2Decoder().decode(body, Allowance.UNLIMITED).batch();
    assertThat(List.of(0, 1, 2, 3))
        .extracting(row -> batch.span(row).resource())
        .containsExactly(0, 1, 0, 2);
    assertThat(batch.scopes().size()).isEqualTo(3);
  }

  private static String texts(BatchDecoder decoder, byte[] body) {
    return String.join("\n", SpanText.of(decoder.decode(body, Allowance.UNLIMITED).batch()));
  }

  private static String firstOf(String name) {
    String all = ZipkinBodies.expected(name);
    return all.substring(0, all.indexOf("\n\n") + 1);
  }
}
