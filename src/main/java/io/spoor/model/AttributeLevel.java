// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

import java.util.Locale;

/** Where an attribute can stand. */
public enum AttributeLevel {
  /** On the span itself. */
  SPAN(0),
  /** On its resource. */
  RESOURCE(1),
  /** On its instrumentation scope. */
  SCOPE(2),
  /** On one of its events. */
  EVENT(3),
  /** On one of its links. */
  LINK(4);

  private final int code;
  private final String lowerCase = name().toLowerCase(Locale.ROOT);

  AttributeLevel(int code) {
    this.code = code;
  }

  /** Its number, from 0. */
  public int code() {
    return code;
  }

  /** The word for it, such as {@code resource}. */
  public String lowerCase() {
    return lowerCase;
  }
}
