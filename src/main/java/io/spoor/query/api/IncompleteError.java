// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;

/** Says in an answer of api_v3 that traces may be missing from it. */
final class IncompleteError {
  private static final int PARTIAL_CONTENT = 206;

  /** Writes the field {@code error} into the open object when there is a reason to. */
  static void write(JsonGenerator json, Optional<String> incomplete) throws IOException {
    if (incomplete.isPresent()) {
      json.writeObjectFieldStart("error");
      json.writeNumberField("httpCode", PARTIAL_CONTENT);
      json.writeStringField("message", "incomplete: " + incomplete.get());
      json.writeEndObject();
    }
  }

  private IncompleteError() {}
}
