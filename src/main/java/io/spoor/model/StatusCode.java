// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/** Outcome of a span. The constant's ordinal is its OTLP number. */
public enum StatusCode {
  /** OTLP 0. */
  UNSET,
  /** OTLP 1. */
  OK,
  /** OTLP 2. */
  ERROR;

  private static final StatusCode[] BY_NUMBER = values();

  /** The OTLP number. */
  public int number() {
    return ordinal();
  }

  /** The code of an OTLP number; {@link #UNSET} for a number not known. */
  public static StatusCode of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNSET;
  }
}
