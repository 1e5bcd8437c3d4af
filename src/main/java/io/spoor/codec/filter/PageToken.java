// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.filter;

import io.spoor.model.TraceId;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the next page of a search begins, as a text that clients give back as it is.
 *
 * <pre>
 * base64url of: version 1 (1 byte), start (8), trace id (16), hash of the query (16)
 * </pre>
 *
 * <p>The hash binds it to the conditions of the query that it was made for; the size of the pages
 * may change. It is no secret: whoever makes one by hand sees nothing that a search does not show.
 */
public final class PageToken {
  private static final byte VERSION = 1;
  private static final int HASH_BYTES = 16;
  private static final int BYTES = 1 + 3 * Long.BYTES + HASH_BYTES;

  /** The token of the page that begins behind a trace. */
  public static String write(TraceQuery query, TracePosition last) {
    ByteBuffer bytes =
        ByteBuffer.allocate(BYTES)
            .put(VERSION)
            .putLong(last.startTimeUnixNano())
            .putLong(last.traceId().high())
            .putLong(last.traceId().low())
            .put(hash(query));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  /**
   * Where a page of this query begins.
   *
   * @throws IllegalArgumentException with the reason for the client
   */
  public static TracePosition read(String token, TraceQuery query) {
    ByteBuffer bytes = ByteBuffer.wrap(decode(token));
    if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
      throw new IllegalArgumentException("page token is not one that this server made");
    }
    TracePosition position =
        new TracePosition(bytes.getLong(), new TraceId(bytes.getLong(), bytes.getLong()));
    byte[] hash = new byte[HASH_BYTES];
    bytes.get(hash);
    if (!Arrays.equals(hash, hash(query))) {
      throw new IllegalArgumentException("page token was made for another query");
    }
    return position;
  }

  private static byte[] decode(String token) {
    try {
      return Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("page token is not one that this server made", e);
    }
  }

  private static byte[] hash(TraceQuery query) {
    try {
      byte[] all = MessageDigest.getInstance("SHA-256").digest(bytesOf(query));
      return Arrays.copyOf(all, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  /** All conditions, each with its length: no two queries have the same bytes. */
  private static byte[] bytesOf(TraceQuery query) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      write(out, query.serviceName());
      write(out, query.operationName());
      out.writeLong(query.startTimeMinUnixNano());
      out.writeLong(query.startTimeMaxUnixNano());
      out.writeLong(query.durationMinNano());
      out.writeLong(query.durationMaxNano());
      out.writeInt(query.attributes().size());
      for (Map.Entry<String, String> attribute : new TreeMap<>(query.attributes()).entrySet()) {
        write(out, attribute.getKey());
        write(out, attribute.getValue());
      }
      if (query.filter() != null) {
        out.write(FilterWriter.write(query.filter()).toByteArray());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
    } else {
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(encoded.length);
      out.write(encoded);
    }
  }

  private PageToken() {}
}
