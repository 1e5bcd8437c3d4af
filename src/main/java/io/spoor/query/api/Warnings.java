// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spoor.codec.otlp.AttributeText;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Warnings that came with a span, in the attribute by which Jaeger passes them on. */
final class Warnings {

  /** The warnings in the attribute of a span: one text, or a list of them. */
  static List<String> stored(UiBatch in, int row) throws IOException {
    if (in.warningsKey() < 0) {
      return List.of();
    }
    AttributeTable table = in.batch().spans().attributes();
    int entry = table.find(row, in.warningsKey());
    if (entry < 0 || table.type(entry) == AttributeType.EMPTY) {
      return List.of();
    }
    String text = AttributeText.of(in.batch(), table, entry);
    return table.type(entry) == AttributeType.ARRAY ? elements(text) : List.of(text);
  }

  private static List<String> elements(String json) throws IOException {
    List<String> texts = new ArrayList<>();
    try (JsonParser parser = BodyStream.JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
          texts.add(parser.getText());
        }
      }
    }
    return texts;
  }

  private Warnings() {}
}
