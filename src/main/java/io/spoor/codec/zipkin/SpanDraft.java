// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.SpanKind;
import io.spoor.model.StringTableBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One span while it is read, in the words of Zipkin v2; used again for the next. Not thread-safe.
 *
 * <p>Strings are indices of the batch. Of a tag that comes twice the later counts. Events and links
 * go into the batch at once, where they belong to the span under way.
 */
// Hot path: see docs/adr/0002-columns-at-the-door.md
final class SpanDraft {
  /** Of a span that has none. */
  static final int NO_KIND = -1;

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] STATUS_PREFIX = "STATUS_CODE_".getBytes(StandardCharsets.US_ASCII);
  private static final byte[][] STATUS_NAMES = {
    {'u', 'n', 's', 'e', 't'}, {'o', 'k'}, {'e', 'r', 'r', 'o', 'r'}
  };
  private static final byte[][] KIND_NAMES = kindNames();
  private static final int INITIAL_TAGS = 64;
  private static final int KEPT_TAGS = 1 << 14;
  private static final int NO_STATUS = -1;
  private static final String BAD_ID = " must have 1 to %d hexadecimal digits";
  private static final String BAD_TRACE_ID = "traceId" + String.format(BAD_ID, 32);
  private static final String BAD_SPAN_ID = "id" + String.format(BAD_ID, HexBytes.DIGITS);
  private static final String BAD_PARENT_ID = "parentId" + String.format(BAD_ID, HexBytes.DIGITS);

  private final TagKeys keys = new TagKeys();
  private final TypedText typed = new TypedText();
  private final EncodedText encoded = new EncodedText();
  private SpanBatchBuilder builder;
  private StringTableBuilder strings;
  private boolean typedTags;

  long traceIdHigh;
  long traceIdLow;
  long spanId;
  long parentSpanId;
  boolean hasParent;
  String invalid = ""; // why the span cannot be taken
  int name;
  int kind;
  int unknownKind;
  long timestampMicros;
  long durationMicros;
  long firstEventMicros;
  boolean debug;
  boolean shared;
  final EndpointDraft local = new EndpointDraft();
  final EndpointDraft remote = new EndpointDraft();

  // What tags with a meaning of their own said.
  boolean failed;
  int errorMessage;
  int statusCode;
  int statusDescription;
  int kindTag;
  int kindTagText;
  int traceState;
  int scopeName;
  int scopeVersion;
  int serviceNameSource;

  // All other tags.
  private int[] tagKeys = new int[INITIAL_TAGS];
  private byte[] tagTypes = new byte[INITIAL_TAGS];
  private long[] tagValues = new long[INITIAL_TAGS];
  private int tagCount;

  SpanDraft(SpanBatchBuilder builder) {
    this.builder = builder;
    this.strings = builder.strings();
  }

  /** Starts with the next batch. */
  void reset(SpanBatchBuilder newBuilder, boolean newTypedTags) {
    builder = newBuilder;
    strings = newBuilder.strings();
    typedTags = newTypedTags;
    keys.clear();
    if (tagKeys.length > KEPT_TAGS) {
      tagKeys = new int[INITIAL_TAGS];
      tagTypes = new byte[INITIAL_TAGS];
      tagValues = new long[INITIAL_TAGS];
    }
    encoded.release();
    clear();
  }

  /** Starts with the next span. */
  void clear() {
    traceIdHigh = 0;
    traceIdLow = 0;
    spanId = 0;
    parentSpanId = 0;
    hasParent = false;
    invalid = "";
    name = 0;
    kind = NO_KIND;
    unknownKind = 0;
    timestampMicros = 0;
    durationMicros = 0;
    firstEventMicros = 0;
    debug = false;
    shared = false;
    local.clear();
    remote.clear();
    clearTags();
  }

  /** Forgets all that tags said, but not what endpoints said. */
  void clearTags() {
    failed = false;
    errorMessage = 0;
    statusCode = NO_STATUS;
    statusDescription = 0;
    kindTag = NO_KIND;
    kindTagText = 0;
    traceState = 0;
    scopeName = 0;
    scopeVersion = 0;
    serviceNameSource = 0;
    tagCount = 0;
    keys.nextSpan();
  }

  /** Sets the trace id from text; the higher half may be missing. */
  void traceId(byte[] text, int offset, int length) {
    if (length < 1 || length > 2 * HexBytes.DIGITS || !HexBytes.isHex(text, offset, length)) {
      invalid(BAD_TRACE_ID);
      return;
    }
    int high = Math.max(0, length - HexBytes.DIGITS);
    traceIdHigh = HexBytes.value(text, offset, high);
    traceIdLow = HexBytes.value(text, offset + high, length - high);
  }

  /** Sets the span's own id from text. */
  void spanId(byte[] text, int offset, int length) {
    spanId = id(text, offset, length, BAD_SPAN_ID);
  }

  /** Sets the parent's id from text; empty for none. */
  void parentId(byte[] text, int offset, int length) {
    hasParent = length > 0;
    parentSpanId = hasParent ? id(text, offset, length, BAD_PARENT_ID) : 0;
  }

  private long id(byte[] text, int offset, int length, String ifBad) {
    if (length < 1 || length > HexBytes.DIGITS || !HexBytes.isHex(text, offset, length)) {
      invalid(ifBad);
      return 0;
    }
    return HexBytes.value(text, offset, length);
  }

  /** Says why the span cannot be taken; the first reason counts. */
  void invalid(String reason) {
    if (invalid.isEmpty()) {
      invalid = reason;
    }
  }

  /** Sets the kind by its name in either case; one that is not known is kept as text. */
  void kind(byte[] text, int offset, int length) {
    kind = kindOf(text, offset, length);
    unknownKind = kind == NO_KIND ? strings.text(text, offset, length) : 0;
  }

  private static int kindOf(byte[] text, int offset, int length) {
    for (int number = 0; number < KIND_NAMES.length; number++) {
      if (TypedText.isAnyCase(KIND_NAMES[number], text, offset, length)) {
        return number;
      }
    }
    return NO_KIND;
  }

  /** Adds an event, and its attributes when they are encoded in its text. */
  void event(long timeMicros, byte[] text, int offset, int length) {
    endEvent(timeMicros, eventName(text, offset, length));
  }

  /** Reads the text of an event whose time is not known yet; {@link #endEvent} must follow. */
  int eventName(byte[] text, int offset, int length) {
    return strings.text(text, offset, encoded.readEvent(text, offset, length, builder));
  }

  /** Ends the event whose text was read last. */
  void endEvent(long timeMicros, int eventName) {
    if (timeMicros > 0 && (firstEventMicros == 0 || timeMicros < firstEventMicros)) {
      firstEventMicros = timeMicros;
    }
    builder.event().end(Micros.toNanos(timeMicros), eventName, encoded.takeDroppedCount());
  }

  /** Index of a key, to be used with {@link #textTag} or {@link #tag}. */
  int key(byte[] text, int offset, int length) {
    int key = strings.text(text, offset, length);
    keys.learn(key, text, offset, length);
    return key;
  }

  /** Adds a tag with text. */
  void textTag(int key, byte[] text, int offset, int length) {
    switch (keys.role(key)) {
      case PLAIN, RESOURCE, ENDPOINT -> put(key, text, offset, length);
      case ERROR -> error(key, text, offset, length);
      case STATUS_CODE -> status(key, text, offset, length);
      case STATUS_DESCRIPTION -> statusDescription = strings.text(text, offset, length);
      case KIND -> kindTag(text, offset, length);
      case TRACE_STATE -> traceState = strings.text(text, offset, length);
      case SCOPE_NAME -> scopeName = strings.text(text, offset, length);
      case SCOPE_VERSION -> scopeVersion = strings.text(text, offset, length);
      case SERVICE_NAME_SOURCE -> serviceNameSource = strings.text(text, offset, length);
      case LINK -> {
        if (!encoded.readLink(text, offset, length, builder)) {
          put(key, text, offset, length);
        }
      }
    }
  }

  /** Adds a tag with a value of this type, as Zipkin v1 has them. */
  void tag(int key, AttributeType type, long value) {
    if (keys.role(key) == TagRole.ERROR && type == AttributeType.BOOL) {
      failed = value != 0;
      return;
    }
    put(key, type, value);
  }

  private void error(int key, byte[] text, int offset, int length) {
    if (TypedText.isAnyCase(FALSE, text, offset, length)) {
      failed = false;
      put(key, text, offset, length);
      return;
    }
    failed = true;
    boolean plain = TypedText.isAnyCase(TRUE, text, offset, length);
    errorMessage = plain ? 0 : strings.text(text, offset, length);
  }

  private void status(int key, byte[] text, int offset, int length) {
    int prefix = hasPrefix(text, offset, length) ? STATUS_PREFIX.length : 0;
    for (int code = 0; code < STATUS_NAMES.length; code++) {
      if (TypedText.isAnyCase(STATUS_NAMES[code], text, offset + prefix, length - prefix)) {
        statusCode = code;
        return;
      }
    }
    put(key, text, offset, length);
  }

  private static boolean hasPrefix(byte[] text, int offset, int length) {
    int prefix = STATUS_PREFIX.length;
    return length > prefix
        && Arrays.equals(text, offset, offset + prefix, STATUS_PREFIX, 0, prefix);
  }

  private void kindTag(byte[] text, int offset, int length) {
    kindTag = kindOf(text, offset, length);
    kindTagText = strings.text(text, offset, length);
  }

  private void put(int key, byte[] text, int offset, int length) {
    AttributeType type = typedTags ? typed.parse(text, offset, length) : AttributeType.STRING;
    boolean string = type == AttributeType.STRING;
    put(key, type, string ? strings.text(text, offset, length) : typed.value());
  }

  private void put(int key, AttributeType type, long value) {
    int position = keys.positionOr(key, tagCount);
    if (position == tagCount) {
      if (++tagCount > tagKeys.length) {
        tagKeys = Arrays.copyOf(tagKeys, 2 * tagKeys.length);
        tagTypes = Arrays.copyOf(tagTypes, tagKeys.length);
        tagValues = Arrays.copyOf(tagValues, tagKeys.length);
      }
    }
    tagKeys[position] = key;
    tagTypes[position] = type.code();
    tagValues[position] = value;
  }

  int tagCount() {
    return tagCount;
  }

  int tagKey(int tag) {
    return tagKeys[tag];
  }

  byte tagType(int tag) {
    return tagTypes[tag];
  }

  long tagValue(int tag) {
    return tagValues[tag];
  }

  /** What the key of a tag means: an attribute of the span, of the resource or of an endpoint. */
  TagRole role(int tag) {
    return keys.role(tagKeys[tag]);
  }

  boolean hasStatus() {
    return statusCode != NO_STATUS;
  }

  long capacityBytes() {
    return keys.capacityBytes() + 13L * tagKeys.length + encoded.capacityBytes();
  }

  private static byte[][] kindNames() {
    SpanKind[] kinds = SpanKind.values();
    byte[][] names = new byte[kinds.length][];
    for (SpanKind kind : kinds) {
      names[kind.number()] = kind.lowerCase().getBytes(StandardCharsets.US_ASCII);
    }
    return names;
  }
}
