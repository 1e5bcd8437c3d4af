// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestSpans;
import io.spoor.disk.Disk;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.storage.StoredSpan;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreBackupTest {
  private static final Selection ALL = Selection.all(Tenant.DEFAULT);

  private final SpanBatch first = TestSpans.shop(1, TestSpans.START);
  private final SpanBatch second = TestSpans.shop(2, TestSpans.START + 1_000);
  private final SpanBatch third = TestSpans.shop(3, TestSpans.START + 2_000);

  @TempDir Path parent;
  private Path target;
  private TestStore store;

  @BeforeEach
  void open() throws IOException {
    target = parent.resolve("backup");
    store = new TestStore(parent.resolve("data"));
  }

  @AfterEach
  void close() throws InterruptedException {
    store.close();
  }

  @Test
  void hasAllBlocksTheLogAndTheCheckpoint() throws IOException {
    long sealed = store.append(first);
    store.block(1, sealed, first);
    store.append(second);
    Files.write(store.folder().resolve("sealed"), new byte[] {1, 2, 3});

    StoreBackup.Report report = StoreBackup.run(store.disk(), store.folder(), target);

    assertSame(first, second);
    assertThat(target.resolve("sealed")).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(report.linked()).isEqualTo(1);
    assertThat(report.copied()).isZero();
    assertThat(report.logBytes()).isPositive();
  }

  @Test
  void copiesBlocksWhereTheyCannotBeLinked() throws IOException {
    Path block = store.block(1, -1, first);
    Disk elsewhere =
        disk(
            () -> {
              throw new FileSystemException("Invalid cross-device link");
            });

    StoreBackup.Report report = StoreBackup.run(elsewhere, store.folder(), target);

    assertThat(report.copied()).isEqualTo(1);
    assertThat(report.blockBytes()).isEqualTo(Files.size(block));
    store.disk().delete(block);
    assertSame(first);
  }

  @Test
  void losesNothingWhenBlocksAreMergedMeanwhile() throws IOException {
    store.block(1, -1, first);
    Path merged = store.block(2, -1, second);
    store.block(3, -1, third);
    boolean[] isMerged = {false};
    Disk merging =
        disk(
            () -> {
              if (!isMerged[0]) { // block 1 is about to be linked
                isMerged[0] = true;
                store.block(Tenant.DEFAULT, 4, -1, List.of(2L, 3L), second, third);
                store.disk().delete(merged);
              }
            });

    StoreBackup.run(merging, store.folder(), target);

    assertSame(first, second, third);
  }

  @Test
  void keepsNoBlockWhoseSpansAreInAnotherByTheEnd() throws IOException {
    Path gone = store.block(1, -1, first);
    store.block(2, -1, second);
    int[] links = {0};
    Disk merging =
        disk(
            () -> {
              if (++links[0] == 2) { // block 1 is linked, and merged twice before the end
                store.block(Tenant.DEFAULT, 4, -1, List.of(3L), first);
                store.disk().delete(gone);
              }
            });

    StoreBackup.run(merging, store.folder(), target);

    assertSame(first, second);
  }

  @Test
  void refusesATargetThatIsNotEmptyAndASourceWithoutAStore() throws IOException {
    store.block(1, -1, first);
    Files.createDirectories(target.resolve("something"));

    assertThatThrownBy(() -> StoreBackup.run(store.disk(), store.folder(), target))
        .hasMessageContaining("is not empty");
    assertThatThrownBy(
            () -> StoreBackup.run(store.disk(), parent.resolve("none"), parent.resolve("other")))
        .hasMessageContaining("holds no store");
    assertThat(parent.resolve("other")).doesNotExist();
  }

  private void assertSame(SpanBatch... expected) throws IOException {
    assertThat(TestStore.exported(store.disk(), target, ALL))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(expected).flatMap(batch -> StoredSpan.allOf(batch).stream()).toList());
  }

  /** Something that happens before a link. */
  private interface Event {
    void happen() throws IOException;
  }

  private Disk disk(Event beforeLink) {
    return (Disk)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Disk.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("link")) {
                beforeLink.happen();
              }
              try {
                return method.invoke(store.disk(), arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
