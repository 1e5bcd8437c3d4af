// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

/**
 * A stretch of load.
 *
 * @param spans after how many spans to stop, rounded up to whole traces; 0 for no such limit
 * @param maxSeconds after how long to stop; 0 for no such limit
 * @param rate spans a second; 0 for as fast as answers come
 * @param times when the traces begin
 */
record Phase(long spans, double maxSeconds, double rate, TraceTimes times) {
  boolean isOver(long offered, long nanos) {
    return spans > 0 && offered >= spans || maxSeconds > 0 && nanos / 1e9 >= maxSeconds;
  }
}
