// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.TestSeed;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TraceTableTest {
  private final TenantTraces owner = new TenantTraces(Tenant.DEFAULT);

  @Test
  void randomAddsAndRemoves_leaveWhatAMapHas() {
    Random random = TestSeed.random();
    TraceTable table = new TraceTable();
    Map<TraceId, StoredTrace> model = new HashMap<>();
    for (int i = 0; i < 100_000; i++) {
      TraceId id = new TraceId(random.nextInt(3), random.nextInt(2_000));
      StoredTrace known = model.get(id);
      assertThat(table.get(id.high(), id.low())).isSameAs(known);
      if (known == null) {
        StoredTrace added = new StoredTrace(owner, id.high(), id.low());
        table.add(added);
        model.put(id, added);
      } else if (random.nextInt(4) != 0) {
        table.remove(known);
        model.remove(id);
      }
      assertThat(table.size()).isEqualTo(model.size());
    }
    model.forEach((id, trace) -> assertThat(table.get(id.high(), id.low())).isSameAs(trace));
  }
}
