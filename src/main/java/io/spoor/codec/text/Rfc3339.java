// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** Times of api_v3: RFC 3339, up to nanoseconds. */
public final class Rfc3339 {
  private static final Pattern FORM =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}([.,]\\d{1,9})?(Z|[+ -]\\d{2}:\\d{2})");
  private static final int OFFSET_LENGTH = 6;

  /**
   * Nanoseconds since the epoch, unsigned: see {@link Nanos#time}.
   *
   * <p>Grafana sends the offset's {@code +} unescaped, so that it arrives as a blank.
   *
   * @throws IllegalArgumentException with the message for the client
   */
  public static long parseUnixNano(String text) {
    try {
      if (FORM.matcher(text).matches()) {
        return unixNano(OffsetDateTime.parse(repaired(text).replace(',', '.')).toInstant());
      }
    } catch (DateTimeException expected) {
      // said below
    }
    throw new IllegalArgumentException(
        "parsing time "
            + GoSyntax.quote(text)
            + " as \"2006-01-02T15:04:05.999999999Z07:00\": not an RFC 3339 time");
  }

  private static String repaired(String text) {
    int sign = text.length() - OFFSET_LENGTH;
    return text.charAt(sign) == ' '
        ? text.substring(0, sign) + '+' + text.substring(sign + 1)
        : text;
  }

  private static long unixNano(Instant instant) {
    long seconds = Nanos.time(instant.getEpochSecond(), 1_000_000_000L);
    long fraction = instant.getEpochSecond() < 0 ? 0 : instant.getNano();
    return Long.compareUnsigned(seconds + fraction, seconds) < 0 ? -1 : seconds + fraction;
  }

  private Rfc3339() {}
}
