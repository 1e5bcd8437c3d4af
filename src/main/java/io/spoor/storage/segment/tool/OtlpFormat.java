// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

/** How spans stand in a file: each piece an OTLP {@code ExportTraceServiceRequest}. */
public enum OtlpFormat {
  /** OTLP JSON, one request a line. */
  JSON,
  /** Protobuf, each request behind its length as a varint. */
  PROTO
}
