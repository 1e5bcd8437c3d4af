// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code processor} in the configuration file.
 *
 * @param maxAttributesPerSpan attributes beyond this number are taken off a span; 0 for no limit
 * @param maxAttributeValueBytes longer texts are cut; 0 for no limit
 */
public record ProcessorConfig(int maxAttributesPerSpan, int maxAttributeValueBytes) {

  /** Reads the section, applying defaults for absent keys. */
  public static ProcessorConfig from(ConfigSection section) {
    return new ProcessorConfig(
        section.integer(
            "maxAttributesPerSpan",
            0,
            0,
            1_000_000,
            "Attributes beyond this number are taken off a span and counted; 0 for no limit."),
        section.integer(
            "maxAttributeValueBytes",
            0,
            0,
            64 << 20,
            "Longer attribute texts are cut and counted; 0 for no limit."));
  }

  /** Whether there is any limit to enforce. */
  public boolean limitsAttributes() {
    return maxAttributesPerSpan > 0 || maxAttributeValueBytes > 0;
  }
}
