// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * How the spans of an operation went.
 *
 * @param service empty for spans without one
 * @param operation the span name
 * @param calls number of spans
 * @param errors those among them whose status is ERROR
 * @param durations of all of them; a negative duration counts as 0
 */
public record OperationStats(
    String service,
    String operation,
    SpanKind kind,
    long calls,
    long errors,
    DurationQuantiles durations) {}
