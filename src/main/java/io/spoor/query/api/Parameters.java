// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spoor.model.SpanKind;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Values that parameters of both APIs have. */
final class Parameters {

  /**
   * Reads a JSON object of strings; null stands for the empty string, as it does in Go.
   *
   * @throws IllegalArgumentException with the reason for the client
   */
  static Map<String, String> stringMap(String text) {
    Map<String, String> map = new LinkedHashMap<>();
    try (JsonParser parser = BodyStream.JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new IllegalArgumentException("unexpected end of JSON input");
      }
      if (first != JsonToken.VALUE_NULL) {
        readObject(parser, first, map);
      }
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("invalid character after top-level value");
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not valid JSON", e);
    }
    return map;
  }

  private static void readObject(JsonParser parser, JsonToken first, Map<String, String> map)
      throws IOException {
    if (first != JsonToken.START_OBJECT) {
      throw unmarshal(first, "map[string]string");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value != JsonToken.VALUE_STRING && value != JsonToken.VALUE_NULL) {
        throw unmarshal(value, "string");
      }
      map.put(key, value == JsonToken.VALUE_NULL ? "" : parser.getText());
    }
  }

  private static IllegalArgumentException unmarshal(JsonToken token, String type) {
    String what =
        switch (token) {
          case START_OBJECT -> "object";
          case START_ARRAY -> "array";
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
          case VALUE_TRUE, VALUE_FALSE -> "bool";
          default -> "string";
        };
    return new IllegalArgumentException(
        "json: cannot unmarshal " + what + " into Go value of type " + type);
  }

  /** The kind of a parameter, in either case; empty when it is not given. */
  static Optional<SpanKind> spanKind(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<SpanKind> kind = SpanKind.fromLowerCase(text.toLowerCase(Locale.ROOT));
    if (kind.isEmpty()) {
      throw new IllegalArgumentException("unsupported span kind: '" + text + "'");
    }
    return kind;
  }

  private Parameters() {}
}
