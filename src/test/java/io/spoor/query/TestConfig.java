// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.config.ConfigSection;
import io.spoor.config.QueryConfig;
import java.util.HashMap;
import java.util.Map;

/** Query configurations for tests: the defaults but for what a test names. */
final class TestConfig {

  /** Keys of the section and their text form, in turn. */
  static QueryConfig with(String... keysAndValues) {
    Map<String, String> values = new HashMap<>();
    values.put("maxTraceBytes", "64MiB"); // not by the heap of whoever runs the tests
    values.put("maxInFlightBytes", "256MiB");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return ConfigSection.of(values, QueryConfig::from);
  }

  private TestConfig() {}
}
