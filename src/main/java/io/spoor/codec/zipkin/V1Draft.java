// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.model.AttributeType;
import io.spoor.model.SpanKind;

/**
 * One span of v1 while it is read: its annotations tell its kind, hosts and times, all else goes
 * into the {@link SpanDraft}. Used again for the next; not thread-safe.
 *
 * <p>A span in which client and server wrote both becomes two that share an id.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class V1Draft {
  private static final int NONE = -1;
  private static final int CLIENT_SEND = 0;
  private static final int CLIENT_RECEIVE = 1;
  private static final int SERVER_RECEIVE = 2;
  private static final int SERVER_SEND = 3;
  private static final int MESSAGE_SEND = 4;
  private static final int MESSAGE_RECEIVE = 5;
  private static final byte[][] CODES = {
    {'c', 's'}, {'c', 'r'}, {'s', 'r'}, {'s', 's'}, {'m', 's'}, {'m', 'r'}
  };
  private static final int SERVER_ADDRESS = 0;
  private static final int CLIENT_ADDRESS = 1;
  private static final int MESSAGE_ADDRESS = 2;
  private static final byte[][] ADDRESSES = {{'s', 'a'}, {'c', 'a'}, {'m', 'a'}};
  private static final byte[] LOCAL_COMPONENT = {'l', 'c'};

  private final SpanSink sink;
  private final SpanDraft draft;
  private final long[] times = new long[CODES.length];
  private final boolean[] seen = new boolean[CODES.length];
  private final EndpointDraft[] hosts = endpoints(CODES.length);
  private final EndpointDraft[] addresses = endpoints(ADDRESSES.length);
  private final EndpointDraft otherHost = new EndpointDraft(); // of anything else
  private long firstMicros;
  private long lastMicros;
  private int component;

  V1Draft(SpanSink sink) {
    this.sink = sink;
    this.draft = sink.draft();
  }

  /** Starts with the next span. */
  void clear() {
    draft.clear();
    for (int code = 0; code < CODES.length; code++) {
      times[code] = 0;
      seen[code] = false;
      hosts[code].clear();
    }
    for (EndpointDraft address : addresses) {
      address.clear();
    }
    otherHost.clear();
    firstMicros = Long.MAX_VALUE;
    lastMicros = 0;
    component = 0;
  }

  /** Adds an annotation; one that says who sent what when is no event. */
  void annotation(long timeMicros, byte[] text, int offset, int length, EndpointDraft host) {
    if (length == 0) {
      return;
    }
    if (timeMicros > 0) {
      firstMicros = Math.min(firstMicros, timeMicros);
      lastMicros = Math.max(lastMicros, timeMicros);
    }
    int code = find(CODES, text, offset, length);
    if (code == NONE) {
      draft.event(timeMicros, text, offset, length);
      otherHost(host);
    } else if (!seen[code]) {
      seen[code] = true;
      times[code] = timeMicros;
      hosts[code].set(host);
    }
  }

  /** Adds a binary annotation with text. */
  void textTag(byte[] keys, int keyStart, int keyLength, byte[] text, int offset, int length) {
    if (TypedText.isAscii(LOCAL_COMPONENT, keys, keyStart, keyLength)) {
      component(text, offset, length);
    } else {
      draft.textTag(draft.key(keys, keyStart, keyLength), text, offset, length);
    }
  }

  private void component(byte[] text, int offset, int length) {
    component = sink.builder().strings().text(text, offset, length);
    if (component != 0) {
      byte[] key = FixedStrings.text(FixedStrings.COMPONENT);
      draft.textTag(draft.key(key, 0, key.length), text, offset, length);
    }
  }

  /** Adds a binary annotation with a value of another type. */
  void tag(byte[] keys, int keyStart, int keyLength, AttributeType type, long value) {
    draft.tag(draft.key(keys, keyStart, keyLength), type, value);
  }

  /** Takes a binary annotation for the address of the other side; false when it is none. */
  boolean address(byte[] keys, int keyStart, int keyLength, EndpointDraft host) {
    int address = host.isEmpty() ? NONE : find(ADDRESSES, keys, keyStart, keyLength);
    if (address != NONE) {
      addresses[address].set(host);
    }
    return address != NONE;
  }

  /** Remembers the host of a binary annotation that is no address. */
  void otherHost(EndpointDraft host) {
    if (otherHost.serviceName == 0 && !host.isEmpty()) {
      otherHost.set(host);
    }
  }

  /** Ends the span, which may become two. */
  void end() {
    boolean client = seen[CLIENT_SEND] || seen[CLIENT_RECEIVE];
    boolean server = seen[SERVER_RECEIVE] || seen[SERVER_SEND];
    if (client) {
      half(SpanKind.CLIENT, CLIENT_SEND, CLIENT_RECEIVE, SERVER_ADDRESS);
      ownTimes(CLIENT_SEND, CLIENT_RECEIVE);
      sink.endSpan();
      if (server && draft.invalid.isEmpty()) {
        serverHalf();
      }
      return;
    }
    if (server) {
      draft.shared = draft.timestampMicros <= 0; // who began the span says when
      half(SpanKind.SERVER, SERVER_RECEIVE, SERVER_SEND, CLIENT_ADDRESS);
      ownTimes(SERVER_RECEIVE, SERVER_SEND);
    } else if (seen[MESSAGE_SEND] || seen[MESSAGE_RECEIVE]) {
      boolean sent = seen[MESSAGE_SEND];
      int code = sent ? MESSAGE_SEND : MESSAGE_RECEIVE;
      half(sent ? SpanKind.PRODUCER : SpanKind.CONSUMER, code, code, MESSAGE_ADDRESS);
      ownTimes(code, code);
    } else {
      local(otherHost, otherHost);
      boolean called = !addresses[SERVER_ADDRESS].isEmpty();
      draft.remote.set(addresses[called ? SERVER_ADDRESS : CLIENT_ADDRESS]);
      ownTimes(MESSAGE_SEND, MESSAGE_SEND);
    }
    sink.endSpan();
  }

  private void half(SpanKind kind, int begin, int end, int remote) {
    draft.kind = kind.number();
    local(hosts[begin], hosts[end]);
    draft.remote.set(addresses[remote]);
  }

  private void local(EndpointDraft host, EndpointDraft orHost) {
    draft.local.set(host.serviceName != 0 ? host : orHost.isEmpty() ? host : orHost);
    if (draft.local.isEmpty()) {
      draft.local.set(otherHost);
    }
    if (draft.local.serviceName == 0) {
      draft.local.serviceName = serviceName();
    }
  }

  private int serviceName() {
    if (otherHost.serviceName != 0) {
      return otherHost.serviceName;
    }
    return component != 0 ? component : sink.fixed().index(FixedStrings.UNKNOWN_SERVICE);
  }

  /** The span's own times; what is missing follows from its annotations. */
  private void ownTimes(int begin, int end) {
    boolean both = begin != end && times[begin] > 0 && times[end] > times[begin];
    if (draft.durationMicros == 0) {
      draft.durationMicros =
          both ? times[end] - times[begin] : Math.max(0, lastMicros - firstMicros);
    }
    if (draft.timestampMicros <= 0) {
      draft.timestampMicros = times[begin];
    }
    if (draft.timestampMicros <= 0 && lastMicros > 0) {
      draft.timestampMicros = firstMicros;
    }
  }

  /** What the server wrote into the span of its client: no more than when and where. */
  private void serverHalf() {
    draft.clearTags();
    half(SpanKind.SERVER, SERVER_RECEIVE, SERVER_SEND, CLIENT_ADDRESS);
    draft.shared = true;
    draft.timestampMicros = times[SERVER_RECEIVE] > 0 ? times[SERVER_RECEIVE] : firstMicros;
    draft.durationMicros = Math.max(0, times[SERVER_SEND] - draft.timestampMicros);
    sink.endSpan();
  }

  private static int find(byte[][] names, byte[] text, int offset, int length) {
    for (int i = 0; i < names.length; i++) {
      if (TypedText.isAscii(names[i], text, offset, length)) {
        return i;
      }
    }
    return NONE;
  }

  private static EndpointDraft[] endpoints(int count) {
    EndpointDraft[] endpoints = new EndpointDraft[count];
    for (int i = 0; i < count; i++) {
      endpoints[i] = new EndpointDraft();
    }
    return endpoints;
  }
}
