// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.model.AttributeTableBuilder;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanTableBuilder;
import io.spoor.model.StatusCode;
import io.spoor.model.StringTableBuilder;

/**
 * Takes the tags of a span: those that say what the model has a field for become that field, the
 * others attributes. Rules: docs/translation.md. Not thread-safe.
 *
 * <p>Of a meaning, the first tag counts; another one stays an attribute, and so does one whose
 * value says nothing that the field can have.
 */
// Hot path: see docs/adr/0003-hand-written-protobuf-reader.md
final class SpanTags {
  private static final int HTTP_FIRST = 100;
  private static final int HTTP_CLIENT_ERROR = 400;
  private static final int HTTP_SERVER_ERROR = 500;
  private static final long NO_NUMBER = -1;
  private static final int MAX_DIGITS = 9;

  private StringTableBuilder strings;
  private SpanTableBuilder span;
  private AttributeTableBuilder attributes;

  private int kindText; // the value of span.kind read last, and what it means
  private int kindOfText;

  // Of the span under way; strings by index, 0 when there is none.
  private int kind;
  private int kindOwnText;
  private boolean error;
  private boolean hasStatusCode;
  private int statusCode;
  private int statusText;
  private int description;
  private long httpCode;
  private int httpMessage;
  private int traceState;
  private int scopeName;
  private int scopeNameKey; // of a name that otel.library.name gave
  private int scopeVersion;
  private int scopeVersionKey;

  SpanTags(SpanBatchBuilder builder) {
    this.strings = builder.strings();
    this.span = builder.span();
    this.attributes = span.attributes();
  }

  void reset(SpanBatchBuilder builder) {
    strings = builder.strings();
    span = builder.span();
    attributes = span.attributes();
    kindText = 0;
    kindOfText = 0;
  }

  /** Starts with the next span. */
  void begin() {
    kind = 0;
    kindOwnText = 0;
    error = false;
    hasStatusCode = false;
    statusCode = 0;
    statusText = 0;
    description = 0;
    httpCode = NO_NUMBER;
    httpMessage = 0;
    traceState = 0;
    scopeName = 0;
    scopeNameKey = 0;
    scopeVersion = 0;
    scopeVersionKey = 0;
  }

  /** Takes the tag that was read last. */
  void accept(TagReader tag) {
    if (tag.role() == TagRole.NONE || !isField(tag)) {
      attributes.add(tag.key(), tag.type(), tag.value());
    }
  }

  /** Whether a tag is a field of the span now, and no attribute. */
  private boolean isField(TagReader tag) {
    return switch (tag.role()) {
      case TagRole.ERROR -> isError(tag);
      case TagRole.HTTP_STATUS_CODE -> {
        seeHttpCode(tag);
        yield false;
      }
      case TagRole.HTTP_STATUS_MESSAGE -> {
        httpMessage = tag.isText() ? (int) tag.value() : 0;
        yield false;
      }
      default -> tag.isText() && isTextField(tag, (int) tag.value());
    };
  }

  private boolean isTextField(TagReader tag, int text) {
    return switch (tag.role()) {
      case TagRole.SPAN_KIND -> isKind(tag, text);
      case TagRole.STATUS_CODE -> isStatusCode(tag, text);
      case TagRole.STATUS_DESCRIPTION -> {
        description = replaced(tag, description, text);
        yield true;
      }
      case TagRole.TRACE_STATE -> {
        traceState = replaced(tag, traceState, text);
        yield true;
      }
      case TagRole.SCOPE_NAME -> isScopeName(text, 0);
      case TagRole.LIBRARY_NAME -> isScopeName(text, tag.key());
      case TagRole.SCOPE_VERSION -> isScopeVersion(text, 0);
      case TagRole.LIBRARY_VERSION -> isScopeVersion(text, tag.key());
      default -> false;
    };
  }

  /** The new text of a field; the one that it had until now becomes an attribute again. */
  private int replaced(TagReader tag, int oldText, int newText) {
    if (oldText != 0) {
      attributes.add(tag.key(), AttributeType.STRING, oldText);
    }
    return newText;
  }

  private boolean isError(TagReader tag) {
    if (error || tag.type() != AttributeType.BOOL.code() || tag.value() == 0) {
      return false;
    }
    error = true;
    return true;
  }

  private boolean isKind(TagReader tag, int text) {
    if (text != kindText) {
      kindText = text;
      kindOfText = kindOf(text);
    }
    if (kindOfText == 0) {
      return false;
    }
    kind = kindOfText;
    kindOwnText = replaced(tag, kindOwnText, text);
    return true;
  }

  private int kindOf(int text) {
    for (int number = 1; SpanKind.of(number) != SpanKind.UNSPECIFIED; number++) {
      if (isAscii(text, SpanKind.of(number).lowerCase())) {
        return number;
      }
    }
    return 0;
  }

  /** Whether a string is this text, which is lower case or upper case. */
  private boolean isAscii(int index, String text) {
    int length = strings.length(index);
    if (length != text.length()) {
      return false;
    }
    byte[] bytes = strings.array(index);
    int offset = strings.offset(index);
    for (int i = 0; i < length; i++) {
      if (bytes[offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isStatusCode(TagReader tag, int text) {
    hasStatusCode = true;
    int code = 0;
    if (isAnyCase(text, "OK")) {
      code = StatusCode.OK.number();
    } else if (isAnyCase(text, "ERROR")) {
      code = StatusCode.ERROR.number();
    }
    if (code == 0) {
      return false;
    }
    statusCode = code;
    statusText = replaced(tag, statusText, text);
    return true;
  }

  private boolean isAnyCase(int index, String upperCase) {
    int length = strings.length(index);
    if (length != upperCase.length()) {
      return false;
    }
    byte[] bytes = strings.array(index);
    int offset = strings.offset(index);
    for (int i = 0; i < length; i++) {
      if (Character.toUpperCase(bytes[offset + i]) != upperCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The name of the scope goes before that of the library, in whatever order they come. */
  private boolean isScopeName(int text, int libraryKey) {
    if (scopeName != 0 && (scopeNameKey == 0 || libraryKey != 0)) {
      return false;
    }
    if (scopeNameKey != 0) {
      attributes.add(scopeNameKey, AttributeType.STRING, scopeName);
    }
    scopeName = text;
    scopeNameKey = libraryKey;
    return true;
  }

  private boolean isScopeVersion(int text, int libraryKey) {
    if (scopeVersion != 0 && (scopeVersionKey == 0 || libraryKey != 0)) {
      return false;
    }
    if (scopeVersionKey != 0) {
      attributes.add(scopeVersionKey, AttributeType.STRING, scopeVersion);
    }
    scopeVersion = text;
    scopeVersionKey = libraryKey;
    return true;
  }

  private void seeHttpCode(TagReader tag) {
    if (tag.type() == AttributeType.INT.code()) {
      httpCode = Math.max(NO_NUMBER, tag.value());
    } else {
      httpCode = tag.isText() ? digits((int) tag.value()) : NO_NUMBER;
    }
  }

  private long digits(int text) {
    int length = strings.length(text);
    if (length > MAX_DIGITS) {
      return NO_NUMBER;
    }
    byte[] bytes = strings.array(text);
    int offset = strings.offset(text);
    long number = 0;
    for (int i = 0; i < length; i++) {
      int digit = bytes[offset + i] - '0';
      if (digit < 0 || digit > 9) {
        return NO_NUMBER;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** Ends the tags of the span: sets its kind, status, trace state and flags. */
  void end(int flags) {
    span.kind(kind);
    span.traceState(traceState);
    setStatus();
    span.flags(flags & 1);
    if ((flags & ~1) != 0) {
      byte[] key = TagRole.key(TagRole.FLAGS);
      attributes.add(
          strings.text(key, 0, key.length), AttributeType.INT, Integer.toUnsignedLong(flags));
    }
  }

  /** As OpenTelemetry's translator has it, which Jaeger uses; any error has its description. */
  private void setStatus() {
    boolean isError =
        error || statusCode == StatusCode.ERROR.number() || (!hasStatusCode && isHttpError());
    if (isError) {
      span.statusCode(StatusCode.ERROR.number());
      span.statusMessage(description != 0 ? description : httpMessage);
    } else if (hasStatusCode) {
      span.statusCode(statusCode);
      span.statusMessage(description);
    } else {
      keepDescription();
    }
  }

  /** Without a status, a description says nothing that the model has a field for. */
  private void keepDescription() {
    if (description != 0) {
      byte[] key = TagRole.key(TagRole.STATUS_DESCRIPTION);
      attributes.add(strings.text(key, 0, key.length), AttributeType.STRING, description);
    }
  }

  private boolean isHttpError() {
    if (httpCode == NO_NUMBER || (httpCode >= HTTP_FIRST && httpCode < HTTP_CLIENT_ERROR)) {
      return false;
    }
    boolean clientError = httpCode >= HTTP_CLIENT_ERROR && httpCode < HTTP_SERVER_ERROR;
    return !clientError || kind != SpanKind.SERVER.number();
  }

  /** String index of the scope's name. */
  int scopeName() {
    return scopeName;
  }

  /** String index of the scope's version. */
  int scopeVersion() {
    return scopeVersion;
  }
}
