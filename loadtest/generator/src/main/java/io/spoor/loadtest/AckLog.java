// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The acknowledged requests, one line each: the number of a group of traces, and the service whose
 * spans were acknowledged. With the seed and the size of a group, which the first line holds, that
 * names every acknowledged span.
 */
final class AckLog {
  private static final String HEADER = "# spoor-loadtest acknowledged, seed=%d spansPerRequest=%d";
  private static final String NUMBERS = "\\D+";

  private final Writer out;

  private AckLog(Writer out) {
    this.out = out;
  }

  static AckLog none() {
    return new AckLog(Writer.nullWriter());
  }

  static AckLog create(Path file, long seed, int spansPerRequest) throws IOException {
    Writer out = Files.newBufferedWriter(file);
    out.write(String.format(HEADER, seed, spansPerRequest) + "\n");
    return new AckLog(out);
  }

  void acknowledged(long group, int service) {
    try {
      out.append(Long.toString(group)).append(' ').append(Integer.toString(service)).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a log holds. */
  record Contents(long seed, int tracesPerGroup, List<Group> groups) {
    long traces() {
      return (long) groups.size() * tracesPerGroup;
    }

    long spans() {
      return groups.stream().mapToLong(group -> Integer.bitCount(group.services())).sum()
          * tracesPerGroup;
    }
  }

  /**
   * Consecutive traces that travelled together.
   *
   * @param services a bit for each service whose spans were acknowledged
   */
  record Group(long number, int services) {}

  static Contents read(Path file) throws IOException {
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String[] header = String.valueOf(in.readLine()).split("=");
      if (header.length != 3) {
        throw new IOException(file + " is no acknowledgement log");
      }
      long seed = Long.parseLong(header[1].split(" ")[0]);
      int tracesPerGroup = Integer.parseInt(header[2].trim().split(NUMBERS)[0]);
      Map<Long, Integer> services = new TreeMap<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        int space = line.indexOf(' ');
        if (space > 0) { // the last line may be cut
          int service = Integer.parseInt(line.substring(space + 1));
          services.merge(Long.parseLong(line.substring(0, space)), 1 << service, (a, b) -> a | b);
        }
      }
      List<Group> groups = new ArrayList<>();
      services.forEach((number, bits) -> groups.add(new Group(number, bits)));
      return new Contents(seed, tracesPerGroup, groups);
    }
  }
}
