// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import zipkin2.Endpoint;
import zipkin2.Span;

/** Spans as Zipkin's clients make them, and stranger ones. */
final class RandomZipkinSpans {
  private static final long START_MICROS = 1_795_176_000_000_000L;
  private static final List<Span.Kind> KINDS =
      List.of(Span.Kind.CLIENT, Span.Kind.SERVER, Span.Kind.PRODUCER, Span.Kind.CONSUMER);
  private static final String[] TEXTS = {
    "",
    "a",
    "GET /api",
    "quote \" and \\ back",
    "tab\tnew\nline",
    "\u0001\u001f",
    "äöü €",
    "𝄞 clef",
    "true",
    "17",
    "x".repeat(70)
  };

  /**
   * Up to seven spans.
   *
   * @param complete whether each has all that v1 can say of it without loss
   */
  static List<Span> list(Random random, boolean complete) {
    List<Span> spans = new ArrayList<>();
    int size = random.nextInt(8);
    for (int i = 0; i < size; i++) {
      spans.add(span(random, complete));
    }
    return spans;
  }

  private static Span span(Random random, boolean complete) {
    Span.Builder span =
        Span.newBuilder()
            .traceId(random.nextBoolean() ? random.nextLong() : 0, 1 + random.nextInt(1000))
            .id(1 + random.nextInt(Integer.MAX_VALUE))
            .name(text(random))
            .parentId(random.nextInt(3) == 0 ? 0 : random.nextLong() | 1)
            .debug(rarely(random))
            .shared(complete ? null : rarely(random));
    if (complete || usually(random)) {
      span.kind(KINDS.get(random.nextInt(complete ? 2 : 4)));
      span.localEndpoint(endpoint(random, true));
    }
    if (complete || usually(random)) {
      span.timestamp(START_MICROS + random.nextInt(1_000_000));
    }
    if (complete || usually(random)) {
      span.duration(1 + random.nextInt(1_000_000));
    }
    span.remoteEndpoint(random.nextBoolean() ? endpoint(random, complete) : null);
    addTexts(span, random);
    return span.build();
  }

  private static boolean usually(Random random) {
    return random.nextInt(4) > 0;
  }

  private static @Nullable Boolean rarely(Random random) {
    return random.nextInt(5) == 0 ? true : null;
  }

  private static void addTexts(Span.Builder span, Random random) {
    for (int i = random.nextInt(4); i > 0; i--) {
      span.addAnnotation(START_MICROS + random.nextInt(1_000_000), "event " + text(random));
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      span.putTag("key " + text(random), text(random));
    }
    if (random.nextInt(5) == 0) {
      span.putTag("error", text(random));
    }
    if (random.nextInt(5) == 0) {
      span.putTag("host.name", "node-" + random.nextInt(3));
    }
  }

  private static String text(Random random) {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private static Endpoint endpoint(Random random, boolean named) {
    Endpoint.Builder endpoint = Endpoint.newBuilder();
    if (named || random.nextBoolean()) {
      endpoint.serviceName("service-" + random.nextInt(4));
    }
    if (random.nextBoolean()) {
      byte[] ip = new byte[4];
      random.nextBytes(ip);
      endpoint.parseIp(ip);
    }
    if (random.nextInt(3) == 0) {
      endpoint.parseIp(ipv6(random));
    }
    return endpoint.port(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(0xffff)).build();
  }

  /** Zipkin shortens a single group of zeros too, which RFC 5952 forbids: here are at least two. */
  private static byte[] ipv6(Random random) {
    byte[] ip = new byte[16];
    for (int i = 0; i < ip.length; i++) {
      ip[i] = (byte) (1 + random.nextInt(255));
    }
    if (random.nextBoolean()) {
      int start = 2 * (1 + random.nextInt(5));
      Arrays.fill(ip, start, start + 2 * (2 + random.nextInt((14 - start) / 2)), (byte) 0);
    }
    return ip;
  }

  private RandomZipkinSpans() {}
}
