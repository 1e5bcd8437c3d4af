// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.codec.filter.PageToken;
import io.spoor.model.FoundSummaries;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of the summaries of a search: one page, of which there may be a next, or the first
 * traces alone. An answer has {@link #MOST} summaries at most, since it is put together in memory.
 */
final class SummaryPage {
  /** The most summaries of one answer. */
  static final int MOST = 10_000;

  private final TraceQuery query;
  private final @Nullable TracePosition after;
  private final boolean isPaged;

  private SummaryPage(TraceQuery query, @Nullable TracePosition after, boolean isPaged) {
    this.query = query;
    this.after = after;
    this.isPaged = isPaged;
  }

  /** A page of as many traces as the query's limit; behind a position, or the first. */
  static SummaryPage of(TraceQuery query, @Nullable TracePosition after) {
    return new SummaryPage(query, after, true);
  }

  /** The first traces. */
  static SummaryPage only(TraceQuery query) {
    return new SummaryPage(query, null, false);
  }

  private int size() {
    return Math.min(query.limit(), MOST);
  }

  /** What is asked: one trace more than is given tells whether there is a next page. */
  TraceQuery search() {
    return query.withPage(isPaged || query.limit() > MOST ? size() + 1 : size(), after);
  }

  /**
   * What the answer says.
   *
   * @param nextPageToken empty when this is the last page
   */
  record Answer(
      List<FoundSummaries.Entry> traces, String nextPageToken, Optional<String> incomplete) {}

  /** The answer out of what the search found. */
  Answer answer(FoundSummaries found) {
    boolean isMore = found.traces().size() > size();
    List<FoundSummaries.Entry> page = isMore ? found.traces().subList(0, size()) : found.traces();
    String token =
        isMore && isPaged ? PageToken.write(query, page.get(page.size() - 1).position()) : "";
    return new Answer(page, token, incomplete(found, isMore));
  }

  /** Writes the answer. */
  void write(JsonGenerator json, FoundSummaries found) throws IOException {
    Answer answer = answer(found);
    SummaryDocument.write(json, answer.traces(), answer.nextPageToken(), answer.incomplete());
  }

  private Optional<String> incomplete(FoundSummaries found, boolean isMore) {
    if (!found.incomplete().isEmpty()) {
      return Optional.of(found.incomplete());
    }
    return isMore && !isPaged
        ? Optional.of("there are more than " + MOST + " traces, ask for them by pages")
        : Optional.empty();
  }
}
