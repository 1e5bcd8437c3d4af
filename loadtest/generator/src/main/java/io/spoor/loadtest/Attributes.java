// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/** Takes attributes, in whatever format. */
interface Attributes {
  void text(String key, String value);

  void number(String key, long value);

  /** Text that ends in digits to be patched. */
  void unique(String key, String prefix, int digits, Patch patch);
}
