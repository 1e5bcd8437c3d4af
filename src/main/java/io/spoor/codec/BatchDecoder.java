// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec;

/**
 * Decodes whole messages of one wire format into columns.
 *
 * <p>Not thread-safe: one a thread, which reuses its scratch memory.
 */
@FunctionalInterface
public interface BatchDecoder {

  /**
   * Decodes a body.
   *
   * @param body all of the array; the batch may refer to it, so it must never change again
   * @param allowance asked for what the batch retains beyond the body, while it grows
   * @throws MalformedException when the body is not such a message
   * @throws TooLargeException when the allowance is refused
   */
  DecodedBatch decode(byte[] body, Allowance allowance);

  /**
   * Decodes a body of which more is known.
   *
   * @param hints bits that the format gives a meaning to; 0 for none
   */
  default DecodedBatch decode(byte[] body, int hints, Allowance allowance) {
    return decode(body, allowance);
  }
}
