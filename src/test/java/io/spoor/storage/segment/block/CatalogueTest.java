// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.disk.FaultyDisk;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.StringTable;
import io.spoor.storage.segment.block.BlockCatalogue.KeyValues;
import io.spoor.storage.segment.block.BlockCatalogue.OperationCount;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.ByteOutput;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CatalogueTest {

  @Test
  void countsOperationsOfTheWholeBlock() throws IOException {
    BlockCatalogue catalogue = catalogue(TestSpans.shop(1, 1_000), TestSpans.shop(2, 5));
    assertThat(catalogue.allOperations()).isTrue();
    assertThat(catalogue.operations())
        .contains(
            new OperationCount("frontend", "GET /checkout", 2, 2),
            new OperationCount("checkout", "charge", 3, 4),
            new OperationCount("mail", "send receipt", 5, 2))
        .hasSize(8);
    assertThat(catalogue.operations().stream().mapToLong(OperationCount::spans).sum())
        .isEqualTo(20);
  }

  @Test
  void listsKeysOfEveryLevelWithTypesAndValues() throws IOException {
    SpanBatch batch =
        TestSpans.batch()
            .resource("a")
            .scope("s", "1")
            .scopeAttribute("in.scope", true)
            .span(1, 1, "x")
            .attribute("k", "v")
            .attribute("k", 7)
            .attribute("real", 1.5)
            .event("e", 5, "in.event", "w")
            .link(new io.spoor.model.TraceId(0, 2), 3, "in.link", "z")
            .build();
    BlockCatalogue catalogue = catalogue(batch);
    assertThat(catalogue.allKeys()).isTrue();
    assertThat(catalogue.keys())
        .containsExactlyInAnyOrder(
            new KeyValues(
                "resource", "service.name", Set.of(AttributeType.STRING), List.of("a"), true),
            new KeyValues("scope", "in.scope", Set.of(AttributeType.BOOL), List.of("true"), true),
            new KeyValues(
                "span",
                "k",
                Set.of(AttributeType.STRING, AttributeType.INT),
                List.of("v", "7"),
                true),
            new KeyValues("span", "real", Set.of(AttributeType.DOUBLE), List.of(), true),
            new KeyValues("event", "in.event", Set.of(AttributeType.STRING), List.of("w"), true),
            new KeyValues("link", "in.link", Set.of(AttributeType.STRING), List.of("z"), true));
  }

  @Test
  void saysWhenNotAllValuesAreListed() throws IOException {
    TestSpans batch = TestSpans.batch().resource("a");
    for (int i = 0; i < 5_000; i++) {
      batch.span(i, 1 + i, "x").attribute("many", "v" + i).attribute("full", i % 200);
      batch.attribute("long", i == 4_999 ? "x".repeat(300) : "short");
    }
    BlockCatalogue catalogue = catalogue(batch.build());
    KeyValues many = key(catalogue, "many");
    assertThat(many.values()).hasSize(BlockCatalogue.MAX_VALUES);
    assertThat(many.allValues()).isFalse();
    assertThat(key(catalogue, "full").values())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, 200).mapToObj(String::valueOf).toList());
    assertThat(key(catalogue, "full").allValues()).isTrue();
    assertThat(key(catalogue, "long").values()).containsExactly("short");
    assertThat(key(catalogue, "long").allValues()).isFalse();
  }

  @Test
  void saysWhenNotAllOperationsOrKeysAreListed() {
    CatalogueBuilder builder = new CatalogueBuilder();
    StringTable strings = strings(70_000, 0);
    for (int i = 0; i < strings.size(); i++) {
      builder.operation(strings, 0, strings, i, 1, 2);
      builder.operation(strings, 0, strings, 1, 1, 3);
      builder.key("span", strings, i, AttributeType.STRING, true);
      builder.text(strings, i);
    }
    BlockCatalogue catalogue = builder.build();
    assertThat(catalogue.operations()).hasSize(BlockCatalogue.MAX_OPERATIONS);
    assertThat(catalogue.allOperations()).isFalse();
    assertThat(catalogue.keys()).hasSize(BlockCatalogue.MAX_KEYS);
    assertThat(catalogue.allKeys()).isFalse();
    assertThat(catalogue.operations())
        .filteredOn(operation -> operation.spans() > 2)
        .containsExactly(new OperationCount("", strings.string(1), 1, 3L * strings.size() + 2));
  }

  @Test
  void saysWhenAKeyHasMoreValuesThanAreListed() {
    CatalogueBuilder builder = new CatalogueBuilder();
    StringTable strings = strings(300, 0);
    for (int i = 0; i < strings.size(); i++) {
      builder.key("span", strings, 1, AttributeType.STRING, true);
      builder.text(strings, i);
      builder.key("event", strings, 1, AttributeType.STRING, true);
      builder.text(strings, i % 256);
      builder.key("link", strings, 1, AttributeType.STRING, i != 7);
    }
    assertThat(builder.build().keys())
        .satisfiesExactlyInAnyOrder(
            key -> {
              assertThat(key.level()).isEqualTo("span");
              assertThat(key.values()).hasSize(BlockCatalogue.MAX_VALUES);
              assertThat(key.allValues()).isFalse();
            },
            key -> {
              assertThat(key.level()).isEqualTo("event");
              assertThat(key.values()).hasSize(BlockCatalogue.MAX_VALUES);
              assertThat(key.allValues()).isTrue();
            },
            key -> {
              assertThat(key.level()).isEqualTo("link");
              assertThat(key.values()).isEmpty();
              assertThat(key.allValues()).isFalse();
            });
  }

  @Test
  void textIsBoundedInBytes() {
    CatalogueBuilder builder = new CatalogueBuilder();
    StringTable strings = strings(200, 60_000);
    for (int i = 1; i < strings.size(); i++) {
      builder.operation(strings, 0, strings, i, 1, 1);
      builder.key("span", strings, i, AttributeType.STRING, true);
    }
    BlockCatalogue catalogue = builder.build();
    assertThat(catalogue.allOperations()).isFalse();
    assertThat(catalogue.allKeys()).isFalse();
    ByteOutput encoded = new ByteOutput();
    CatalogueCodec.encode(catalogue, encoded);
    assertThat(encoded.size()).isLessThan(2 * CatalogueBuilder.MAX_TEXT_BYTES + 10_000);
    assertThat(catalogue.operations()).hasSizeGreaterThan(50);
  }

  @Test
  void isReadAsItWasWritten() throws IOException {
    BlockCatalogue catalogue =
        new BlockCatalogue(
            List.of(new OperationCount("ü", "", -1, Long.MAX_VALUE)),
            false,
            List.of(
                new KeyValues("span", "k", Set.of(AttributeType.values()), List.of("", "v"), false),
                new KeyValues("link", "", Set.of(AttributeType.MAP), List.of(), true)),
            true);
    ByteOutput encoded = new ByteOutput();
    CatalogueCodec.encode(catalogue, encoded);
    assertThat(CatalogueCodec.decode(new ByteInput(encoded.toArray()))).isEqualTo(catalogue);
    assertThat(CatalogueCodec.bytes(catalogue)).isPositive();
  }

  private static KeyValues key(BlockCatalogue catalogue, String key) {
    return catalogue.keys().stream()
        .filter(values -> values.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  private static StringTable strings(int count, int padding) {
    SpanBatchBuilder builder = new SpanBatchBuilder().reset();
    for (int i = 1; i < count; i++) {
      builder.strings().text("string " + i + "x".repeat(padding));
    }
    return builder.build().strings();
  }

  private static BlockCatalogue catalogue(SpanBatch... batches) throws IOException {
    return TestBlocks.write(new FaultyDisk(), List.of(batches)).catalogue(ReadMeter.NONE);
  }
}
