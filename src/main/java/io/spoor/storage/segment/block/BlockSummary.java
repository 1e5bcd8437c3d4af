// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the parts of a block take on the disk.
 *
 * @param bytes by part: sections by their names, pages as {@code page NAME}, and what is left; all
 *     together the size of the file
 */
public record BlockSummary(SortedMap<String, Long> bytes) {

  /** Copies the map. */
  public BlockSummary {
    bytes = Collections.unmodifiableSortedMap(new TreeMap<>(bytes));
  }

  /** Reads the headers of all row groups. Blocking. */
  public static BlockSummary of(Block block) throws IOException {
    SortedMap<String, Long> bytes = new TreeMap<>();
    long ends = block.bytes();
    for (Section section : block.sections()) {
      add(bytes, section.name(), section.length());
      ends -= section.length();
    }
    for (int number = 0; number < block.groups(); number++) {
      addGroup(bytes, block, number);
      ends -= block.groupBytes(number);
    }
    add(bytes, "header, footer and trailer", ends);
    return new BlockSummary(bytes);
  }

  private static void addGroup(Map<String, Long> bytes, Block block, int number)
      throws IOException {
    long headers = block.groupBytes(number);
    for (Map.Entry<String, Integer> page :
        block.group(number, ReadMeter.NONE).pageBytes().entrySet()) {
      add(bytes, "page " + page.getKey(), page.getValue());
      headers -= page.getValue();
    }
    add(bytes, "group headers", headers);
  }

  private static void add(Map<String, Long> bytes, String part, long more) {
    bytes.merge(part, more, Long::sum);
  }
}
