// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.Dependency;
import io.spoor.model.SpanKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls between services. */
interface DependenciesContract extends StorageContract {

  private List<Dependency> all() {
    return probe().dependencies(0, -1);
  }

  @Test
  default void dependencies_areNoneInAnEmptyStore() {
    assertThat(all()).isEmpty();
  }

  @Test
  default void dependencies_countCallsSortedByParentThenChild() {
    probe().write(TestSpans.shop(1, TestSpans.START));
    probe().write(TestSpans.shop(2, TestSpans.START));

    assertThat(all())
        .containsExactly(
            new Dependency("checkout", "checkout", 4),
            new Dependency("checkout", "mail", 2),
            new Dependency("checkout", "payment", 4),
            new Dependency("frontend", "cart", 2),
            new Dependency("frontend", "checkout", 2),
            new Dependency("frontend", "frontend", 4));
  }

  @Test
  default void dependencies_countChildrenThatStartInTheRangeBothEndsIncluded() {
    probe()
        .write(
            TestSpans.batch()
                .resource("a")
                .span(1, 1, "root")
                .times(500, 1)
                .resource("b")
                .span(1, 2, "op")
                .parent(1)
                .times(1_000, 1)
                .resource("c")
                .span(1, 3, "op")
                .parent(1)
                .times(-1, 1)
                .build());

    assertThat(probe().dependencies(1_000, 1_000)).containsExactly(new Dependency("a", "b", 1));
    assertThat(probe().dependencies(999, 1_000)).containsExactly(new Dependency("a", "b", 1));
    assertThat(probe().dependencies(0, 999)).isEmpty();
    assertThat(probe().dependencies(1_001, -2)).isEmpty();
    assertThat(probe().dependencies(1_001, -1)).containsExactly(new Dependency("a", "c", 1));
  }

  @Test
  default void dependencies_findTheParentInAnotherBatchWheneverItCame() {
    probe().write(TestSpans.batch().resource("child").span(1, 2, "op").parent(1).build());
    assertThat(all()).isEmpty();

    probe().write(TestSpans.single(2, 1, "other trace", "op"));
    assertThat(all()).isEmpty();

    probe().write(TestSpans.single(1, 1, "parent", "op"));
    assertThat(all()).containsExactly(new Dependency("parent", "child", 1));
  }

  @Test
  default void dependencies_countCopiesOnce() {
    probe().write(TestSpans.shop());
    List<Dependency> once = all();
    probe().write(TestSpans.shop());

    assertThat(all()).isEqualTo(once);
  }

  @Test
  default void dependencies_leaveOutTheEmptyService() {
    probe()
        .write(
            TestSpans.batch()
                .resourceWithoutName()
                .span(1, 1, "root")
                .resource("a")
                .span(1, 2, "op")
                .parent(1)
                .resource("")
                .span(1, 3, "op")
                .parent(2)
                .build());

    assertThat(all()).isEmpty();
  }

  @Test
  default void dependencies_joinZipkinsSharedSpans() {
    probe()
        .write(
            TestSpans.batch()
                .resource("edge")
                .span(1, 1, "root")
                .kind(SpanKind.SERVER)
                .resource("client")
                .span(1, 2, "call")
                .parent(1)
                .kind(SpanKind.CLIENT)
                .resource("server")
                .span(1, 2, "call")
                .parent(1)
                .kind(SpanKind.SERVER)
                .resource("below")
                .span(1, 3, "op")
                .parent(2)
                .build());

    assertThat(all())
        .containsExactly(
            new Dependency("client", "server", 1),
            new Dependency("edge", "client", 1),
            new Dependency("server", "below", 1));
  }

  @Test
  default void dependencies_joinASharedRoot() {
    probe()
        .write(
            TestSpans.batch()
                .resource("client")
                .span(1, 1, "call")
                .kind(SpanKind.CLIENT)
                .resource("server")
                .span(1, 1, "call")
                .kind(SpanKind.SERVER)
                .build());

    assertThat(all()).containsExactly(new Dependency("client", "server", 1));
  }

  @Test
  default void dependencies_neverMakeASpanItsOwnParent() {
    probe()
        .write(
            TestSpans.batch()
                .resource("a")
                .span(1, 1, "loop")
                .parent(1)
                .span(2, 1, "x")
                .parent(2)
                .span(2, 2, "y")
                .parent(1)
                .build());

    assertThat(all()).containsExactly(new Dependency("a", "a", 2));
  }

  @Test
  default void dependencies_takeTheLeastServiceOfSeveralParents() {
    probe()
        .write(
            TestSpans.batch()
                .resource("z")
                .span(1, 1, "op")
                .resource("m")
                .span(1, 1, "op")
                .resource("child")
                .span(1, 2, "op")
                .parent(1)
                .build());

    assertThat(all()).containsExactly(new Dependency("m", "child", 1));
  }

  @Test
  default void dependencies_ofALargeTraceAreCounted() {
    probe().write(LargeTrace.of(1, 20_000));

    assertThat(all()).containsExactly(new Dependency("large", "large", 19_999));
  }
}
