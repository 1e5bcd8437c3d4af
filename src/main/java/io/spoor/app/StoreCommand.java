// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.disk.Disk;
import io.spoor.disk.FileSystemDisk;
import io.spoor.storage.segment.tool.StoreBackup;
import io.spoor.storage.segment.tool.StoreFolder;
import io.spoor.storage.segment.tool.StoreInspection;
import io.spoor.storage.segment.tool.StoreVerification;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks into the folder of a segment store, checks it, copies it. */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    subcommands = {StoreExportCommand.class, StoreImportCommand.class},
    description = {
      "Looks into the folder of a segment store, checks it, copies it, takes spans out and in.",
      "All but import work beside a process that uses the folder. See docs/operations.md."
    })
final class StoreCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();
  private final Disk disk = new FileSystemDisk();

  /** The option that all have. */
  static final class Folder {
    @Option(
        names = "--path",
        paramLabel = "FOLDER",
        defaultValue = "data",
        description = "Folder of the store, as storage.segment.path has it. Default: data")
    private Path path = Path.of("data");

    Path path() {
      return path;
    }
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "inspect",
      mixinStandardHelpOptions = true,
      description = "Lists the blocks, and says where the bytes go, by column and section.")
  int inspect(
      @Mixin Folder folder,
      @Option(names = "--json", description = "As JSON, for programs.") boolean isJson)
      throws IOException {
    try (StoreFolder opened = StoreFolder.open(disk, folder.path())) {
      StoreInspection found = StoreInspection.of(opened);
      PrintWriter out = spec.commandLine().getOut();
      if (isJson) {
        StoreInspectionText.printJson(found, out);
      } else {
        StoreInspectionText.print(found, out);
      }
      out.flush();
      return found.problems().isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Reads all blocks and the log, and checks every checksum.",
        "Exit status: 0 when all is as it was written, else 1."
      })
  int verify(@Mixin Folder folder) throws IOException {
    try (StoreFolder opened = StoreFolder.open(disk, folder.path())) {
      StoreVerification.Report report = StoreVerification.verify(disk, opened);
      PrintWriter out = spec.commandLine().getOut();
      report
          .damages()
          .forEach(
              damage ->
                  out.printf(
                      "DAMAGED %s: %s: %s%n", damage.file(), damage.place(), damage.reason()));
      out.printf(
          Locale.ROOT,
          "%d blocks with %d spans in %d bytes, log of %d bytes with %d records: %s%n",
          report.blocks(),
          report.spans(),
          report.blockBytes(),
          report.logBytes(),
          report.logRecords(),
          report.damages().isEmpty() ? "sound" : report.damages().size() + " damaged places");
      out.flush();
      return report.damages().isEmpty() ? ExitStatus.OK : ExitStatus.FAILED;
    }
  }

  @Command(
      name = "backup",
      mixinStandardHelpOptions = true,
      description = {
        "Copies the folder. Every span that was acknowledged before is in the copy, also when a"
            + " process writes meanwhile.",
        "On the same volume blocks get a second name, which takes no room."
      })
  int backup(
      @Mixin Folder folder,
      @Parameters(paramLabel = "TARGET", description = "A folder that is empty or missing.")
          Path target)
      throws IOException {
    StoreBackup.Report report = StoreBackup.run(disk, folder.path(), target);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %d blocks linked, %d copied, %d bytes; log of %d bytes copied%n",
        target,
        report.linked(),
        report.copied(),
        report.blockBytes(),
        report.logBytes());
    out.flush();
    return ExitStatus.OK;
  }
}
