// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage;

import io.spoor.model.ScopeTable;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanKind;
import io.spoor.model.SpanTable;
import io.spoor.model.StatusCode;
import java.util.Locale;
import java.util.Optional;

/** One attribute condition of a query: a key and the text form that its value must have. */
interface AttributeCondition {

  /** Binds the condition to a batch; {@link RowTest#NEVER} when no span can fulfil it. */
  RowTest on(SpanBatch batch);

  /** The condition of a key and a text, special keys included. */
  static AttributeCondition of(String key, String text) {
    return switch (key) {
      case "error" -> error(text);
      case "span.status" -> status(text);
      case "span.kind" -> kind(text);
      case "scope.name" -> batch -> scopeName(batch, text);
      case "scope.version" -> batch -> scopeVersion(batch, text);
      default ->
          key.startsWith("resource.")
              ? AttributeLevels.resource(key.substring("resource.".length()), text)
              : AttributeLevels.any(key, text);
    };
  }

  private static AttributeCondition error(String text) {
    AttributeCondition explicit = AttributeLevels.span("error", text);
    Optional<Boolean> wanted = bool(text);
    if (wanted.isEmpty()) {
      return explicit;
    }
    boolean isError = wanted.get();
    return batch -> {
      SpanTable spans = batch.spans();
      RowTest bound = explicit.on(batch);
      return row ->
          isError == (spans.statusCode(row) == StatusCode.ERROR.number()) || bound.matches(row);
    };
  }

  /** The texts that Go's {@code strconv.ParseBool} takes, as Jaeger does. */
  private static Optional<Boolean> bool(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
      case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static AttributeCondition status(String text) {
    String wanted = text.toUpperCase(Locale.ROOT);
    for (StatusCode code : StatusCode.values()) {
      if (code.name().equals(wanted)) {
        return batch -> row -> StatusCode.of(batch.spans().statusCode(row)) == code;
      }
    }
    return batch -> RowTest.NEVER;
  }

  private static AttributeCondition kind(String text) {
    Optional<SpanKind> wanted = SpanKind.fromLowerCase(text.toLowerCase(Locale.ROOT));
    if (wanted.isEmpty()) {
      return batch -> RowTest.NEVER;
    }
    SpanKind kind = wanted.get();
    return batch -> row -> SpanKind.of(batch.spans().kind(row)) == kind;
  }

  private static RowTest scopeName(SpanBatch batch, String text) {
    ScopeTable scopes = batch.scopes();
    int wanted = batch.strings().find(text);
    return wanted < 0 ? RowTest.NEVER : row -> scopes.name(batch.spans().scope(row)) == wanted;
  }

  private static RowTest scopeVersion(SpanBatch batch, String text) {
    ScopeTable scopes = batch.scopes();
    int wanted = batch.strings().find(text);
    return wanted < 0 ? RowTest.NEVER : row -> scopes.version(batch.spans().scope(row)) == wanted;
  }
}
