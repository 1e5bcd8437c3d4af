// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The page at every path that is no API, and the OpenAPI description. */
final class PageApi {
  private final String page;
  private final String openApi = resource("/openapi.yaml");

  PageApi(BuildVersion version) {
    this.page =
        resource("/io/spoor/query/api/index.html")
            .replace("JAEGER_VERSION = DEFAULT_VERSION;", "JAEGER_VERSION = " + json(version) + ";")
            .replace("{{version}}", escaped(version.gitVersion()));
  }

  void page(Exchange exchange) {
    exchange
        .response()
        .putHeader("Cache-Control", "no-cache")
        .putHeader("X-Content-Type-Options", "nosniff");
    exchange.text("text/html; charset=utf-8", page);
  }

  void openApi(Exchange exchange) {
    exchange.text("application/yaml", openApi);
  }

  static String resource(String path) {
    try (InputStream stream = PageApi.class.getResourceAsStream(path)) {
      byte[] bytes = Objects.requireNonNull(stream, path).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String json(BuildVersion version) {
    StringWriter text = new StringWriter();
    try (var json = BodyStream.JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("gitCommit", version.gitCommit());
      json.writeStringField("gitVersion", version.gitVersion());
      json.writeStringField("buildDate", version.buildDate());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().replace("<", "\\u003c");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
