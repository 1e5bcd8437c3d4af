// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90s}, {@code 10m} or {@code 2h}. */
final class Seconds implements ITypeConverter<Double> {
  @Override
  public Double convert(String text) {
    if (!text.matches("[0-9]+(\\.[0-9]+)?[smh]")) {
      throw new TypeConversionException("must be like 90s, 10m or 2h, was '" + text + "'");
    }
    double number = Double.parseDouble(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> number;
      case 'm' -> number * 60;
      default -> number * 3_600;
    };
  }
}
