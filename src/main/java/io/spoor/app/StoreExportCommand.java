// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.disk.FileSystemDisk;
import io.spoor.model.Tenant;
import io.spoor.model.TraceId;
import io.spoor.model.TraceQuery;
import io.spoor.storage.segment.tool.OtlpFormat;
import io.spoor.storage.segment.tool.OtlpOutput;
import io.spoor.storage.segment.tool.Selection;
import io.spoor.storage.segment.tool.StoreExport;
import io.spoor.storage.segment.tool.StoreFolder;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes spans out of a store as OTLP. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Writes traces as OTLP, those that are in the log only included. Whole traces, but in pieces"
          + " and in no order; without a condition all of them.",
      "Conditions are those of a search (docs/query.md): one span fulfils them all.",
      "Exit status: 0 when all was read, 1 when something was damaged and left out."
    })
final class StoreExportCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 1 << 16;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreCommand.Folder folder = new StoreCommand.Folder();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to; must not exist yet. Default: standard output")
  private @Nullable Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "JSON",
      description = "json: a request a line; proto: each behind its length as a varint.")
  private OtlpFormat format = OtlpFormat.JSON;

  @Option(names = "--tenant", paramLabel = "NAME", defaultValue = "default")
  private String tenant = "default";

  @Option(names = "--trace-id", paramLabel = "HEX", description = "Only this one. Repeatable.")
  private List<String> traceIds = new ArrayList<>();

  @Option(names = "--service", paramLabel = "NAME", description = "Name of the service.")
  private @Nullable String service;

  @Option(names = "--operation", paramLabel = "NAME", description = "Name of the span.")
  private @Nullable String operation;

  @Option(names = "--attribute", paramLabel = "KEY=VALUE", description = "Repeatable.")
  private Map<String, String> attributes = new LinkedHashMap<>();

  @Option(names = "--start", paramLabel = "TIME", description = "As 2026-11-20T10:00:00Z.")
  private @Nullable Instant start;

  @Option(names = "--end", paramLabel = "TIME", description = "As 2026-11-20T10:00:00Z.")
  private @Nullable Instant end;

  @Override
  public Integer call() throws IOException {
    Selection selection = selection();
    PrintWriter err = spec.commandLine().getErr();
    try (StoreFolder opened = StoreFolder.open(new FileSystemDisk(), folder.path());
        OutputStream out = new BufferedOutputStream(open(), BUFFER_BYTES)) {
      StoreExport export = new StoreExport(opened, selection);
      export.run(OtlpOutput.to(out, format));
      out.flush();
      export.damages().forEach(damage -> err.println("DAMAGED, left out: " + damage));
      err.printf("%d spans exported%n", export.spans());
      err.flush();
      return export.damages().isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
    }
  }

  private OutputStream open() throws IOException {
    return output == null
        ? new FileOutputStream(FileDescriptor.out)
        : Files.newOutputStream(output, java.nio.file.StandardOpenOption.CREATE_NEW);
  }

  private Selection selection() {
    try {
      return new Selection(
          new Tenant(tenant),
          traceIds.stream().map(TraceId::fromHex).collect(Collectors.toSet()),
          query());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private @Nullable TraceQuery query() {
    if (service == null
        && operation == null
        && attributes.isEmpty()
        && start == null
        && end == null) {
      return null;
    }
    return new TraceQuery(
        service,
        operation,
        attributes,
        start == null ? TraceQuery.NO_START_MIN : unixNano(start),
        end == null ? TraceQuery.NO_START_MAX : unixNano(end),
        TraceQuery.NO_DURATION_MIN,
        TraceQuery.NO_DURATION_MAX,
        1,
        null,
        null);
  }

  private static long unixNano(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano());
  }
}
