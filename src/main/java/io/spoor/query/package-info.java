// SPDX-License-Identifier: Apache-2.0
/**
 * Answers questions about stored traces: filters, assembly, read-time adjusters, summaries and
 * dependencies.
 *
 * <p>Must not know how answers are sent.
 */
@NullMarked
package io.spoor.query;

import org.jspecify.annotations.NullMarked;
