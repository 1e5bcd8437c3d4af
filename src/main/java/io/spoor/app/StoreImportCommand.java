// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.config.ConfigLoader;
import io.spoor.config.StorageConfig;
import io.spoor.model.Tenant;
import io.spoor.storage.StorageException;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.segment.SegmentStorageFactory;
import io.spoor.storage.segment.tool.OtlpFormat;
import io.spoor.storage.segment.tool.OtlpInput;
import io.spoor.storage.segment.tool.StoreImport;
import io.vertx.core.Future;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes OTLP into a store. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Reads OTLP and stores its spans, as they are. An import that broke off can be repeated: spans"
          + " that are there already are shown once, and merging drops the copies.",
      "Needs the folder for itself: no Spoor may use it. To a running one, send the spans instead."
    })
final class StoreImportCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 1 << 16;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreCommand.Folder folder = new StoreCommand.Folder();

  @Parameters(paramLabel = "FILE", arity = "0..*", description = "None: standard input.")
  private List<Path> files = List.of();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "json: a request a line; proto: each behind its length as a varint. Default: as the first"
              + " bytes look")
  private @Nullable OtlpFormat format;

  @Option(names = "--tenant", paramLabel = "NAME", defaultValue = "default")
  private String tenant = "default";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Tenant owner = owner();
    TraceStorage storage = storage();
    await(storage.open());
    try {
      StoreImport target = new StoreImport(storage.writer(), owner);
      StoreImport.Report report = run(target);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          "%d spans imported, %d copies left out at once, %d not valid%n",
          report.stored(),
          report.deduplicated(),
          report.rejected());
      out.flush();
      return report.rejected() == 0 ? ExitStatus.OK : ExitStatus.FAILED;
    } finally {
      await(storage.close());
    }
  }

  private Tenant owner() {
    try {
      return new Tenant(tenant);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private TraceStorage storage() {
    List<String> settings =
        List.of("storage.type=segment", "storage.segment.path=" + folder.path());
    StorageConfig config = ConfigLoader.load(null, System.getenv(), settings).config().storage();
    return new SegmentStorageFactory(new SimpleMeterRegistry(), spans -> {}).create(config);
  }

  private StoreImport.Report run(StoreImport target) throws IOException, InterruptedException {
    if (files.isEmpty()) {
      try (InputStream in = new FileInputStream(FileDescriptor.in)) {
        return target.run(input(in));
      }
    }
    StoreImport.Report report = new StoreImport.Report(0, 0, 0);
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        report = target.run(input(in));
      } catch (IOException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    return report;
  }

  private OtlpInput input(InputStream in) throws IOException {
    InputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
    return format == null ? OtlpInput.detect(buffered) : new OtlpInput(buffered, format);
  }

  private static void await(Future<Void> done) throws IOException, InterruptedException {
    try {
      done.toCompletionStage().toCompletableFuture().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof IOException || cause instanceof StorageException) {
        throw new IOException(cause.getMessage(), cause);
      }
      throw new IOException(cause.toString(), cause);
    }
  }
}
