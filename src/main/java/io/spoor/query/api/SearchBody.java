// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.spoor.codec.text.GoSyntax;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the request message of a search of api_v3 from JSON, as the parameters of a URL that asks
 * for the same: both are checked by {@link V3Parameters}, and refused in the same words. Names are
 * in camel case or in snake case, null is absent, and what is not known is refused, since a search
 * must not find more than was asked for.
 */
final class SearchBody {
  private static final int MAX_NESTING = 100; // a filter of 20 calls within each other needs 63
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build())
          .build();
  private static final Map<String, Member> OF_BODY = new HashMap<>();
  private static final Map<String, Member> OF_QUERY = new HashMap<>();
  private static final Map<String, Member> OF_PAGINATION = new HashMap<>();

  static {
    add(OF_BODY, "query", body -> body.members("query", OF_QUERY));
    add(OF_QUERY, "serviceName", body -> body.text("query.serviceName"));
    add(OF_QUERY, "operationName", body -> body.text("query.operationName"));
    add(OF_QUERY, "attributes", SearchBody::attributes);
    add(OF_QUERY, "startTimeMin", body -> body.text("query.startTimeMin"));
    add(OF_QUERY, "startTimeMax", body -> body.text("query.startTimeMax"));
    add(OF_QUERY, "durationMin", body -> body.text("query.durationMin"));
    add(OF_QUERY, "durationMax", body -> body.text("query.durationMax"));
    add(OF_QUERY, "searchDepth", body -> body.scalar("query.searchDepth"));
    add(OF_QUERY, "rawTraces", body -> body.scalar("query.rawTraces"));
    add(OF_QUERY, "filter", body -> body.add("query.filter", body.object("query.filter")));
    add(OF_QUERY, "pagination", SearchBody::pagination);
    add(OF_PAGINATION, "pageSize", body -> body.scalar("query.pagination.pageSize"));
    add(OF_PAGINATION, "pageToken", body -> body.text("query.pagination.pageToken"));
  }

  private static void add(Map<String, Member> members, String name, Member member) {
    members.put(name, member);
    members.put(name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), member);
  }

  /** Reads the value of one member, at whose first token the parser is. */
  @FunctionalInterface
  private interface Member {
    void read(SearchBody body) throws IOException;
  }

  private final String text;
  private final JsonParser parser;
  private final FormQuery.Builder parameters = new FormQuery.Builder();

  private SearchBody(String text, JsonParser parser) {
    this.text = text;
    this.parser = parser;
  }

  /** The parameters that a body stands for; what is wrong ends in an {@link ApiException}. */
  static FormQuery read(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      SearchBody body = new SearchBody(text, parser);
      parser.nextToken();
      body.members("body", OF_BODY);
      if (parser.nextToken() != null) {
        throw malformed("there is more after the message");
      }
      return body.parameters.build();
    } catch (StreamConstraintsException e) {
      throw malformed(
          "nested more than " + MAX_NESTING + " deep, or a name or a number is too long");
    } catch (IOException e) {
      throw malformed("not valid JSON");
    }
  }

  private static ApiException malformed(String reason) {
    return new ApiException(400, "malformed body: " + reason);
  }

  private void members(String of, Map<String, Member> known) throws IOException {
    requireObject(of);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Member member = known.get(name);
      if (member == null) {
        throw malformed(of + " has no member " + GoSyntax.quote(name));
      }
      if (parser.nextToken() != JsonToken.VALUE_NULL) {
        member.read(this);
      }
    }
  }

  /** One that says nothing is there all the same, to be refused. */
  private void pagination() throws IOException {
    members("pagination", OF_PAGINATION);
    parameters.addIfAbsent("query.pagination.pageSize", "");
  }

  private void text(String parameter) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw malformed(parameter + " must be a JSON string");
    }
    add(parameter, parser.getText());
  }

  /** A number or a flag, which may be a string as well, as in protobuf's JSON. */
  private void scalar(String parameter) throws IOException {
    if (!parser.currentToken().isScalarValue()) {
      throw malformed(parameter + " must not be an object or an array");
    }
    add(parameter, parser.getText());
  }

  /** As in protobuf, an empty map is none. */
  private void attributes() throws IOException {
    String object = object("query.attributes");
    add("query.attributes", object.substring(1, object.length() - 1).isBlank() ? "" : object);
  }

  /** An object as the client wrote it. */
  private String object(String what) throws IOException {
    requireObject(what);
    int begin = offset() - 1;
    parser.skipChildren();
    return text.substring(begin, offset());
  }

  /** Where the parser stands: behind the brace that its token is. */
  private int offset() {
    return Math.toIntExact(parser.currentLocation().getCharOffset());
  }

  private void requireObject(String what) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw malformed(what + " must be a JSON object");
    }
  }

  private void add(String parameter, String value) {
    if (!parameters.addIfAbsent(parameter, value)) {
      throw malformed(parameter + " is there twice");
    }
  }
}
