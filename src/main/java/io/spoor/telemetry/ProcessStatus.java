// SPDX-License-Identifier: Apache-2.0
package io.spoor.telemetry;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the operating system says about this process. Reading it takes microseconds. */
final class ProcessStatus {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Memory in RAM, in bytes; not a number where there is no Linux to ask. */
  double residentBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException ignored) {
      return Double.NaN;
    }
  }

  /** CPU time of all threads, user and system; not a number when unknown. */
  double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system
            && system.getProcessCpuTime() >= 0
        ? system.getProcessCpuTime() / 1e9
        : Double.NaN;
  }
}
