// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreVerificationTest {
  @TempDir Path folder;
  private TestStore store;

  @BeforeEach
  void open() throws IOException {
    store = new TestStore(folder);
    store.append(TestSpans.shop());
    store.append(TestSpans.shop());
  }

  @AfterEach
  void close() throws InterruptedException {
    store.close();
  }

  @Test
  void aSoundStoreHasNoDamage() throws IOException {
    Path block = store.block(1, -1, TestSpans.shop());

    StoreVerification.Report report = verified();

    assertThat(report.damages()).isEmpty();
    assertThat(report.blocks()).isEqualTo(1);
    assertThat(report.spans()).isEqualTo(TestSpans.shop().size());
    assertThat(report.blockBytes()).isEqualTo(Files.size(block));
    assertThat(report.logRecords()).isEqualTo(2);
  }

  @Test
  void everyDamagedPlaceIsNamed() throws IOException {
    Path inGroup = store.block(1, -1, TestSpans.shop());
    Path atEnd = store.block(2, -1, TestSpans.shop());
    store.block(3, -1, TestSpans.shop());
    store.damage(inGroup, 60);
    store.damage(atEnd, Files.size(atEnd) - 1);

    StoreVerification.Report report = verified();

    assertThat(report.blocks()).isEqualTo(3);
    assertThat(report.damages())
        .extracting(StoreVerification.Damage::file)
        .containsOnly(inGroup, atEnd);
  }

  @Test
  void damageOfTheLogIsFound() throws IOException {
    store.damage(store.disk().list(folder.resolve("wal")).get(0), 200);

    assertThat(verified().damages())
        .extracting(StoreVerification.Damage::file)
        .containsExactly(folder.resolve("wal"));
  }

  @Test
  void inspectionTellsWhereEveryByteGoes() throws IOException {
    Path block = store.block(1, -1, TestSpans.shop());

    try (StoreFolder opened = StoreFolder.open(store.disk(), folder)) {
      StoreInspection found = StoreInspection.of(opened);

      assertThat(found.problems()).isEmpty();
      assertThat(found.blocks()).hasSize(1);
      assertThat(found.spans()).isEqualTo(TestSpans.shop().size());
      assertThat(found.blockBytes()).isEqualTo(Files.size(block));
      assertThat(found.parts()).containsKeys("dictionary", "group headers", "header and footer");
      assertThat(found.parts().values()).allSatisfy(bytes -> assertThat(bytes).isNotNegative());
      assertThat(found.parts().values().stream().mapToLong(Long::longValue).sum())
          .isEqualTo(found.blockBytes());
      assertThat(found.logBytes()).isPositive();
    }
  }

  @Test
  void inspectionSaysWhatCannotBeRead() throws IOException {
    Path block = store.block(1, -1, TestSpans.shop());
    store.damage(block, Files.size(block) - 1);

    try (StoreFolder opened = StoreFolder.open(store.disk(), folder)) {
      assertThat(StoreInspection.of(opened).problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem).contains(block.toString()));
    }
  }

  private StoreVerification.Report verified() throws IOException {
    try (StoreFolder opened = StoreFolder.open(store.disk(), folder)) {
      return StoreVerification.verify(store.disk(), opened);
    }
  }
}
