// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.tool;

import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockOrigin;
import io.spoor.storage.segment.block.ReadMeter;
import io.spoor.storage.segment.column.CorruptDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a store's folder holds, and where its bytes go.
 *
 * @param folder of the store
 * @param blocks by tenant and number
 * @param parts bytes by column and by section of all blocks
 * @param logFiles of the log
 * @param logBytes of these files
 * @param problems what cannot be read
 */
public record StoreInspection(
    Path folder,
    List<BlockSummary> blocks,
    Map<String, Long> parts,
    int logFiles,
    long logBytes,
    List<String> problems) {

  /**
   * A block.
   *
   * @param groups row groups
   * @param bytes of the file
   * @param startMinUnixNano least start of its spans, unsigned
   * @param startMaxUnixNano greatest start of its spans, unsigned
   */
  public record BlockSummary(
      BlockOrigin origin,
      int groups,
      long spans,
      long traces,
      long bytes,
      long startMinUnixNano,
      long startMaxUnixNano) {}

  /** Copies the lists. */
  public StoreInspection {
    blocks = List.copyOf(blocks);
    problems = List.copyOf(problems);
  }

  /**
   * Looks into a folder; reads little more than the headers.
   *
   * @throws IOException when something cannot be read
   */
  public static StoreInspection of(StoreFolder folder) throws IOException {
    List<BlockSummary> blocks = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Map<String, Long> parts = new TreeMap<>();
    for (Block block : folder.blocks()) {
      blocks.add(
          new BlockSummary(
              block.origin(),
              block.groups(),
              block.rows(),
              block.traces(),
              block.bytes(),
              block.startMin(),
              block.startMax()));
      addParts(block, parts, problems);
    }
    folder.unreadable().forEach((file, reason) -> problems.add(reason));
    return new StoreInspection(
        folder.path(), blocks, parts, folder.log().files(), folder.log().bytes(), problems);
  }

  private static void addParts(Block block, Map<String, Long> parts, List<String> problems)
      throws IOException {
    long groupBytes = 0;
    for (int group = 0; group < block.groups(); group++) {
      groupBytes += block.groupBytes(group);
      try {
        long pages = 0;
        for (Map.Entry<String, Integer> page :
            block.group(group, ReadMeter.NONE).pageBytes().entrySet()) {
          parts.merge("column " + page.getKey(), (long) page.getValue(), Long::sum);
          pages += page.getValue();
        }
        parts.merge("group headers", block.groupBytes(group) - pages, Long::sum);
      } catch (CorruptDataException e) {
        problems.add(block.file() + ", group " + group + ": " + e.getMessage());
      }
    }
    long sections = 0;
    for (Map.Entry<String, Long> section : block.sectionBytes().entrySet()) {
      parts.merge(section.getKey(), section.getValue(), Long::sum);
      sections += section.getValue();
    }
    parts.merge("header and footer", block.bytes() - groupBytes - sections, Long::sum);
  }

  /** All spans in blocks. */
  public long spans() {
    return blocks.stream().mapToLong(BlockSummary::spans).sum();
  }

  /** Bytes of all blocks. */
  public long blockBytes() {
    return blocks.stream().mapToLong(BlockSummary::bytes).sum();
  }
}
