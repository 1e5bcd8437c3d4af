// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.filter;

import io.spoor.model.EventTable;
import io.spoor.model.LinkTable;
import java.util.ArrayList;
import java.util.List;

/** Conditions made of conditions. */
// Hot path: a search runs the tests once per span
final class Connectives {

  static Condition and(List<Condition> terms) {
    return batch -> {
      List<SpanTest> tests = new ArrayList<>();
      for (Condition term : terms) {
        SpanTest test = term.on(batch);
        if (test == SpanTest.NEVER) {
          return SpanTest.NEVER;
        }
        if (test != SpanTest.ALWAYS) {
          tests.add(test);
        }
      }
      return all(tests.toArray(new SpanTest[0]));
    };
  }

  private static SpanTest all(SpanTest[] tests) {
    if (tests.length == 0) {
      return SpanTest.ALWAYS;
    }
    return (row, event, link) -> {
      for (SpanTest test : tests) {
        if (!test.matches(row, event, link)) {
          return false;
        }
      }
      return true;
    };
  }

  static Condition or(List<Condition> terms) {
    return batch -> {
      List<SpanTest> tests = new ArrayList<>();
      for (Condition term : terms) {
        SpanTest test = term.on(batch);
        if (test == SpanTest.ALWAYS) {
          return SpanTest.ALWAYS;
        }
        if (test != SpanTest.NEVER) {
          tests.add(test);
        }
      }
      return any(tests.toArray(new SpanTest[0]));
    };
  }

  private static SpanTest any(SpanTest[] tests) {
    if (tests.length == 0) {
      return SpanTest.NEVER;
    }
    return (row, event, link) -> {
      for (SpanTest test : tests) {
        if (test.matches(row, event, link)) {
          return true;
        }
      }
      return false;
    };
  }

  static Condition not(Condition term) {
    return batch -> {
      SpanTest test = term.on(batch);
      if (test == SpanTest.NEVER) {
        return SpanTest.ALWAYS;
      }
      return test == SpanTest.ALWAYS
          ? SpanTest.NEVER
          : (row, event, link) -> !test.matches(row, event, link);
    };
  }

  /** One event fulfils the condition, which looks at that one alone. */
  static Condition someEvent(Condition condition) {
    return batch -> {
      SpanTest test = condition.on(batch);
      return test == SpanTest.NEVER ? test : eachEvent(batch.events(), test);
    };
  }

  /** One link fulfils the condition, which looks at that one alone. */
  static Condition someLink(Condition condition) {
    return batch -> {
      SpanTest test = condition.on(batch);
      return test == SpanTest.NEVER ? test : eachLink(batch.links(), test);
    };
  }

  private static SpanTest eachEvent(EventTable events, SpanTest test) {
    return (row, outer, link) -> {
      for (int event = events.start(row); event < events.end(row); event++) {
        if (test.matches(row, event, link)) {
          return true;
        }
      }
      return false;
    };
  }

  private static SpanTest eachLink(LinkTable links, SpanTest test) {
    return (row, event, outer) -> {
      for (int link = links.start(row); link < links.end(row); link++) {
        if (test.matches(row, event, link)) {
          return true;
        }
      }
      return false;
    };
  }

  /** The test on the event that is looked at, or on any of the span's. */
  static SpanTest onEvents(EventTable events, SpanTest test) {
    SpanTest any = eachEvent(events, test);
    return (row, event, link) ->
        event == SpanTest.ALL ? any.matches(row, event, link) : test.matches(row, event, link);
  }

  /** The test on the link that is looked at, or on any of the span's. */
  static SpanTest onLinks(LinkTable links, SpanTest test) {
    SpanTest any = eachLink(links, test);
    return (row, event, link) ->
        link == SpanTest.ALL ? any.matches(row, event, link) : test.matches(row, event, link);
  }

  private Connectives() {}
}
