// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

/** What the process ends with, for scripts and service managers. */
final class ExitStatus {
  /** All went well; a signal that was followed by a clean stop included. */
  static final int OK = 0;

  /** Starting or stopping failed; the log says why. */
  static final int FAILED = 1;

  /** The command line or the configuration is wrong; nothing was started. */
  static final int USAGE = 2;

  /** A second signal ended the process at once: this plus the number of the signal. */
  static final int HALTED = 128;

  private ExitStatus() {}
}
