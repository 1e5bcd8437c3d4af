// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec;

import io.spoor.model.SpanBatch;

/**
 * What a decoder made of one body.
 *
 * @param batch the valid spans
 * @param rejectedSpans how many spans were invalid and are left out
 * @param rejectedReason why the first of them was, for the sender; empty when none was
 */
public record DecodedBatch(SpanBatch batch, int rejectedSpans, String rejectedReason) {}
