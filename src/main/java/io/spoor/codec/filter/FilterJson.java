// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.spoor.codec.text.GoSyntax;
import io.spoor.model.filter.SpanFilter;
import jaeger.expression.v1.ExpressionOuterClass.AttributeReference;
import jaeger.expression.v1.ExpressionOuterClass.Call;
import jaeger.expression.v1.ExpressionOuterClass.Expression;
import jaeger.expression.v1.ExpressionOuterClass.FieldReference;
import jaeger.expression.v1.ExpressionOuterClass.List;
import jaeger.expression.v1.ExpressionOuterClass.NestedReference;
import jaeger.expression.v1.ExpressionOuterClass.Scalar;
import java.io.IOException;

/** Reads a filter from the JSON of Jaeger's {@code expression.v1.Call}. */
public final class FilterJson {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonParser parser;

  private FilterJson(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * The filter that a JSON text is.
   *
   * @throws IllegalArgumentException with the reason for the client
   */
  public static SpanFilter read(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      parser.nextToken();
      SpanFilter filter = read(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("there is more after the filter");
      }
      return filter;
    } catch (IOException e) {
      throw new IllegalArgumentException("not valid JSON", e);
    }
  }

  /**
   * The filter that begins at the parser's token; afterwards the parser is at its last.
   *
   * @throws IllegalArgumentException with the reason for the client
   * @throws IOException when it is not valid JSON
   */
  public static SpanFilter read(JsonParser parser) throws IOException {
    return FilterReader.read(new FilterJson(parser).call(1));
  }

  private Call call(int depth) throws IOException {
    if (depth > SpanFilter.MAX_NESTING) {
      throw new IllegalArgumentException(
          "filter nests calls more than " + SpanFilter.MAX_NESTING + " deep");
    }
    Call.Builder call = Call.newBuilder();
    readObject(
        "call",
        name -> {
          switch (name) {
            case "op" -> call.setOp(string(name));
            case "args" -> readArray(name, () -> call.addArgs(expression(depth)));
            default -> throw unknown("call", name);
          }
        });
    return call.build();
  }

  private Expression expression(int depth) throws IOException {
    Expression.Builder expression = Expression.newBuilder();
    readObject(
        "argument",
        name -> {
          if (expression.getTermCase() != Expression.TermCase.TERM_NOT_SET) {
            throw new IllegalArgumentException(
                "an argument must be one of attr, field, nested, scalar, list and call, had "
                    + GoSyntax.quote(name)
                    + " as well");
          }
          switch (name) {
            case "attr" -> expression.setAttr(attribute());
            case "field" -> expression.setField(field());
            case "nested" -> expression.setNested(nested());
            case "scalar" -> expression.setScalar(scalar());
            case "list" -> expression.setList(list());
            case "call" -> expression.setCall(call(depth + 1));
            default -> throw unknown("argument", name);
          }
        });
    return expression.build();
  }

  private AttributeReference attribute() throws IOException {
    AttributeReference.Builder attribute = AttributeReference.newBuilder();
    readObject(
        "attr",
        name -> {
          switch (name) {
            case "key" -> attribute.setKey(string(name));
            case "level" -> attribute.setLevel(string(name));
            default -> throw unknown("attr", name);
          }
        });
    return attribute.build();
  }

  private FieldReference field() throws IOException {
    FieldReference.Builder field = FieldReference.newBuilder();
    readObject(
        "field",
        name -> {
          switch (name) {
            case "name" -> field.setName(string(name));
            case "level" -> field.setLevel(string(name));
            default -> throw unknown("field", name);
          }
        });
    return field.build();
  }

  private NestedReference nested() throws IOException {
    NestedReference.Builder nested = NestedReference.newBuilder();
    readObject(
        "nested",
        name -> {
          if (!name.equals("level")) {
            throw unknown("nested", name);
          }
          nested.setLevel(string(name));
        });
    return nested.build();
  }

  private Scalar scalar() throws IOException {
    Scalar.Builder scalar = Scalar.newBuilder();
    readObject(
        "scalar",
        name -> {
          switch (name) {
            case "value" -> scalar.setValue(string(name));
            case "type" -> scalar.setType(string(name));
            default -> throw unknown("scalar", name);
          }
        });
    return scalar.build();
  }

  private List list() throws IOException {
    List.Builder list = List.newBuilder();
    readObject(
        "list",
        name -> {
          switch (name) {
            case "values" -> readArray(name, () -> list.addValues(string(name)));
            case "type" -> list.setType(string(name));
            default -> throw unknown("list", name);
          }
        });
    return list.build();
  }

  /** Reads what the parser is at. */
  @FunctionalInterface
  private interface Step {
    void read() throws IOException;
  }

  /** Reads the value of a member, whose first token the parser is at. */
  @FunctionalInterface
  private interface Member {
    void read(String name) throws IOException;
  }

  /** Reads an object; as in protobuf's JSON, a member that is null is left out. */
  private void readObject(String what, Member member) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException(what + " must be a JSON object");
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        member.read(name);
      }
    }
  }

  private void readArray(String what, Step element) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException(what + " must be a JSON array");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  private String string(String name) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw new IllegalArgumentException(
          name + " must be a JSON string, was " + GoSyntax.quote(parser.getText()));
    }
    return parser.getText();
  }

  private static IllegalArgumentException unknown(String where, String name) {
    return new IllegalArgumentException(where + " has no member " + GoSyntax.quote(name));
  }
}
