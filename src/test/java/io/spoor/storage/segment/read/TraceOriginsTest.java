// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.model.TraceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TraceOriginsTest {

  @Test
  void tellsTracesOfOnePlaceFromTracesOfSeveral() {
    Random random = TestSeed.random();
    TraceOrigins origins = new TraceOrigins();
    Map<TraceId, Set<Integer>> places = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      TraceId id = new TraceId(random.nextInt(3), random.nextInt(5_000));
      int place = 1 + random.nextInt(2);
      if (random.nextBoolean()) {
        origins.add(id.high(), id.low(), place);
        places.computeIfAbsent(id, absent -> new HashSet<>()).add(place);
      } else {
        origins.addIfKnown(id.high(), id.low(), place);
        places.computeIfPresent(id, (known, old) -> withPlace(old, place));
      }
    }

    assertThat(origins.size()).isEqualTo(places.size());
    Map<TraceId, Set<Integer>> seen = new HashMap<>();
    origins.forEachInOne(
        (slot, high, low, place) -> seen.put(new TraceId(high, low), Set.of(place)));
    origins.forEachInSeveral(
        (slot, high, low, place) -> seen.put(new TraceId(high, low), Set.of(1, 2)));
    assertThat(seen).isEqualTo(places);
    places.forEach(
        (id, known) ->
            assertThat(origins.isInSeveral(id.high(), id.low())).isEqualTo(known.size() > 1));
  }

  private static Set<Integer> withPlace(Set<Integer> old, int place) {
    old.add(place);
    return old;
  }
}
