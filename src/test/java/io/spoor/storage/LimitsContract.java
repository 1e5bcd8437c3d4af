// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.storage.StorageProbe.await;
import static io.spoor.storage.StorageProbe.drain;
import static io.spoor.storage.StorageProbe.expired;
import static io.spoor.storage.StorageProbe.oneByte;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.spoor.TestSpans;
import io.spoor.model.FoundTraces;
import io.spoor.model.SpanBatch;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits of a read: what is not given is said. */
interface LimitsContract extends StorageContract {
  /** Any span. */
  TraceQuery ANY = TestQueries.any().build();

  private List<TraceId> writeShop() {
    SpanBatch shop = TestSpans.shop();
    probe().write(shop);
    return List.of(shop.span(0).traceId());
  }

  private static void assertIncomplete(BatchCursor cursor) {
    assertThat(drain(cursor)).isEmpty();
    assertThat(cursor.incomplete()).hasValueSatisfying(reason -> assertThat(reason).isNotBlank());
  }

  @Test
  default void getTraces_saysWhenTheDeadlinePassed() {
    assertIncomplete(await(storage().reader().getTraces(Tenant.DEFAULT, writeShop(), expired())));
  }

  @Test
  default void getTraces_saysWhenTheBytesAreSpent() {
    assertIncomplete(await(storage().reader().getTraces(Tenant.DEFAULT, writeShop(), oneByte())));
  }

  @Test
  default void findTraces_saysWhenTheDeadlinePassed() {
    writeShop();

    assertIncomplete(await(storage().reader().findTraces(Tenant.DEFAULT, ANY, expired())));
  }

  @Test
  default void findTraces_saysWhenTheBytesAreSpent() {
    writeShop();

    assertIncomplete(await(storage().reader().findTraces(Tenant.DEFAULT, ANY, oneByte())));
  }

  @Test
  default void findTraceIds_saysWhichLimitWasReached() {
    writeShop();

    FoundTraces late = await(storage().reader().findTraceIds(Tenant.DEFAULT, ANY, expired()));
    FoundTraces poor = await(storage().reader().findTraceIds(Tenant.DEFAULT, ANY, oneByte()));

    assertThat(late.incomplete()).contains("deadline");
    assertThat(poor.incomplete()).contains("bytes");
  }

  @Test
  default void lists_failRatherThanBeShort() {
    writeShop();
    TraceReader reader = storage().reader();

    assertThat(failure(reader.getServices(Tenant.DEFAULT, expired()))).isTrue();
    assertThat(failure(reader.getOperations(Tenant.DEFAULT, "cart", null, expired()))).isTrue();
    assertThat(failure(reader.getDependencies(Tenant.DEFAULT, 0, -1, expired()))).isTrue();
  }

  private static boolean failure(Future<?> future) {
    return catchThrowableOfType(StorageException.class, () -> await(future)).retryable();
  }
}
