// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the files of blocks: {@code NUMBER.block}, the number as 16 hexadecimal digits. */
public final class BlockName {
  private static final Pattern PUBLISHED = Pattern.compile("([0-9a-f]{16})\\.block");
  private static final String TEMPORARY = ".tmp";

  /** Name of a published block. */
  public static String of(long number) {
    return String.format(Locale.ROOT, "%016x.block", number);
  }

  /** Name of a block that is being written. */
  public static String temporary(long number) {
    return of(number) + TEMPORARY;
  }

  /** The number of a published block, empty for a file of another kind. */
  public static OptionalLong number(String name) {
    Matcher matcher = PUBLISHED.matcher(name);
    return matcher.matches()
        ? OptionalLong.of(Long.parseUnsignedLong(matcher.group(1), 16))
        : OptionalLong.empty();
  }

  /** The number of a block that is, or was, being written; empty for a file of another kind. */
  public static OptionalLong temporaryNumber(String name) {
    return name.endsWith(TEMPORARY)
        ? number(name.substring(0, name.length() - TEMPORARY.length()))
        : OptionalLong.empty();
  }

  private BlockName() {}
}
