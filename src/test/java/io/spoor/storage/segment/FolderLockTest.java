// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static io.spoor.storage.StorageProbe.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.TestSpans;
import io.spoor.disk.FolderLock;
import io.spoor.model.Tenant;
import io.spoor.storage.StorageException;
import io.spoor.storage.StorageProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {
  @TempDir private Path temporary;

  private SegmentTraceStorage storage(Path folder) {
    return new SegmentTraceStorage(TestStore.at(folder), new SimpleMeterRegistry(), spans -> {});
  }

  @Test
  void folderIsMadeAndGivenToOneOnly() throws Exception {
    Path folder = temporary.resolve("a/b");
    FolderLock lock = FolderLock.acquire(folder);
    assertThatThrownBy(() -> FolderLock.acquire(folder))
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("pid " + ProcessHandle.current().pid());
    lock.close();
    FolderLock.acquire(folder).close();
  }

  @Test
  void aFileIsNoFolder() throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "x");
    assertThatThrownBy(() -> FolderLock.acquire(file)).hasMessageContaining("is a file");
    assertThatThrownBy(() -> FolderLock.acquire(file.resolve("below")))
        .hasMessageContaining("cannot be written");
  }

  @Test
  void aStorageThatIsNotOpenAnswersNoRead() {
    SegmentTraceStorage storage = storage(temporary);
    assertThatThrownBy(
            () -> await(storage.reader().getServices(Tenant.DEFAULT, StorageProbe.ample())))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("not open");
    await(storage.open());
    assertThat(await(storage.reader().getServices(Tenant.DEFAULT, StorageProbe.ample()))).isEmpty();
    await(storage.close());
  }

  @Test
  void aSecondStorageOnTheFolderIsToldWhyAndTheFirstGoesOn() {
    SegmentTraceStorage first = storage(temporary);
    await(first.open());
    SegmentTraceStorage second = storage(temporary);
    assertThatThrownBy(() -> await(second.open()))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("used by another process");
    assertThat(second.unready()).isPresent();
    assertThat(first.unready()).isEmpty();
    await(first.writer().write(Tenant.DEFAULT, TestSpans.single(1, 1, "s", "a")));
    assertThat(first.usage().spans()).isEqualTo(1);
    await(second.close());
    await(first.close());
    assertThat(first.unready()).isPresent();
    SegmentTraceStorage third = storage(temporary);
    await(third.open());
    assertThat(third.usage().spans()).isEqualTo(1);
    await(third.close());
  }
}
