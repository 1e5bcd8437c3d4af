// SPDX-License-Identifier: Apache-2.0
package io.spoor.query;

import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import io.spoor.model.StringTable;
import io.spoor.model.Trace;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Which spans come from the same host: by {@code host.id}, else the first {@code host.ip}, else
 * {@code host.name} of the resource, as Jaeger has it.
 */
final class HostKeys {
  /** Number of a host that is not known; it equals no other, not even itself. */
  static final int UNKNOWN = 0;

  private static final AttributeKeys ID = new AttributeKeys("host.id");
  private static final AttributeKeys IP = new AttributeKeys("host.ip");
  private static final AttributeKeys NAME = new AttributeKeys("host.name");

  /** Numbers the hosts of a trace; the result is by span. */
  static int[] of(Trace trace) {
    Map<String, Integer> numbers = new HashMap<>();
    numbers.put("", UNKNOWN);
    int[] hosts = new int[trace.size()];
    for (int span = 0; span < hosts.length; span++) {
      hosts[span] =
          span > 0 && sameResource(trace, span - 1, span)
              ? hosts[span - 1]
              : numbers.computeIfAbsent(key(trace, span), absent -> numbers.size());
    }
    return hosts;
  }

  private static boolean sameResource(Trace trace, int a, int b) {
    return trace.batch(a) == trace.batch(b) && resource(trace, a) == resource(trace, b);
  }

  private static int resource(Trace trace, int span) {
    return trace.batch(span).resourceOf(trace.row(span));
  }

  private static String key(Trace trace, int span) {
    SpanBatch batch = trace.batch(span);
    AttributeTable table = batch.resources().attributes();
    StringTable strings = batch.strings();
    int resource = resource(trace, span);
    int id = find(ID, strings, table, resource);
    if (id >= 0) {
      return text(strings, table, id);
    }
    int ip = find(IP, strings, table, resource);
    if (ip >= 0 && table.type(ip) == AttributeType.STRING) {
      return text(strings, table, ip);
    }
    if (ip >= 0 && table.type(ip) == AttributeType.ARRAY) {
      byte[] first = FirstArrayElement.of(strings.copy((int) table.value(ip)));
      if (first.length > 0) {
        return new String(first, StandardCharsets.UTF_8);
      }
    }
    int name = find(NAME, strings, table, resource);
    return name >= 0 ? text(strings, table, name) : "";
  }

  private static int find(
      AttributeKeys key, StringTable strings, AttributeTable table, int resource) {
    for (int entry = table.start(resource); entry < table.end(resource); entry++) {
      if (key.find(strings, table.key(entry)) >= 0) {
        return entry;
      }
    }
    return -1;
  }

  /** The text of an entry, empty where it is none. */
  private static String text(StringTable strings, AttributeTable table, int entry) {
    return table.type(entry) == AttributeType.STRING
        ? strings.string((int) table.value(entry))
        : "";
  }

  private HostKeys() {}
}
