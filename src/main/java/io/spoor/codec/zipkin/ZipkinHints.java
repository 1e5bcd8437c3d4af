// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

/** What a request or the configuration says of a message beyond its format: bits to be added. */
public final class ZipkinHints {
  /** All spans are meant for debugging: header {@code X-B3-Flags: 1}. */
  public static final int DEBUG = 1;

  /** Tags that are written like numbers, or true or false, become such. */
  public static final int TYPED_TAGS = 2;

  private ZipkinHints() {}
}
