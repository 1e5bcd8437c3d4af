// SPDX-License-Identifier: Apache-2.0
package io.spoor.model;

/** Outcome of a span. */
public enum StatusCode {
  /** OTLP 0. */
  UNSET(0),
  /** OTLP 1. */
  OK(1),
  /** OTLP 2. */
  ERROR(2);

  private static final StatusCode[] BY_NUMBER = values();

  private final int number;

  StatusCode(int number) {
    this.number = number;
  }

  /** The OTLP number. */
  public int number() {
    return number;
  }

  /** The code of an OTLP number; {@link #UNSET} for a number not known. */
  public static StatusCode of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : UNSET;
  }
}
