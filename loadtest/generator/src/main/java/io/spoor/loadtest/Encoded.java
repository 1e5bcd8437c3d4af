// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/** An encoded request, and where the values lie in it that are to be patched. */
interface Encoded {
  int size();

  byte[] toBytes();

  /** Where the values of one kind lie, in order. */
  int[] positions(Patch patch);
}
