// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.EntityRef;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.codec.Allowance;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchEditor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OtlpProtoEncoderTest {
  private final OtlpProtoDecoder decoder = new OtlpProtoDecoder();

  @Test
  void untouchedBatchIsTheBodyItself() {
    byte[] body = new RandomRequests(TestSeed.random(), true).request().toByteArray();
    assertThat(OtlpProtoEncoder.encode(decode(body))).isSameAs(body);
  }

  @Test
  void selectedSpansKeepEveryByteOfTheirs() throws Exception {
    Random random = TestSeed.random();
    for (int i = 0; i < 300; i++) {
      ExportTraceServiceRequest request = new RandomRequests(random, true).request();
      SpanBatch whole = decode(request.toByteArray());
      int[] rows = IntStream.range(0, whole.size()).filter(row -> random.nextBoolean()).toArray();
      byte[] encoded = OtlpProtoEncoder.encode(whole.select(rows));
      assertThat(ExportTraceServiceRequest.parseFrom(encoded)).isEqualTo(keep(request, rows));
    }
  }

  /** What select must give, by protobuf-java alone. */
  private static ExportTraceServiceRequest keep(ExportTraceServiceRequest request, int[] rows) {
    ExportTraceServiceRequest.Builder kept = request.toBuilder().clearResourceSpans();
    int row = 0;
    for (ResourceSpans resource : request.getResourceSpansList()) {
      ResourceSpans.Builder keptResource = resource.toBuilder().clearScopeSpans();
      for (ScopeSpans scope : resource.getScopeSpansList()) {
        ScopeSpans.Builder keptScope = scope.toBuilder().clearSpans();
        for (Span span : scope.getSpansList()) {
          int current = row++;
          if (IntStream.of(rows).anyMatch(wanted -> wanted == current)) {
            keptScope.addSpans(span);
          }
        }
        if (keptScope.getSpansCount() > 0) {
          keptResource.addScopeSpans(keptScope);
        }
      }
      if (keptResource.getScopeSpansCount() > 0) {
        kept.addResourceSpans(keptResource);
      }
    }
    return kept.build();
  }

  @Test
  void selectedRowsMayBeRepeatedAndInAnyOrder() throws Exception {
    SpanBatch shop = decode(OtlpProtoEncoder.encode(TestSpans.shop()));
    SpanBatch shuffled = shop.select(new int[] {7, 0, 9, 0, 3});
    SpanBatch again = decode(OtlpProtoEncoder.encode(shuffled));
    assertThat(sorted(ProtoView.of(again))).isEqualTo(sorted(ProtoView.of(shuffled)));
  }

  private static List<ResourceSpans> sorted(List<ResourceSpans> spans) {
    List<ResourceSpans> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparing(ResourceSpans::toString));
    return sorted;
  }

  @Test
  void editedSpansResourcesAndScopesAreEncodedFromTheirColumns() throws Exception {
    Random random = TestSeed.random();
    for (int i = 0; i < 300; i++) {
      SpanBatch edited =
          edit(random, decode(new RandomRequests(random, true).request().toByteArray()));
      byte[] encoded = OtlpProtoEncoder.encode(edited);
      assertThat(ProtoView.of(ExportTraceServiceRequest.parseFrom(encoded)))
          .isEqualTo(ProtoView.of(edited));
    }
  }

  private static SpanBatch edit(Random random, SpanBatch batch) {
    SpanBatchEditor editor = batch.edit();
    for (int row = 0; row < batch.size(); row++) {
      switch (random.nextInt(5)) {
        case 0 -> editor.name(row, editor.text("renamed"));
        case 1 -> editor.spanAttributes(row).add(editor.text("new key"), AttributeType.INT, row);
        case 2 ->
            editor
                .resourceAttributes(batch.resourceOf(row))
                .add(editor.text("service.name"), AttributeType.STRING, editor.text("new"));
        case 3 ->
            editor
                .scopeAttributes(batch.spans().scope(row))
                .add(editor.text("note"), AttributeType.BOOL, 1);
        default -> {} // as it came
      }
    }
    return editor.build();
  }

  @Test
  void unknownFieldsOfEditedMessagesSurvive() throws Exception {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .mergeField(
                200, UnknownFieldSet.Field.newBuilder().addLengthDelimited(bytes("kept")).build())
            .build();
    EntityRef entity = EntityRef.newBuilder().setType("service").addIdKeys("service.name").build();
    Span span = new RandomRequests(TestSeed.random(), false).span();
    ExportTraceServiceRequest request =
        ExportTraceServiceRequest.newBuilder()
            .addResourceSpans(
                ResourceSpans.newBuilder()
                    .setResource(Resource.newBuilder().addEntityRefs(entity))
                    .addScopeSpans(
                        ScopeSpans.newBuilder()
                            .addSpans(span.toBuilder().setUnknownFields(unknown))
                            .setUnknownFields(unknown))
                    .setUnknownFields(unknown))
            .setUnknownFields(unknown)
            .build();
    SpanBatchEditor editor = decode(request.toByteArray()).edit();
    editor.name(0, editor.text("renamed"));
    editor.resourceAttributes(0).add(editor.text("k"), AttributeType.INT, 1);
    editor.scopeAttributes(0).add(editor.text("k"), AttributeType.INT, 1);

    ExportTraceServiceRequest encoded =
        ExportTraceServiceRequest.parseFrom(OtlpProtoEncoder.encode(editor.build()));

    ResourceSpans resourceSpans = encoded.getResourceSpans(0);
    assertThat(encoded.getUnknownFields()).isEqualTo(unknown);
    assertThat(resourceSpans.getUnknownFields()).isEqualTo(unknown);
    assertThat(resourceSpans.getResource().getEntityRefsList()).containsExactly(entity);
    assertThat(resourceSpans.getScopeSpans(0).getUnknownFields()).isEqualTo(unknown);
    assertThat(resourceSpans.getScopeSpans(0).getSpans(0).getUnknownFields()).isEqualTo(unknown);
    assertThat(resourceSpans.getScopeSpans(0).getSpans(0).getName()).isEqualTo("renamed");
  }

  @Test
  void batchWithoutBodyIsEncodedFromColumns() throws Exception {
    Random random = TestSeed.random();
    for (int i = 0; i < 100; i++) {
      SpanBatch batch = TestSpans.random(random, random.nextInt(40));
      ExportTraceServiceRequest encoded =
          ExportTraceServiceRequest.parseFrom(OtlpProtoEncoder.encode(batch));
      assertThat(ProtoView.of(encoded)).isEqualTo(ProtoView.of(batch));
    }
  }

  @Test
  void emptySelectionIsAnEmptyRequest() {
    SpanBatch shop = decode(OtlpProtoEncoder.encode(TestSpans.shop()));
    assertThat(OtlpProtoEncoder.encode(shop.select(new int[0]))).isEmpty();
  }

  private SpanBatch decode(byte[] body) {
    return decoder.decode(body, Allowance.UNLIMITED).batch();
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }
}
