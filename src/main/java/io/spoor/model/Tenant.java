// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.regex.Pattern;

/**
 * Owner of spans. Spans of one tenant are invisible to every other.
 *
 * @param name 1 to 64 characters out of letters, digits, dot, hyphen and underscore, not starting
 *     with a dot: it becomes a folder name and a key prefix
 */
public record Tenant(String name) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}");

  /** The tenant of every request until tenancy is switched on. */
  public static final Tenant DEFAULT = new Tenant("default");

  /** Rejects names that could not be a folder. */
  public Tenant {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "tenant must have 1 to 64 letters, digits, '.', '-' or '_', and not start with '.', was '"
              + name
              + "'");
    }
  }
}
