// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

/**
 * Settings under {@code query}: what the role of that name runs.
 *
 * @param service bounds of the service that finds and assembles traces
 * @param http the port that asks it
 */
public record QueryRoleConfig(QueryConfig service, QueryHttpConfig http) {

  /** Reads the section. */
  public static QueryRoleConfig from(ConfigSection section) {
    return new QueryRoleConfig(
        section.read(QueryConfig::from), section.section("http").read(QueryHttpConfig::from));
  }
}
