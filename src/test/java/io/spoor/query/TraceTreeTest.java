// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.TestSpans;
import io.spoor.model.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TraceTreeTest {

  @Test
  void children_comeInTheOrderOfTheTrace() {
    TraceTree tree = TraceTree.of(TestTraces.ofIds(3, 1, 1, 0, 2, 1, 4, 2));

    assertThat(roots(tree)).containsExactly(1);
    assertThat(children(tree, 1)).containsExactly(0, 2);
    assertThat(children(tree, 2)).containsExactly(3);
    assertThat(children(tree, 3)).isEmpty();
    assertThat(tree.parent(3)).isEqualTo(2);
    assertThat(tree.parent(1)).isEqualTo(TraceTree.NONE);
    assertThat(tree.orphanCount()).isZero();
  }

  @Test
  void order_isDepthFirst() {
    TraceTree tree = TraceTree.of(TestTraces.ofIds(1, 0, 2, 1, 3, 1, 4, 2, 5, 2, 6, 3));

    assertThat(order(tree, 6)).containsExactly(0, 1, 3, 4, 2, 5);
  }

  @Test
  void orphans_areRoots() {
    TraceTree tree = TraceTree.of(TestTraces.ofIds(1, 0, 2, 99, 3, 2, 4, 0));

    assertThat(roots(tree)).containsExactly(0, 1, 3);
    assertThat(tree.orphanCount()).isEqualTo(1);
    assertThat(tree.isOrphan(1)).isTrue();
    assertThat(tree.isOrphan(0)).isFalse();
    assertThat(tree.isOrphan(2)).isFalse();
  }

  @Test
  void duplicateIds_firstSpanHasTheChildren() {
    TraceTree tree = TraceTree.of(TestTraces.ofIds(1, 0, 2, 1, 2, 1, 3, 2));

    assertThat(children(tree, 0)).containsExactly(1, 2);
    assertThat(children(tree, 1)).containsExactly(3);
    assertThat(children(tree, 2)).isEmpty();
  }

  @Test
  void spanThatIsItsOwnParent_isACycleOfOne() {
    TraceTree tree = TraceTree.of(TestTraces.ofIds(1, 1, 2, 1, 3, 0));

    assertThat(roots(tree)).containsExactly(2, 0);
    assertThat(tree.cycleCount()).isEqualTo(1);
    assertThat(tree.orphanCount()).isZero();
    assertThat(tree.isOrphan(0)).isFalse();
    assertThat(tree.cyclicSpans()).isEqualTo(2);
    assertThat(order(tree, 3)).containsExactly(2, 0, 1);
  }

  @Test
  void cycle_isCutAtItsFirstSpan() {
    TraceTree tree = TraceTree.of(TestTraces.ofIds(9, 7, 5, 6, 6, 7, 7, 5, 1, 0));

    assertThat(roots(tree)).containsExactly(4, 1);
    assertThat(tree.cycleCount()).isEqualTo(1);
    assertThat(tree.cyclicSpans()).isEqualTo(4);
    assertThat(order(tree, 5)).containsExactly(4, 1, 3, 0, 2);
  }

  @Test
  void everySpanComesOnceAndAfterItsParent() {
    Random random = TestSeed.random();
    for (int round = 0; round < 200; round++) {
      int size = 1 + random.nextInt(40);
      long[] ids = new long[2 * size];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = i % 2 == 0 ? 1 + random.nextInt(size) : random.nextInt(size + 2);
      }
      Trace trace = TestTraces.ofIds(ids);
      TraceTree tree = TraceTree.of(trace);
      List<Integer> order = order(tree, size);

      assertThat(order)
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, size).boxed().toList());
      for (int span = 0; span < size; span++) {
        if (tree.parent(span) != TraceTree.NONE) {
          assertThat(order.indexOf(tree.parent(span))).isLessThan(order.indexOf(span));
          assertThat(trace.spanId(tree.parent(span))).isEqualTo(trace.parentSpanId(span));
        }
      }
    }
  }

  @Test
  void deepTrace_needsNoStackAndLinearTime() {
    int size = 200_000;
    TestSpans spans = TestSpans.batch().resource("deep");
    for (int span = 1; span <= size; span++) {
      spans.span(1, span, "op").parent(span - 1);
    }
    TraceTree tree = TraceTree.of(TestTraces.of(spans));

    assertThat(tree.rootCount()).isEqualTo(1);
    assertThat(tree.inOrder(size - 1)).isEqualTo(size - 1);
  }

  @Test
  void longCycle_isFoundInLinearTime() {
    int size = 200_000;
    TestSpans spans = TestSpans.batch().resource("cycle");
    for (int span = 1; span <= size; span++) {
      spans.span(1, span, "op").parent(span == 1 ? size : span - 1);
    }
    TraceTree tree = TraceTree.of(TestTraces.of(spans));

    assertThat(tree.cycleCount()).isEqualTo(1);
    assertThat(tree.root(0)).isZero();
    assertThat(tree.cyclicSpans()).isEqualTo(size);
  }

  private static List<Integer> roots(TraceTree tree) {
    return IntStream.range(0, tree.rootCount()).map(tree::root).boxed().toList();
  }

  private static List<Integer> children(TraceTree tree, int span) {
    List<Integer> children = new ArrayList<>();
    for (int i = 0; i < tree.childCount(span); i++) {
      children.add(tree.child(span, i));
    }
    return children;
  }

  private static List<Integer> order(TraceTree tree, int size) {
    return IntStream.range(0, size).map(tree::inOrder).boxed().toList();
  }
}
