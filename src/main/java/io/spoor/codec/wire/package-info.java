// SPDX-License-Identifier: Apache-2.0
/**
 * Readers and writers of encodings, and what the decoders of all formats share.
 *
 * <p>Must not know what the messages of any format mean.
 */
@NullMarked
package io.spoor.codec.wire;

import org.jspecify.annotations.NullMarked;
