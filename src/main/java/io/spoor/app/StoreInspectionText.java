// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.spoor.storage.segment.block.BlockOrigin;
import io.spoor.storage.segment.tool.StoreInspection;
import io.spoor.storage.segment.tool.StoreInspection.BlockSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** Shows what a store's folder holds. */
final class StoreInspectionText {
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  static void print(StoreInspection found, PrintWriter out) {
    out.printf(
        "%-16s %-16s %5s %10s %10s %12s %6s  %-20s  %-20s%n",
        "tenant",
        "block",
        "level",
        "spans",
        "traces",
        "bytes",
        "a span",
        "first start",
        "last start");
    for (BlockSummary block : found.blocks()) {
      BlockOrigin origin = block.origin();
      out.printf(
          Locale.ROOT,
          "%-16s %016x %5d %10d %10d %12d %6.1f  %-20s  %-20s%n",
          origin.tenant().name(),
          origin.number(),
          origin.level(),
          block.spans(),
          block.traces(),
          block.bytes(),
          bySpan(block.bytes(), block.spans()),
          time(block.startMinUnixNano()),
          time(block.startMaxUnixNano()));
    }
    out.printf("%n%-48s %14s %8s%n", "column or section", "bytes", "a span");
    found.parts().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(part -> printPart(part.getKey(), part.getValue(), found.spans(), out));
    printPart("all blocks", found.blockBytes(), found.spans(), out);
    out.printf(
        Locale.ROOT,
        "%n%d blocks with %d spans; log: %d files, %d bytes%n",
        found.blocks().size(),
        found.spans(),
        found.logFiles(),
        found.logBytes());
    found.problems().forEach(problem -> out.println("DAMAGED " + problem));
  }

  private static void printPart(String name, long bytes, long spans, PrintWriter out) {
    out.printf(Locale.ROOT, "%-48s %14d %8.2f%n", name, bytes, bySpan(bytes, spans));
  }

  static void printJson(StoreInspection found, PrintWriter out) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(out).useDefaultPrettyPrinter()) {
      json.writeStartObject();
      json.writeStringField("folder", found.folder().toString());
      json.writeNumberField("spans", found.spans());
      json.writeNumberField("blockBytes", found.blockBytes());
      json.writeNumberField("bytesASpan", bySpan(found.blockBytes(), found.spans()));
      json.writeNumberField("logFiles", found.logFiles());
      json.writeNumberField("logBytes", found.logBytes());
      json.writeArrayFieldStart("blocks");
      for (BlockSummary block : found.blocks()) {
        writeBlock(block, json);
      }
      json.writeEndArray();
      json.writeObjectFieldStart("parts");
      for (Map.Entry<String, Long> part : found.parts().entrySet()) {
        json.writeNumberField(part.getKey(), part.getValue());
      }
      json.writeEndObject();
      json.writeArrayFieldStart("problems");
      for (String problem : found.problems()) {
        json.writeString(problem);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.println();
  }

  private static void writeBlock(BlockSummary block, JsonGenerator json) throws IOException {
    BlockOrigin origin = block.origin();
    json.writeStartObject();
    json.writeStringField("tenant", origin.tenant().name());
    json.writeNumberField("number", origin.number());
    json.writeNumberField("level", origin.level());
    json.writeNumberField("lastSequence", origin.lastSequence());
    json.writeNumberField("ingestMinUnixMilli", origin.ingestMinUnixMilli());
    json.writeNumberField("ingestMaxUnixMilli", origin.ingestMaxUnixMilli());
    json.writeStringField("startMinUnixNano", Long.toUnsignedString(block.startMinUnixNano()));
    json.writeStringField("startMaxUnixNano", Long.toUnsignedString(block.startMaxUnixNano()));
    json.writeNumberField("rowGroups", block.groups());
    json.writeNumberField("spans", block.spans());
    json.writeNumberField("traces", block.traces());
    json.writeNumberField("bytes", block.bytes());
    json.writeEndObject();
  }

  private static double bySpan(long bytes, long spans) {
    return Math.round(100.0 * bytes / Math.max(1, spans)) / 100.0;
  }

  private static Instant time(long unixNano) {
    return Instant.ofEpochSecond(Long.divideUnsigned(unixNano, NANOS_PER_SECOND));
  }

  private StoreInspectionText() {}
}
