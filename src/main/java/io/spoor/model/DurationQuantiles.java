// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * Quantiles of durations, in nanoseconds: of n durations in order, quantile q is the one with
 * number floor(q (n - 1)), from 0, within 2 %.
 *
 * @param p50 the median
 * @param p75 three in four are no longer
 * @param p90 nine in ten are no longer
 * @param p95 19 in 20 are no longer
 * @param p99 99 in 100 are no longer
 */
public record DurationQuantiles(long p50, long p75, long p90, long p95, long p99) {}
