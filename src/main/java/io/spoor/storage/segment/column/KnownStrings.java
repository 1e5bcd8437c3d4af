// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.column;

/**
 * Which strings of a dictionary already stand in the batch that is being built, and where, as text
 * and as bytes. One a batch; not thread-safe.
 */
public final class KnownStrings {}
