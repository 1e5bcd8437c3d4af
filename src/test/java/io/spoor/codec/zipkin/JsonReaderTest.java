// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spoor.TestSeed;
import io.spoor.codec.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The reader beside Jackson. */
class JsonReaderTest {
  private static final String SAMPLE =
      """
      [{"a" : "plain", "b\\u00e9\\n\\"\\\\\\/\\b\\f\\r\\t" : "\\ud834\\udd1e", "c":[ ],"d":{ },
      "e":[1,-0, 0.5,-17.25e+3,1E9,true,false,null, {"f":[[["x"]]]}], "long":"0123456789abcdef"}]
      """;

  private final ObjectMapper jackson =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final JsonReader reader = new JsonReader();

  @Test
  void acceptsWhatJacksonAcceptsAndNothingElse() {
    Random random = TestSeed.random();
    byte[] alphabet = "\"\\{}[],: 0123456789.-+eEtrufalsn\n".getBytes(StandardCharsets.US_ASCII);
    int accepted = 0;
    for (int round = 0; round < 200_000; round++) {
      byte[] bytes = SAMPLE.getBytes(StandardCharsets.UTF_8);
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = alphabet[random.nextInt(alphabet.length)];
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      boolean ours = isAccepted(bytes);
      assertThat(ours).as(text).isEqualTo(isAcceptedByJackson(text));
      accepted += ours ? 1 : 0;
    }
    assertThat(accepted).isBetween(1_000, 199_000);
  }

  @Test
  void readsTextAsJacksonDoes() throws JsonProcessingException {
    Random random = TestSeed.random();
    for (int round = 0; round < 50_000; round++) {
      String text = jackson.writeValueAsString(text(random));
      String escaped = random.nextBoolean() ? text : escaped(text);
      byte[] bytes = escaped.getBytes(StandardCharsets.UTF_8);
      reader.reset(bytes, 0, bytes.length);
      reader.text();
      String read =
          new String(reader.array(), reader.offset(), reader.length(), StandardCharsets.UTF_8);
      reader.end();
      assertThat(read).isEqualTo(jackson.readTree(escaped).textValue());
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(40); i > 0; i--) {
      int codePoint =
          switch (random.nextInt(8)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x80 + random.nextInt(0x800);
            case 2 -> 0xe000 + random.nextInt(0x1000);
            case 3 -> 0x10000 + random.nextInt(0x1000);
            default -> 0x20 + random.nextInt(0x5f);
          };
      text.appendCodePoint(codePoint);
    }
    return text.toString();
  }

  /** With every character but ASCII as an escape. */
  private static String escaped(String json) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      text.append(c < 0x80 ? String.valueOf(c) : String.format("\\u%04X", (int) c));
    }
    return text.toString();
  }

  private boolean isAccepted(byte[] bytes) {
    try {
      reader.reset(bytes, 0, bytes.length);
      reader.skip();
      reader.end();
      return true;
    } catch (MalformedException expected) {
      return false;
    }
  }

  private boolean isAcceptedByJackson(String text) {
    try {
      JsonNode node = jackson.readTree(text);
      return node != null && !node.isMissingNode();
    } catch (JsonProcessingException expected) {
      return false;
    }
  }
}
