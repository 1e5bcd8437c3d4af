// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What to write here for a setting of Jaeger: a flag of Jaeger 1, its environment variable, or a
 * key in the file of Jaeger 2.
 *
 * <p>Keyed by the flag without its dashes, such as {@code memory.max-traces}; its variable is the
 * same in upper case with underscores, {@code MEMORY_MAX_TRACES}.
 */
public final class JaegerSettings {
  private static final String NONE = "nothing here does that";
  private static final String STORAGES = "storage.type is segment, remote or memory";

  private static final Map<String, String> FLAGS = flags();

  /** Of whole families of flags, by what they start with. */
  private static final Map<String, String> FLAG_FAMILIES =
      Map.of(
          "badger.", "the store on a disk is storage.type segment, see storage.segment.path",
          "cassandra.", STORAGES,
          "cassandra-archive.", STORAGES,
          "es.", STORAGES,
          "es-archive.", STORAGES,
          "grpc-storage.", "write storage.type: remote and storage.remote.endpoints",
          "kafka.", "there is no queue between collector and storage; leave it out",
          "multi-tenancy.", NONE,
          "prometheus.", NONE);

  /** Of the file of Jaeger 2, by what its keys start with; the longest one holds. */
  private static final Map<String, String> FILE_KEYS =
      Map.ofEntries(
          Map.entry("connectors", NONE),
          Map.entry("exporters", "what is received is stored; see storage.type"),
          Map.entry("extensions", NONE),
          Map.entry("extensions.healthcheckv2", "write admin.host and admin.statusPort"),
          Map.entry("extensions.jaeger_query", "write query.http.host and query.http.port"),
          Map.entry("extensions.jaeger_query.base_path", "write query.http.basePath"),
          Map.entry("extensions.jaeger_query.max_clock_skew_adjust", "write query.maxClockSkew"),
          Map.entry("extensions.jaeger_storage", "write storage.type"),
          Map.entry("extensions.remote_sampling", "write sampling.defaultProbability"),
          Map.entry("extensions.remote_sampling.http", "write sampling.http.host and .port"),
          Map.entry("processors", "batches are made by senders; see processor for limits"),
          Map.entry("receivers", NONE),
          Map.entry("receivers.jaeger.protocols.grpc", "write receiver.jaeger.grpc.host and .port"),
          Map.entry(
              "receivers.jaeger.protocols.thrift_http",
              "write receiver.jaeger.http.host and .port"),
          Map.entry("receivers.otlp.protocols.grpc", "write receiver.otlp.grpc.host and .port"),
          Map.entry("receivers.otlp.protocols.http", "write receiver.otlp.http.host and .port"),
          Map.entry("service", "what runs is said by roles; log level: SPOOR_LOG_LEVEL"));

  private JaegerSettings() {}

  /** What to write for a flag, given with or without its dashes and its value. */
  public static Optional<String> ofFlag(String flag) {
    String name = flag.replaceFirst("^--?", "").replaceFirst("=.*$", "");
    String advice = FLAGS.get(name);
    return advice == null ? longest(FLAG_FAMILIES, name, "") : Optional.of(advice);
  }

  /** What to write for a key that is in a file, with dots. */
  static Optional<String> ofKey(String key) {
    return longest(FILE_KEYS, key, ".").or(() -> ofFlag(key));
  }

  /** A line for each variable that Jaeger 1 would have read, in the order of their names. */
  static List<String> inEnvironment(Map<String, String> environment) {
    Map<String, String> byVariable = new TreeMap<>();
    FLAGS.forEach((flag, advice) -> byVariable.put(variable(flag), advice));
    List<String> lines = new ArrayList<>();
    byVariable.forEach(
        (variable, advice) -> {
          if (environment.containsKey(variable)) {
            lines.add(variable + " is Jaeger's and not read: " + advice);
          }
        });
    return lines;
  }

  /** Returns the table of all flags for the documentation. */
  static String markdown() {
    StringBuilder table = new StringBuilder("| flag | variable | here |\n|---|---|---|\n");
    FLAGS.forEach(
        (flag, advice) ->
            table
                .append("| `--")
                .append(flag)
                .append("` | `")
                .append(variable(flag))
                .append("` | ")
                .append(advice)
                .append(" |\n"));
    new TreeMap<>(FLAG_FAMILIES)
        .forEach((start, advice) -> table.append("| `--" + start + "…` | | " + advice + " |\n"));
    return table.toString();
  }

  private static String variable(String flag) {
    return flag.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }

  private static Optional<String> longest(Map<String, String> starts, String name, String end) {
    return starts.entrySet().stream()
        .filter(start -> (name + end).startsWith(start.getKey() + end))
        .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
        .map(Map.Entry::getValue);
  }

  private static Map<String, String> flags() {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("span-storage.type", STORAGES);
    flags.put("metrics-storage.type", NONE);
    flags.put("sampling-storage.type", NONE);
    flags.put("memory.max-traces", "write storage.memory.maxTraces");
    flags.put("badger.ephemeral", "write storage.type: memory for true");
    flags.put("badger.directory-key", "write storage.segment.path");
    flags.put("badger.directory-value", "write storage.segment.path");
    flags.put("badger.span-store-ttl", "write storage.segment.retention.maxAge");
    flags.put("badger.consistency", "write storage.segment.wal.durability");
    collectorFlags(flags);
    queryFlags(flags);
    flags.put("sampling.strategies-file", "write sampling.defaultProbability, for all services");
    flags.put("sampling.default-sampling-probability", "write sampling.defaultProbability");
    flags.put("http-server.host-port", "write sampling.http.host and sampling.http.port");
    flags.put("config-file", "write --config, with a file of Spoor's");
    flags.put("log-level", "write SPOOR_LOG_LEVEL in the environment");
    flags.put("admin.http.host-port", "write admin.host and admin.port");
    tls(flags, "admin.http.tls.", "admin.tls.");
    flags.put("metrics-backend", "leave it out: Prometheus, see admin.port");
    flags.put("metrics-http-route", "leave it out: /metrics, see admin.port");
    return flags;
  }

  private static void collectorFlags(Map<String, String> flags) {
    flags.put("collector.otlp.enabled", "write receiver.otlp.grpc.enabled and .http.enabled");
    grpc(flags, "collector.otlp.grpc.", "receiver.otlp.grpc.");
    address(flags, "collector.otlp.http.", "receiver.otlp.http.");
    tls(flags, "collector.otlp.http.tls.", "receiver.otlp.http.tls.");
    String cors = "receiver.otlp.http.cors.";
    flags.put("collector.otlp.http.cors.allowed-origins", "write " + cors + "allowedOrigins");
    flags.put("collector.otlp.http.cors.allowed-headers", "write " + cors + "allowedHeaders");
    grpc(flags, "collector.grpc-server.", "receiver.jaeger.grpc.");
    address(flags, "collector.http-server.", "receiver.jaeger.http.");
    tls(flags, "collector.http-server.tls.", "receiver.jaeger.http.tls.");
    String timeouts = "receiver.jaeger.http.timeouts.";
    flags.put("collector.http-server.idle-timeout", "write " + timeouts + "idle");
    flags.put("collector.http-server.read-timeout", "write " + timeouts + "body");
    flags.put("collector.http-server.read-header-timeout", "write " + timeouts + "body");
    flags.put(
        "collector.zipkin.host-port", "see receiver.zipkin; 9411 is open unless told otherwise");
    flags.put("collector.zipkin.cors.allowed-origins", "see receiver.zipkin");
    flags.put("collector.zipkin.cors.allowed-headers", "see receiver.zipkin");
    flags.put("processor.jaeger-compact.server-host-port", "see receiver.jaeger.compact");
    flags.put("processor.jaeger-binary.server-host-port", "see receiver.jaeger.binary");
    flags.put("processor.zipkin-compact.server-host-port", "see receiver.jaeger.zipkin");
    flags.put("collector.queue-size", "write admission.maxInFlightBytes, in bytes");
    flags.put("collector.queue-size-memory", "write admission.maxInFlightBytes");
    flags.put("collector.num-workers", "write admission.decodeThreads");
    flags.put("collector.tags", NONE);
    flags.put("collector.enable-span-size-metrics", "leave it out: receiver_wire_bytes is there");
    flags.put("downsampling.ratio", NONE);
    flags.put("downsampling.hashsalt", NONE);
  }

  private static void queryFlags(Map<String, String> flags) {
    address(flags, "query.http-server.", "query.http.");
    flags.put("query.grpc-server.host-port", "see query.grpc");
    flags.put("query.base-path", "write query.http.basePath");
    flags.put("query.max-clock-skew-adjustment", "write query.maxClockSkew");
    tls(flags, "query.http.tls.", "query.http.tls.");
    flags.put("query.static-files", NONE);
    flags.put("query.ui-config", NONE);
    flags.put("query.bearer-token-propagation", NONE);
    flags.put("query.additional-headers", NONE);
    flags.put("query.enable-tracing", NONE);
  }

  private static void grpc(Map<String, String> flags, String jaeger, String here) {
    address(flags, jaeger, here);
    flags.put(jaeger + "max-message-size", "write admission.maxMessageBytes");
    flags.put(jaeger + "max-connection-age", "write " + here + "keepAlive.maxAge");
    flags.put(jaeger + "max-connection-age-grace", "write " + here + "keepAlive.maxAgeGrace");
    tls(flags, jaeger + "tls.", here + "tls.");
  }

  private static void address(Map<String, String> flags, String jaeger, String here) {
    flags.put(jaeger + "host-port", "write " + here + "host and " + here + "port");
  }

  private static void tls(Map<String, String> flags, String jaeger, String here) {
    flags.put(jaeger + "enabled", "write " + here + "certificateFile");
    flags.put(jaeger + "cert", "write " + here + "certificateFile");
    flags.put(jaeger + "key", "write " + here + "keyFile");
    flags.put(jaeger + "client-ca", "write " + here + "clientCaFile");
  }
}
