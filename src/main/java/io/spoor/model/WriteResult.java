// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/**
 * What became of the spans of one batch, each counted once.
 *
 * @param stored durable now; copies of spans that were stored before are among them
 * @param deduplicated how many of {@code stored} were such copies
 * @param dropped given up by a decision of ours (sampling, filters)
 * @param rejected refused for good: sending them again cannot help
 * @param reason why spans were rejected, empty when none was
 */
public record WriteResult(int stored, int deduplicated, int dropped, int rejected, String reason) {

  /** All spans stored, none of them a copy. */
  public static WriteResult stored(int spans) {
    return new WriteResult(spans, 0, 0, 0, "");
  }

  /** All spans rejected. */
  public static WriteResult rejected(int spans, String reason) {
    return new WriteResult(0, 0, 0, spans, reason);
  }

  /** This result with more spans rejected. */
  public WriteResult plusRejected(int spans, String why) {
    return spans == 0
        ? this
        : new WriteResult(
            stored,
            deduplicated,
            dropped,
            rejected + spans,
            reason.isEmpty() ? why : reason + "; " + why);
  }

  /** Number of spans that this result accounts for. */
  public int spans() {
    return stored + dropped + rejected;
  }
}
