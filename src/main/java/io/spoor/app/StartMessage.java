// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import io.spoor.app.Pipeline.Listener;
import io.spoor.config.SpoorConfig;
import io.spoor.config.StorageConfig;
import io.spoor.config.TlsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what a newcomer can do with a process that has just started. */
final class StartMessage {
  private static final String INTAKE = "receiver.otlp.http";
  private static final String QUERY = "query.http";

  private final SpoorConfig config;
  private final List<Listener> listeners;

  private StartMessage(SpoorConfig config, List<Listener> listeners) {
    this.config = config;
    this.listeners = listeners;
  }

  /** Returns the lines to log; the first one says that all is ready. */
  static List<String> lines(SpoorConfig config, List<Listener> listeners) {
    return new StartMessage(config, listeners).lines();
  }

  private List<String> lines() {
    List<String> lines = new ArrayList<>(List.of("Spoor is ready"));
    url("receiver.otlp.grpc").ifPresent(url -> lines.add("Send spans over OTLP gRPC to " + url));
    url(INTAKE).ifPresent(url -> lines.add("Send spans over OTLP HTTP to " + url + "/v1/traces"));
    url("receiver.jaeger.http")
        .ifPresent(url -> lines.add("Send Jaeger's Thrift to " + url + "/api/traces"));
    url("receiver.jaeger.grpc")
        .ifPresent(url -> lines.add("Send Jaeger's batches over gRPC to " + url));
    url("receiver.zipkin.http")
        .ifPresent(url -> lines.add("Send Zipkin's spans to " + url + "/api/v2/spans"));
    url("sampling.http")
        .ifPresent(url -> lines.add("Ask how much to sample at " + url + "/sampling?service=NAME"));
    query()
        .ifPresent(
            url -> lines.add("Find them at " + url + "/api/services, /api/traces?service=NAME"));
    url("query.grpc")
        .ifPresent(url -> lines.add("Ask over gRPC, as Jaeger's clients do, at " + url));
    url("query.remoteStorage")
        .ifPresent(url -> lines.add("Another Jaeger or Spoor can keep its spans here, at " + url));
    if (config.topology().forwards()) {
      lines.add("Spans go to the collector at " + config.agent().collector().endpoints());
    } else if (config.storage().type() == StorageConfig.Type.SEGMENT) {
      lines.add("Spans are kept in " + config.storage().segment().path().toAbsolutePath());
    }
    url("admin").ifPresent(url -> lines.add("Health and metrics: " + url + "/metrics"));
    firstTrace().ifPresent(command -> lines.add("A first trace: " + command));
    return lines;
  }

  /** Nothing where a certificate stands in the way, or one half runs elsewhere. */
  private Optional<String> firstTrace() {
    if (config.tls().values().stream().anyMatch(TlsConfig::enabled)) {
      return Optional.empty();
    }
    return url(INTAKE)
        .flatMap(
            intake ->
                query().map(query -> "./spoor demo --endpoint " + intake + " --query " + query));
  }

  private Optional<String> query() {
    return url(QUERY).map(url -> url + config.query().http().basePath());
  }

  private Optional<String> url(String name) {
    Map<String, TlsConfig> tls = config.tls();
    return listeners.stream()
        .filter(listener -> listener.name().equals(name))
        .map(listener -> url(listener, tls.getOrDefault(name + ".tls", TlsConfig.NONE)))
        .findFirst();
  }

  private static String url(Listener listener, TlsConfig tls) {
    String host = listener.host().equals("0.0.0.0") ? "127.0.0.1" : listener.host();
    String address = host.contains(":") ? "[" + host + "]" : host;
    return (tls.enabled() ? "https://" : "http://") + address + ":" + listener.port();
  }
}
