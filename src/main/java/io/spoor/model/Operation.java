// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * A span name of a service, with the kind of the spans that carry it.
 *
 * @param name the span name
 * @param kind one of the kinds seen with that name; each has an operation of its own
 */
public record Operation(String name, SpanKind kind) {}
