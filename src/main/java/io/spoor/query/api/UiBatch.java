// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.codec.jaeger.JaegerFlags;
import io.spoor.codec.jaeger.StoredWarnings;
import io.spoor.model.SpanBatch;
import io.spoor.model.StringTable;
import java.util.Arrays;

/** What the writer of Jaeger's JSON looks up once a batch, instead of once a span. */
final class UiBatch {
  private static final int UNKNOWN = 0;

  private final SpanBatch batch;
  private final int warningsKey;
  private final int flagsKey;
  private final int serviceNameKey;
  private final int eventKey;
  private final int refTypeKey;
  private final int[] processes; // by resource: number of the process, from 1

  UiBatch(SpanBatch batch) {
    StringTable strings = batch.strings();
    this.batch = batch;
    this.warningsKey = strings.find(StoredWarnings.KEY);
    this.flagsKey = strings.find(JaegerFlags.KEY);
    this.serviceNameKey = strings.find("service.name");
    this.eventKey = strings.find("event");
    this.refTypeKey = strings.find("opentracing.ref_type");
    this.processes = new int[batch.resources().size()];
    Arrays.fill(processes, UNKNOWN);
  }

  SpanBatch batch() {
    return batch;
  }

  /** String index of the attribute that carries warnings, or -1. */
  int warningsKey() {
    return warningsKey;
  }

  /** String index of the attribute that carries Jaeger's flags, or -1. */
  int flagsKey() {
    return flagsKey;
  }

  int serviceNameKey() {
    return serviceNameKey;
  }

  /** String index of the event attribute that stands for the event's name, or -1. */
  int eventKey() {
    return eventKey;
  }

  int refTypeKey() {
    return refTypeKey;
  }

  boolean knowsProcess(int resource) {
    return processes[resource] != UNKNOWN;
  }

  int process(int resource) {
    return processes[resource];
  }

  void setProcess(int resource, int number) {
    processes[resource] = number;
  }
}
