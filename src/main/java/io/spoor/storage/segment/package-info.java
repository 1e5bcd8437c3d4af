// SPDX-License-Identifier: Apache-2.0
/**
 * The embedded store: durable before it acknowledges, searchable at once, columnar on disk.
 *
 * <pre>
 * write ──► log (fsync) ──► head ──► acknowledged
 *                            └──► block ──► merged block ──► deleted by retention
 * </pre>
 */
@NullMarked
package io.spoor.storage.segment;

import org.jspecify.annotations.NullMarked;
