// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.filter;

import static io.spoor.codec.filter.FilterTexts.attr;
import static io.spoor.codec.filter.FilterTexts.filter;
import static io.spoor.codec.filter.FilterTexts.scalar;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageTokenTest {
  private static final TracePosition LAST = new TracePosition(-5, new TraceId(-1, 7));
  private static final TraceQuery QUERY = query("s", null, Map.of("a", "1", "b", "2"), 1);

  private static TraceQuery query(
      @Nullable String service,
      @Nullable String operation,
      Map<String, String> attributes,
      long start) {
    return new TraceQuery(
        service,
        operation,
        attributes,
        start,
        TraceQuery.NO_START_MAX,
        TraceQuery.NO_DURATION_MIN,
        TraceQuery.NO_DURATION_MAX,
        10,
        null,
        null);
  }

  @Test
  void token_saysWhereThePageBegins() {
    String token = PageToken.write(QUERY, LAST);

    assertThat(token).matches("[A-Za-z0-9_-]+");
    assertThat(PageToken.read(token, QUERY)).isEqualTo(LAST);
    assertThat(PageToken.read(token, query("s", null, Map.of("b", "2", "a", "1"), 1)))
        .isEqualTo(LAST);
    assertThat(PageToken.read(token, QUERY.withPage(99, LAST))).isEqualTo(LAST);
  }

  @Test
  void token_isOfOneQueryOnly() {
    String token = PageToken.write(QUERY, LAST);
    List<TraceQuery> others =
        List.of(
            query("t", null, Map.of("a", "1", "b", "2"), 1),
            query(null, "s", Map.of("a", "1", "b", "2"), 1),
            query("s", "", Map.of("a", "1", "b", "2"), 1),
            query("s", null, Map.of("a", "1"), 1),
            query("s", null, Map.of("a1", "", "b", "2"), 1),
            query("s", null, Map.of("a", "1", "b", "2"), 2),
            QUERY.withFilter(filter("exists", attr("k"))));

    for (TraceQuery other : others) {
      assertThatThrownBy(() -> PageToken.read(token, other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("page token was made for another query");
    }
  }

  @Test
  void token_isBoundToTheFilter() {
    TraceQuery one = QUERY.withFilter(filter("eq", attr("k"), scalar("1")));
    TraceQuery other = QUERY.withFilter(filter("eq", attr("k"), scalar("1", "int")));

    assertThat(PageToken.read(PageToken.write(one, LAST), one)).isEqualTo(LAST);
    assertThatThrownBy(() -> PageToken.read(PageToken.write(one, LAST), other))
        .hasMessage("page token was made for another query");
  }

  @Test
  void token_thatIsNoneIsRefused() {
    String token = PageToken.write(QUERY, LAST);
    for (String wrong : List.of("x", "?", token.substring(1), token + "AAAA", "A" + token)) {
      assertThatThrownBy(() -> PageToken.read(wrong, QUERY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("page token");
    }
  }
}
