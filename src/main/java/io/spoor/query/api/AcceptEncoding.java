// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code Accept-Encoding} (RFC 9110 section 12.5.3) as far as gzip is concerned. */
final class AcceptEncoding {

  /** Whether the client asked for gzip, by name or by {@code *}. */
  static boolean allowsGzip(@Nullable String header) {
    if (header == null) {
      return false;
    }
    boolean any = false;
    for (String part : header.toLowerCase(Locale.ROOT).split(",")) {
      String[] fields = part.split(";");
      String coding = fields[0].strip();
      boolean wanted = weight(fields) > 0;
      if (coding.equals("gzip") || coding.equals("x-gzip")) {
        return wanted;
      }
      any |= coding.equals("*") && wanted;
    }
    return any;
  }

  private static double weight(String[] fields) {
    for (int i = 1; i < fields.length; i++) {
      String field = fields[i].strip();
      if (field.startsWith("q=")) {
        try {
          return Double.parseDouble(field.substring(2));
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 1;
  }

  private AcceptEncoding() {}
}
