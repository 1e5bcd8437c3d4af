// SPDX-License-Identifier: Apache-2.0
package io.spoor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of all ports that a process opens unless told otherwise. */
public final class TestPorts {
  public static final List<String> KEYS =
      List.of(
          "receiver.otlp.grpc.port",
          "receiver.otlp.http.port",
          "receiver.jaeger.grpc.port",
          "receiver.jaeger.http.port",
          "receiver.jaeger.compact.port",
          "receiver.jaeger.binary.port",
          "receiver.zipkin.http.port",
          "sampling.http.port",
          "sampling.grpc.port",
          "query.http.port",
          "query.remoteStorage.port",
          "query.grpc.port",
          "admin.port",
          "admin.statusPort",
          "admin.metricsPort");

  private TestPorts() {}

  /** Settings with every port chosen by the system, and others, which win. */
  public static Map<String, Object> freeAnd(Map<String, ?> others) {
    Map<String, Object> settings = new LinkedHashMap<>();
    KEYS.forEach(key -> settings.put(key, 0));
    settings.putAll(others);
    return settings;
  }
}
