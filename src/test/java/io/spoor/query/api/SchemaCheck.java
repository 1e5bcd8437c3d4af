// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Checks a value against as much of OpenAPI's schemas as our document uses. */
final class SchemaCheck {
  private final JsonNode document;
  private final List<String> problems = new ArrayList<>();

  SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /** What is wrong with a value. */
  List<String> check(JsonNode schema, JsonNode value) {
    problems.clear();
    check(schema, value, "");
    return List.copyOf(problems);
  }

  /** Follows a reference. */
  JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? resolve(document.at(node.get("$ref").asText().substring(1))) : node;
  }

  private void check(JsonNode reference, JsonNode value, String at) {
    JsonNode schema = resolve(reference);
    schema.path("allOf").forEach(part -> check(part, value, at));
    if (value.isNull()) {
      require(schema.path("nullable").asBoolean() || !schema.has("type"), at, "null");
      return;
    }
    checkType(schema.path("type").asText(), value, at);
    if (schema.has("enum")) {
      boolean listed = false;
      for (JsonNode one : schema.get("enum")) {
        listed |= one.equals(value);
      }
      require(listed, at, "not in enum: " + value);
    }
    checkChildren(schema, value, at);
  }

  private void checkType(String type, JsonNode value, String at) {
    boolean right =
        switch (type) {
          case "object" -> value.isObject();
          case "array" -> value.isArray();
          case "string" -> value.isTextual();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "boolean" -> value.isBoolean();
          default -> true;
        };
    require(right, at, "not " + type + ": " + value);
  }

  private void checkChildren(JsonNode schema, JsonNode value, String at) {
    schema
        .path("required")
        .forEach(name -> require(value.has(name.asText()), at, "without " + name));
    schema
        .path("properties")
        .forEachEntry(
            (name, property) -> {
              if (value.has(name)) {
                check(property, value.get(name), at + "/" + name);
              }
            });
    if (schema.has("additionalProperties")) {
      value.forEach(child -> check(schema.get("additionalProperties"), child, at + "/*"));
    }
    if (schema.has("items")) {
      value.forEach(child -> check(schema.get("items"), child, at + "/-"));
    }
  }

  private void require(boolean holds, String at, String problem) {
    if (!holds) {
      problems.add(at + ": " + problem);
    }
  }
}
