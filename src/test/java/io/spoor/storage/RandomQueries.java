// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.TraceQuery;
import java.util.List;
import java.util.Random;

/** Random queries over what {@link RandomTraces} makes: about half of them find something. */
public final class RandomQueries {
  private final Random random;
  private final RandomTraces near;

  /** Draws from this generator. */
  public RandomQueries(Random random) {
    this.random = random;
    this.near = new RandomTraces(random);
  }

  /** A query. */
  public TraceQuery query() {
    TestQueries query = TestQueries.any();
    if (random.nextInt(3) == 0) {
      query.service(pick(RandomTraces.SERVICES));
    }
    if (random.nextInt(3) == 0) {
      query.operation(pick(RandomTraces.NAMES));
    }
    if (random.nextInt(2) == 0) {
      query.starts(near.start(), near.start());
    }
    if (random.nextInt(4) == 0) {
      query.durations(near.duration(), near.duration());
    }
    for (int attributes = random.nextInt(3); attributes > 0; attributes--) {
      addAttribute(query);
    }
    return query.limit(random.nextInt(2) == 0 ? 1_000 : 1 + random.nextInt(20)).build();
  }

  private void addAttribute(TestQueries query) {
    String text = NaiveValue.ALL.get(random.nextInt(NaiveValue.ALL.size())).text();
    switch (random.nextInt(8)) {
      case 0 -> query.attribute("error", pick(List.of("true", "false", "1", "F", text)));
      case 1 -> query.attribute("span.kind", pick(List.of("server", "CLIENT", "unspecified", "x")));
      case 2 -> query.attribute("span.status", pick(List.of("ERROR", "ok", "Unset", "x")));
      case 3 -> query.attribute("scope.name", pick(RandomTraces.SCOPES));
      case 4 -> query.attribute("scope.version", pick(RandomTraces.SCOPES));
      case 5 -> query.attribute("resource." + pick(RandomTraces.KEYS), text);
      default -> query.attribute(pick(RandomTraces.KEYS), text);
    }
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
