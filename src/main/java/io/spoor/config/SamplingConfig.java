// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code sampling}: what clients are told that ask how much to sample.
 *
 * @param defaultProbability of a trace of a service about which nothing else is said
 * @param http the port that answers over HTTP
 */
public record SamplingConfig(double defaultProbability, SamplingHttpConfig http) {

  /** Reads the section. */
  public static SamplingConfig from(ConfigSection section) {
    return new SamplingConfig(
        section.real(
            "defaultProbability", 1, 0, 1, "Share of traces that clients are told to sample."),
        section.section("http").read(SamplingHttpConfig::from));
  }
}
