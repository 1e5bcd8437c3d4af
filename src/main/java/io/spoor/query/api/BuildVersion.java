// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

/**
 * Which build this is, in the three parts that Jaeger's clients look for.
 *
 * @param gitCommit empty when it is not known
 * @param gitVersion such as {@code v1.2.3}
 * @param buildDate RFC 3339, empty when it is not known
 */
public record BuildVersion(String gitCommit, String gitVersion, String buildDate) {

  /** The version in the jar's manifest, or {@code development} outside a jar. */
  public static BuildVersion ofManifest() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return new BuildVersion("", version == null ? "development" : "v" + version, "");
  }
}
