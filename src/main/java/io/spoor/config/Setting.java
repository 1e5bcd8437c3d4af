// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import org.jspecify.annotations.Nullable;

/**
 * One key as its section declared it, with the value in force.
 *
 * @param path dotted, from the root
 * @param allowed the type and range, in words
 * @param defaultText the default in words, or YAML for a plain value
 * @param help one line of explanation
 * @param value the value in force as YAML; null when it has none, stars when secret
 * @param secret whether the value is kept out of what is printed
 * @param origin where the value was given; null when the default is in force
 */
record Setting(
    String path,
    String allowed,
    String defaultText,
    String help,
    @Nullable String value,
    boolean secret,
    @Nullable String origin) {

  /** Makes the help a sentence. */
  Setting {
    String sentence =
        help.isEmpty() ? "" : Character.toUpperCase(help.charAt(0)) + help.substring(1);
    help = sentence.endsWith(".") ? sentence : sentence + ".";
  }
}
