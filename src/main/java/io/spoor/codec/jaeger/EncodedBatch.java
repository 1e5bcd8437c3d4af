// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.jaeger;

import io.spoor.model.SpanBatch;
import io.spoor.model.StringTable;
import java.util.Arrays;

/** What the encoder looks up, and encodes, once a batch instead of once a span. */
final class EncodedBatch {
  private static final byte[] NOT_YET = {};

  private final SpanBatch batch;
  private final int warningsKey;
  private final int flagsKey;
  private final int eventKey;
  private final int refTypeKey;
  private final int serviceNameKey;
  private final byte[][] processes; // by resource

  EncodedBatch(SpanBatch batch) {
    StringTable strings = batch.strings();
    this.batch = batch;
    this.warningsKey = strings.find(Tags.WARNINGS);
    this.flagsKey = strings.find(Tags.FLAGS);
    this.eventKey = strings.find("event");
    this.refTypeKey = strings.find(Tags.REF_TYPE);
    this.serviceNameKey = strings.find("service.name");
    this.processes = new byte[batch.resources().size()][];
    Arrays.fill(processes, NOT_YET);
  }

  SpanBatch batch() {
    return batch;
  }

  /** String index of the attribute that carries warnings, or -1. */
  int warningsKey() {
    return warningsKey;
  }

  /** String index of the attribute that carries flags, or -1. */
  int flagsKey() {
    return flagsKey;
  }

  /** String index of the event attribute that stands for the event's name, or -1. */
  int eventKey() {
    return eventKey;
  }

  int refTypeKey() {
    return refTypeKey;
  }

  int serviceNameKey() {
    return serviceNameKey;
  }

  /** The content of the {@code Process} of a resource. */
  byte[] process(int resource, boolean sorted) {
    if (processes[resource] == NOT_YET) {
      ProtoProcess process = new ProtoProcess(this, resource, sorted);
      processes[resource] = process.encode();
    }
    return processes[resource];
  }
}
