// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.Trace;
import java.util.Arrays;

/**
 * The shape of a trace: parents and children by span number.
 *
 * <p>Made for whatever comes in: several roots, parents that are missing (orphans are roots),
 * several spans of one id (the first is the parent of all children), and cycles, which are cut at
 * their first span, so that every span lies in exactly one tree. Built in linear time and without
 * recursion. Immutable.
 *
 * <pre>
 * roots: natural ones and orphans by span number, then the cut spans of cycles
 * order: every span after its parent; the trees of cycles come last
 * </pre>
 */
public final class TraceTree {
  /** Instead of a span, where there is none. */
  public static final int NONE = SpanIdIndex.NONE;

  private final Trace trace;
  private final int[] parents;
  private final boolean[] cut;
  private final int[] childStarts; // children of span s: [childStarts[s], childStarts[s + 1])
  private final int[] children;
  private final int[] roots;
  private final int[] order;
  private int orphanCount;
  private int cutCount;
  private int cyclicSpans;

  private TraceTree(Trace trace, SpanIdIndex index) {
    int size = trace.size();
    this.trace = trace;
    this.parents = new int[size];
    this.cut = new boolean[size];
    this.childStarts = new int[size + 1];
    findParents(index);
    cutCycles();
    this.children = new int[size];
    int rootCount = findChildren();
    this.roots = Arrays.copyOf(findRoots(), rootCount);
    this.order = depthFirst();
  }

  /** The shape of a trace, by its adjusted ids. */
  public static TraceTree of(Trace trace) {
    return new TraceTree(trace, SpanIdIndex.of(trace));
  }

  static TraceTree of(Trace trace, SpanIdIndex index) {
    return new TraceTree(trace, index);
  }

  /** The parent of a span, {@link #NONE} for a root. */
  public int parent(int span) {
    return parents[span];
  }

  /** Number of children of a span. */
  public int childCount(int span) {
    return childStarts[span + 1] - childStarts[span];
  }

  /** A child of a span, from 0, in the order of the trace. */
  public int child(int span, int position) {
    return children[childStarts[span] + position];
  }

  /** Number of trees. */
  public int rootCount() {
    return roots.length;
  }

  /** A root, from 0: natural ones and orphans first, in the order of the trace. */
  public int root(int position) {
    return roots[position];
  }

  /** Whether a span names a parent that is not in the trace. */
  public boolean isOrphan(int span) {
    return parents[span] == NONE && trace.parentSpanId(span) != 0 && !cut[span];
  }

  /** Number of spans whose parent is not in the trace. */
  public int orphanCount() {
    return orphanCount;
  }

  /** Number of cycles of parents, each of them cut at its first span; a span of itself counts. */
  public int cycleCount() {
    return cutCount;
  }

  /** The span at a position of the depth-first order: after its parent, and siblings in order. */
  public int inOrder(int position) {
    return order[position];
  }

  /** Number of spans, the last of the order, that lie on a cycle or below one. */
  public int cyclicSpans() {
    return cyclicSpans;
  }

  private void findParents(SpanIdIndex index) {
    for (int span = 0; span < parents.length; span++) {
      long parentSpanId = trace.parentSpanId(span);
      parents[span] = parentSpanId == 0 ? NONE : index.first(parentSpanId);
      if (parentSpanId != 0 && parents[span] == NONE) {
        orphanCount++;
      }
    }
  }

  /** Follows parents from every span; a walk that meets itself has found a cycle. */
  private void cutCycles() {
    int[] walks = new int[parents.length]; // which walk came by, 0 for none
    for (int span = 0; span < parents.length; span++) {
      int at = span;
      while (at != NONE && walks[at] == 0) {
        walks[at] = span + 1;
        at = parents[at];
      }
      if (at != NONE && walks[at] == span + 1) {
        cutAt(firstOfCycle(at));
      }
    }
  }

  private int firstOfCycle(int member) {
    int first = member;
    for (int at = parents[member]; at != member; at = parents[at]) {
      first = Math.min(first, at);
    }
    return first;
  }

  private void cutAt(int span) {
    parents[span] = NONE;
    cut[span] = true;
    cutCount++;
  }

  /** Sorts the spans by parent, by counting; returns the number of roots. */
  private int findChildren() {
    for (int parent : parents) {
      if (parent != NONE) {
        childStarts[parent + 1]++;
      }
    }
    for (int span = 0; span < parents.length; span++) {
      childStarts[span + 1] += childStarts[span];
    }
    int[] free = Arrays.copyOf(childStarts, parents.length);
    for (int span = 0; span < parents.length; span++) {
      if (parents[span] != NONE) {
        children[free[parents[span]]++] = span;
      }
    }
    return parents.length - childStarts[parents.length];
  }

  private int[] findRoots() {
    int[] found = new int[parents.length];
    int count = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int span = 0; span < parents.length; span++) {
        if (parents[span] == NONE && cut[span] == (pass == 1)) {
          found[count++] = span;
        }
      }
    }
    return found;
  }

  private int[] depthFirst() {
    int[] visited = new int[parents.length];
    int[] stack = new int[parents.length];
    int count = 0;
    for (int root : roots) {
      int before = count;
      int depth = 0;
      stack[depth++] = root;
      while (depth > 0) {
        int span = stack[--depth];
        visited[count++] = span;
        for (int child = childStarts[span + 1] - 1; child >= childStarts[span]; child--) {
          stack[depth++] = children[child];
        }
      }
      cyclicSpans += cut[root] ? count - before : 0;
    }
    return visited;
  }
}
