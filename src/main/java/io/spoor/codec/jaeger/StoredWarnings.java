// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spoor.codec.otlp.AttributeText;
import io.spoor.model.AttributeTable;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Warnings that came with a span, in the attribute by which Jaeger passes them on. */
public final class StoredWarnings {
  /** Key of the attribute. */
  public static final String KEY = Tags.WARNINGS;

  private static final JsonFactory JSON = new JsonFactory();

  /**
   * The warnings in the attribute of a span: one text, or a list of them.
   *
   * @param key string index of {@link #KEY}, or -1 where the batch does not have it
   */
  public static List<String> of(SpanBatch batch, int key, int row) {
    AttributeTable table = batch.spans().attributes();
    int entry = key < 0 ? -1 : table.find(row, key);
    if (entry < 0 || table.type(entry) == AttributeType.EMPTY) {
      return List.of();
    }
    String text = AttributeText.of(batch, table, entry);
    return table.type(entry) == AttributeType.ARRAY ? elements(text) : List.of(text);
  }

  private static List<String> elements(String json) {
    List<String> texts = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
          texts.add(parser.getText());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // from memory, and written by ourselves
    }
    return texts;
  }

  private StoredWarnings() {}
}
