// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.spoor.disk.Disk;
import io.spoor.disk.DiskFile;
import io.spoor.model.Tenant;
import io.spoor.storage.segment.block.Block;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code blocks}: which blocks there are, so that a start notices that one has gone.
 * Nothing else depends on it: without it, nothing is missed. It is written after a block is
 * published and before one is deleted.
 *
 * <pre>
 * "SPBLOCKS 1\n", then of each block: tenant, number (16 hex digits), spans, each behind a blank
 * but the first, and "\n"; CRC32C of all before, 8 hex digits, "\n"
 * </pre>
 */
final class BlockList {
  static final String NAME = "blocks";
  private static final Logger log = LoggerFactory.getLogger(BlockList.class);
  private static final String HEAD = "SPBLOCKS 1";
  private static final int CRC_BYTES = 9;

  private final Disk disk;
  private final Path folder;
  private final Path file;

  /** A block that should be there. */
  record Listed(Tenant tenant, long number, long spans) {}

  BlockList(Disk disk, Path folder) {
    this.disk = disk;
    this.folder = folder;
    this.file = folder.resolve(NAME);
  }

  /** The blocks that were there when it was last written; none when it cannot be used. */
  List<Listed> read() {
    try {
      return disk.list(folder).contains(file) ? parse(content()) : List.of();
    } catch (IOException | IllegalArgumentException e) {
      log.warn("The list of blocks cannot be used: a block that is missing is not noticed", e);
      return List.of();
    }
  }

  private String content() throws IOException {
    try (DiskFile opened = disk.openReadOnly(file)) {
      byte[] bytes = new byte[Math.toIntExact(opened.size())];
      if (opened.read(ByteBuffer.wrap(bytes), 0) < bytes.length) {
        throw new IOException(file + " ends early");
      }
      return new String(bytes, US_ASCII);
    }
  }

  private List<Listed> parse(String content) {
    String text = content.substring(0, Math.max(0, content.length() - CRC_BYTES));
    if (!text.startsWith(HEAD + "\n") || !content.equals(text + crc(text))) {
      throw new IllegalArgumentException(file + " is damaged, or of a later version");
    }
    List<Listed> listed = new ArrayList<>();
    for (String line : text.substring(HEAD.length() + 1).split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (words.length == 3) {
        listed.add(
            new Listed(
                new Tenant(words[0]),
                Long.parseUnsignedLong(words[1], 16),
                Long.parseLong(words[2])));
      }
    }
    return listed;
  }

  /** Replaces the file by one that has all blocks of now; without it when that fails. Blocking. */
  synchronized void write(StoreStates states) {
    StringBuilder text = new StringBuilder(HEAD).append('\n');
    for (List<Block> blocks : states.get().blocks().values()) {
      for (Block block : blocks) {
        String number = String.format("%016x", block.origin().number());
        text.append(block.origin().tenant().name()).append(' ').append(number);
        text.append(' ').append(block.rows()).append('\n');
      }
    }
    try {
      disk.replace(file, ByteBuffer.wrap((text + crc(text.toString())).getBytes(US_ASCII)));
    } catch (IOException e) {
      log.warn("The list of blocks could not be written", e);
      delete();
    }
  }

  /** An old list would miss what is deleted now. */
  private void delete() {
    try {
      disk.delete(file);
      disk.syncFolder(folder);
    } catch (IOException e) {
      log.warn("An old list of blocks stays: a start may miss blocks that were merged", e);
    }
  }

  private static String crc(String text) {
    CRC32C crc = new CRC32C();
    crc.update(text.getBytes(US_ASCII));
    return String.format("%08x", crc.getValue()) + "\n";
  }
}
