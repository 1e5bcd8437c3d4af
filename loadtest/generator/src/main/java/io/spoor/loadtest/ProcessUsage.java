// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the operating system says of a process (Linux: {@code /proc}). */
final class ProcessUsage {
  private static final double TICKS_PER_SECOND = 100; // USER_HZ, the same on every Linux

  private final Path proc;
  private volatile long sampledRssKib;

  ProcessUsage(long pid) {
    proc = Path.of("/proc", Long.toString(pid));
    if (!Files.isReadable(proc.resolve("stat"))) {
      throw new IllegalArgumentException("no process " + pid + ", or no /proc");
    }
  }

  /** User and system time of all its threads, dead ones included. */
  double cpuSeconds() throws IOException {
    String stat = Files.readString(proc.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** The most it ever had resident, in MiB. */
  double maxRssMib() throws IOException {
    return statusKib("VmHWM:") / 1024.0;
  }

  /** The most it had resident at a {@link #sample}, in MiB. */
  double sampledRssMib() {
    return sampledRssKib / 1024.0;
  }

  void resetSamples() {
    sampledRssKib = 0;
  }

  void sample() {
    try {
      sampledRssKib = Math.max(sampledRssKib, statusKib("VmRSS:"));
    } catch (IOException e) {
      return; // the process has ended: its last sample stands
    }
  }

  private long statusKib(String key) throws IOException {
    for (String line : Files.readAllLines(proc.resolve("status"))) {
      if (line.startsWith(key)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }
}
