// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code receiver.zipkin}.
 *
 * @param http the port
 * @param parseStringTags whether tags that are written like numbers, or true or false, become such
 */
public record ZipkinConfig(HttpReceiverConfig http, boolean parseStringTags) {

  /** Reads the section. */
  public static ZipkinConfig from(ConfigSection section) {
    return new ZipkinConfig(
        HttpReceiverConfig.from(section.section("http"), 9411, "Zipkin"),
        section.bool(
            "parseStringTags", false, "whether tags written like numbers or booleans become such"));
  }
}
