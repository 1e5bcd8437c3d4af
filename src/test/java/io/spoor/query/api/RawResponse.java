// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/**
 * One HTTP/1.1 answer, taken apart.
 *
 * @param headers by name in lower case
 * @param complete whether the body ended as its framing says
 */
record RawResponse(
    int status, String statusLine, Map<String, String> headers, Buffer body, boolean complete) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static RawResponse parse(byte[] bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return new RawResponse(0, text, Map.of(), Buffer.buffer(), false);
    }
    List<String> lines = new ArrayList<>(List.of(text.substring(0, head).split("\r\n")));
    String statusLine = lines.remove(0);
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    String rest = text.substring(head + 4);
    int status = Integer.parseInt(statusLine.split(" ")[1]);
    if ("chunked".equals(headers.get("transfer-encoding"))) {
      return dechunked(status, statusLine, headers, rest);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new RawResponse(
        status,
        statusLine,
        headers,
        Buffer.buffer(rest.getBytes(StandardCharsets.ISO_8859_1)),
        rest.length() == length);
  }

  private static RawResponse dechunked(
      int status, String statusLine, Map<String, String> headers, String rest) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    int at = 0;
    boolean complete = false;
    while (at < rest.length()) {
      int line = rest.indexOf("\r\n", at);
      int size = line < 0 ? -1 : Integer.parseInt(rest.substring(at, line), 16);
      if (size == 0) {
        complete = true;
      }
      if (size <= 0 || line + 2 + size > rest.length()) {
        break;
      }
      body.write(rest.substring(line + 2, line + 2 + size).getBytes(StandardCharsets.ISO_8859_1));
      at = line + 2 + size + 2;
    }
    return new RawResponse(
        status, statusLine, headers, Buffer.buffer(body.toByteArray()), complete);
  }

  String header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** The body, inflated where it is compressed. */
  String text() throws IOException {
    if (header("content-encoding").equals("gzip")) {
      try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body.getBytes()))) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  JsonNode json() throws IOException {
    return MAPPER.readTree(text());
  }
}
