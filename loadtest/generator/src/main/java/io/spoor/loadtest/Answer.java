// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/**
 * What a server made of one request.
 *
 * @param reason the protocol's own status, for the report
 * @param rejectedSpans spans of an acknowledged request that the server did not take
 * @param retryAfterMillis when the server wants the request again; {@link #NO_HINT} if it did not
 *     say
 */
record Answer(Fate fate, String reason, long rejectedSpans, long retryAfterMillis) {
  static final long NO_HINT = -1;

  enum Fate {
    ACKNOWLEDGED,
    /** May be sent again. */
    REFUSED,
    /** Never to be sent again. */
    REJECTED,
    /** No answer: the connection broke or the request was reset. Its outcome is unknown. */
    FAILED
  }

  static Answer acknowledged(long rejectedSpans) {
    return new Answer(Fate.ACKNOWLEDGED, "OK", rejectedSpans, NO_HINT);
  }

  static Answer refused(String reason, long retryAfterMillis) {
    return new Answer(Fate.REFUSED, reason, 0, retryAfterMillis);
  }

  static Answer rejected(String reason) {
    return new Answer(Fate.REJECTED, reason, 0, NO_HINT);
  }

  static Answer failed(String reason) {
    return new Answer(Fate.FAILED, reason, 0, NO_HINT);
  }
}
