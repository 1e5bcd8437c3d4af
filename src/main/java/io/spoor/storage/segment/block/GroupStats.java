// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

/**
 * What is known of a row group without reading it.
 *
 * @param rows spans
 * @param traces traces of which a span is there
 * @param startMin least start, unsigned
 * @param startMax greatest start, unsigned
 * @param durationMin least duration
 * @param durationMax greatest duration
 */
public record GroupStats(
    int rows, int traces, long startMin, long startMax, long durationMin, long durationMax) {}
