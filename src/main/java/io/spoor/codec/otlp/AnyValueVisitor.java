// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import java.io.IOException;

/**
 * Takes the parts of an OTLP value in order. Between the start and the end of a list come its
 * values; between those of a map, a key before each. Text and bytes are ranges of an array, only
 * valid during the call.
 */
interface AnyValueVisitor {
  void empty() throws IOException;

  void text(byte[] array, int offset, int length) throws IOException;

  void bool(boolean value) throws IOException;

  void integer(long value) throws IOException;

  void real(double value) throws IOException;

  void binary(byte[] array, int offset, int length) throws IOException;

  void startList() throws IOException;

  void endList() throws IOException;

  void startMap() throws IOException;

  void key(byte[] array, int offset, int length) throws IOException;

  /** Comes after the value of each key. */
  void endPair() throws IOException;

  void endMap() throws IOException;
}
