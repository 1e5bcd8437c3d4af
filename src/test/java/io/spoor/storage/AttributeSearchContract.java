// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import static io.spoor.storage.TestQueries.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSpans;
import io.spoor.model.SpanKind;
import io.spoor.model.StatusCode;
import io.spoor.model.TraceId;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Searching by attributes: levels, types and special keys. */
interface AttributeSearchContract extends StorageContract {

  private void write(long trace, UnaryOperator<TestSpans> fields) {
    probe().write(fields.apply(TestSpans.batch().resource("s").span(trace, 1, "op")).build());
  }

  private List<Long> find(String key, String text) {
    return probe().findIds(any().attribute(key, text).build()).stream().map(TraceId::low).toList();
  }

  @Test
  default void attribute_isFoundAtEveryLevel() {
    write(1, span -> span.attribute("k", "v"));
    write(2, span -> span.event("e", 1).event("f", 2, "j", "v", "k", "v"));
    write(3, span -> span.link(new TraceId(0, 9), 9, "k", "v"));
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .resourceAttribute("k", "v")
                .span(4, 1, "op")
                .resource("s")
                .scope("scope", "1")
                .scopeAttribute("k", "v")
                .span(5, 1, "op")
                .resource("s")
                .span(6, 1, "op")
                .build());
    write(7, span -> span.attribute("k", "w").attribute("K", "v").attribute("v", "k"));

    assertThat(find("k", "v")).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(find("resource.k", "v")).containsExactly(4L);
    assertThat(find("resource.service.name", "s")).hasSize(7);
  }

  @Test
  default void attribute_matchesByTextForm() {
    write(1, span -> span.attribute("k", 200));
    write(2, span -> span.attribute("k", "200"));
    write(3, span -> span.attribute("k", 200.0));
    write(4, span -> span.attribute("k", true));
    write(5, span -> span.attribute("k", 0.5));
    write(6, span -> span.attribute("k", new byte[] {1, 2, 3, 4}));
    write(7, span -> span.attribute("k", List.of("a", 1, false)));
    write(8, span -> span.attribute("k", Map.of("x", List.of(1.5))));
    write(9, span -> span.attribute("k", Long.MIN_VALUE));
    write(10, span -> span.attribute("k", 1e21));
    write(11, span -> span.attribute("k", "grün ✓"));

    assertThat(find("k", "200")).containsExactly(1L, 2L, 3L);
    assertThat(find("k", "200.0")).isEmpty();
    assertThat(find("k", "+200")).isEmpty();
    assertThat(find("k", "true")).containsExactly(4L);
    assertThat(find("k", "0.5")).containsExactly(5L);
    assertThat(find("k", "AQIDBA==")).containsExactly(6L);
    assertThat(find("k", "[\"a\",1,false]")).containsExactly(7L);
    assertThat(find("k", "{\"x\":[1.5]}")).containsExactly(8L);
    assertThat(find("k", "-9223372036854775808")).containsExactly(9L);
    assertThat(find("k", "1e+21")).containsExactly(10L);
    assertThat(find("k", "grün ✓")).containsExactly(11L);
    assertThat(find("k", "grün")).isEmpty();
  }

  @Test
  default void attribute_matchesAnyOfSeveralWithItsKey() {
    write(1, span -> span.attribute("k", "a").attribute("k", "b"));

    assertThat(find("k", "a")).hasSize(1);
    assertThat(find("k", "b")).hasSize(1);
  }

  @Test
  default void attribute_emptyTextIsAValueToo() {
    write(1, span -> span.attribute("k", ""));
    write(2, span -> span.attribute("k", null));
    write(3, span -> span.attribute("k", new byte[0]));
    write(4, span -> span.attribute("k", "x"));
    write(5, span -> span.attribute("", "v"));

    assertThat(find("k", "")).containsExactly(1L, 2L, 3L);
    assertThat(find("", "v")).containsExactly(5L);
    assertThat(find("missing", "")).isEmpty();
  }

  @Test
  default void error_meansTheStatusOrAnExplicitAttribute() {
    write(1, span -> span.status(StatusCode.ERROR, "x"));
    write(2, span -> span.status(StatusCode.OK, ""));
    write(3, span -> span);
    write(4, span -> span.attribute("error", true));
    write(5, span -> span.attribute("error", "timeout").status(StatusCode.ERROR, ""));
    write(6, span -> span.event("e", 1, "error", "true"));

    assertThat(find("error", "true")).containsExactly(1L, 4L, 5L);
    assertThat(find("error", "1")).containsExactly(1L, 5L);
    assertThat(find("error", "false")).containsExactly(2L, 3L, 4L, 6L);
    assertThat(find("error", "timeout")).containsExactly(5L);
    assertThat(find("error", "maybe")).isEmpty();
  }

  @Test
  default void spanStatus_isTheStatusCode() {
    write(1, span -> span.status(StatusCode.ERROR, "x"));
    write(2, span -> span.status(StatusCode.OK, ""));
    write(3, span -> span);

    assertThat(find("span.status", "ERROR")).containsExactly(1L);
    assertThat(find("span.status", "ok")).containsExactly(2L);
    assertThat(find("span.status", "Unset")).containsExactly(3L);
    assertThat(find("span.status", "bad")).isEmpty();
  }

  @Test
  default void spanKind_isTheKind() {
    write(1, span -> span.kind(SpanKind.SERVER));
    write(2, span -> span.kind(SpanKind.CLIENT));
    write(3, span -> span);

    assertThat(find("span.kind", "server")).containsExactly(1L);
    assertThat(find("span.kind", "CLIENT")).containsExactly(2L);
    assertThat(find("span.kind", "unspecified")).containsExactly(3L);
    assertThat(find("span.kind", "other")).isEmpty();
  }

  @Test
  default void scopeNameAndVersion_areTheScopes() {
    probe()
        .write(
            TestSpans.batch()
                .resource("s")
                .scope("http", "1.0")
                .span(1, 1, "op")
                .scope("http", "2.0")
                .span(2, 1, "op")
                .scope("grpc", "1.0")
                .span(3, 1, "op")
                .resource("s")
                .span(4, 1, "op")
                .build());

    assertThat(find("scope.name", "http")).containsExactly(1L, 2L);
    assertThat(find("scope.version", "1.0")).containsExactly(1L, 3L);
    assertThat(find("scope.name", "")).containsExactly(4L);
    assertThat(find("scope.name", "htt")).isEmpty();
  }
}
