// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.model.AttributeTableBuilder;
import io.spoor.model.AttributeType;
import io.spoor.model.SpanBatchBuilder;
import io.spoor.model.StringTableBuilder;

/**
 * Makes a resource of a process: its service name and its tags. A tag {@code hostname} becomes
 * {@code host.name} where there is none. Not thread-safe.
 */
final class ProcessAssembler {
  private static final byte[] SERVICE_NAME = "service.name".getBytes(US_ASCII);
  private static final byte[] NO_SERVICE_NAME = Tags.NO_SERVICE_NAME.getBytes(US_ASCII);
  private static final int NONE = -1;

  private SpanBatchBuilder builder;
  private AttributeTableBuilder attributes;

  // Of the process under way.
  private int serviceName;
  private int nameEntry; // of the attribute that says the name
  private int hostname; // entry of the first tag of this key
  private boolean hasHostName;

  ProcessAssembler(SpanBatchBuilder builder) {
    this.builder = builder;
    this.attributes = builder.resourceAttributes();
  }

  void reset(SpanBatchBuilder newBuilder) {
    builder = newBuilder;
    attributes = newBuilder.resourceAttributes();
  }

  void begin() {
    serviceName = 0;
    nameEntry = NONE;
    hostname = NONE;
    hasHostName = false;
  }

  /** Sets the service's name by string index; that of no service, as Jaeger writes it, is none. */
  void serviceName(int index) {
    serviceName = isNone(index) ? 0 : index;
  }

  private boolean isNone(int index) {
    StringTableBuilder strings = builder.strings();
    return strings.length(index) == NO_SERVICE_NAME.length
        && strings.text(NO_SERVICE_NAME, 0, NO_SERVICE_NAME.length) == index;
  }

  /** Takes the tag that was read last. */
  void accept(TagReader tag) {
    name(); // goes first
    if (tag.role() == TagRole.HOSTNAME && hostname == NONE) {
      hostname = attributes.size();
    } else if (tag.role() == TagRole.HOST_NAME) {
      hasHostName = true;
    }
    attributes.add(tag.key(), tag.type(), tag.value());
  }

  private void name() {
    if (serviceName != 0 && nameEntry == NONE) {
      nameEntry = attributes.size();
      int key = builder.strings().text(SERVICE_NAME, 0, SERVICE_NAME.length);
      attributes.add(key, AttributeType.STRING, serviceName);
    }
  }

  /** Ends the process; returns the row of its resource. */
  int end() {
    name();
    if (nameEntry != NONE) {
      attributes.replaceValue(nameEntry, serviceName); // the last one counts
    }
    if (hostname != NONE && !hasHostName) {
      byte[] key = TagRole.key(TagRole.HOST_NAME);
      attributes.replaceKey(hostname, builder.strings().text(key, 0, key.length));
    }
    return builder.endResource(0, 0);
  }
}
