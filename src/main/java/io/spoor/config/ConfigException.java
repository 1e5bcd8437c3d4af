// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.List;

/** Says everything that is wrong with a configuration, in words for the person who wrote it. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  /** Takes one line for each problem; there is at least one. */
  public ConfigException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** Returns one line for each problem, without secrets. */
  public List<String> problems() {
    return problems == null ? List.of() : problems;
  }
}
