// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import io.spoor.codec.wire.ProtoReader;
import io.spoor.model.StringTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Translates {@code Resource.entity_refs} between their encoded form and OTLP JSON. */
final class JsonEntityRefs {
  private static final int ENTITY_REF = 0x1a; // in Resource
  private static final int SCHEMA_URL = 0x0a;
  private static final int TYPE = 0x12;
  private static final int ID_KEYS = 0x1a;
  private static final int DESCRIPTION_KEYS = 0x22;

  /** Writes the field {@code entityRefs}, if there are any. */
  static void write(StringTable strings, int index, JsonGenerator json) throws IOException {
    if (index == 0) {
      return;
    }
    ProtoReader in = new ProtoReader();
    in.reset(strings.array(index), strings.offset(index), strings.length(index));
    json.writeArrayFieldStart("entityRefs");
    while (in.hasMore()) {
      in.tag(); // always the same
      int outer = in.enter(0);
      json.writeStartObject();
      writeFields(in, json);
      json.writeEndObject();
      in.leave(outer);
    }
    json.writeEndArray();
  }

  private static void writeFields(ProtoReader in, JsonGenerator json) throws IOException {
    String schemaUrl = "";
    String type = "";
    List<String> idKeys = new ArrayList<>();
    List<String> descriptionKeys = new ArrayList<>();
    while (in.hasMore()) {
      int tag = in.tag();
      switch (tag) {
        case SCHEMA_URL -> schemaUrl = text(in);
        case TYPE -> type = text(in);
        case ID_KEYS -> idKeys.add(text(in));
        case DESCRIPTION_KEYS -> descriptionKeys.add(text(in));
        default -> in.skip(tag, 0);
      }
    }
    write("schemaUrl", schemaUrl, json);
    write("type", type, json);
    write("idKeys", idKeys, json);
    write("descriptionKeys", descriptionKeys, json);
  }

  private static String text(ProtoReader in) {
    int length = in.length();
    return new String(in.bytes(), in.advance(length), length, StandardCharsets.UTF_8);
  }

  private static void write(String field, String text, JsonGenerator json) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(field, text);
    }
  }

  private static void write(String field, List<String> texts, JsonGenerator json)
      throws IOException {
    if (!texts.isEmpty()) {
      json.writeArrayFieldStart(field);
      for (String text : texts) {
        json.writeString(text);
      }
      json.writeEndArray();
    }
  }

  /** Reads an array of them, and appends their encoded form. */
  static void read(JsonInput in, MessageEncoder out) throws IOException {
    if (!in.isArray()) {
      return;
    }
    while (in.nextElement()) {
      int start = out.size();
      readFields(in, out);
      out.wrap(start, ENTITY_REF);
    }
  }

  private static void readFields(JsonInput in, MessageEncoder out) throws IOException {
    String schemaUrl = "";
    String type = "";
    List<String> idKeys = new ArrayList<>();
    List<String> descriptionKeys = new ArrayList<>();
    if (in.isObject()) {
      while (in.nextField()) {
        switch (in.field()) {
          case "schemaUrl", "schema_url" -> schemaUrl = in.text();
          case "type" -> type = in.text();
          case "idKeys", "id_keys" -> readTexts(in, idKeys);
          case "descriptionKeys", "description_keys" -> readTexts(in, descriptionKeys);
          default -> in.skip();
        }
      }
    }
    append(SCHEMA_URL, schemaUrl, out);
    append(TYPE, type, out);
    idKeys.forEach(key -> out.bytesField(ID_KEYS, key.getBytes(StandardCharsets.UTF_8)));
    descriptionKeys.forEach(
        key -> out.bytesField(DESCRIPTION_KEYS, key.getBytes(StandardCharsets.UTF_8)));
  }

  private static void readTexts(JsonInput in, List<String> texts) throws IOException {
    if (in.isArray()) {
      while (in.nextElement()) {
        texts.add(in.text());
      }
    }
  }

  private static void append(int tag, String text, MessageEncoder out) {
    if (!text.isEmpty()) {
      out.bytesField(tag, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private JsonEntityRefs() {}
}
