// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The whole configuration.
 *
 * @param topology the keys at the root: mode and roles
 * @param admission how much is taken in at once
 * @param receiver the listeners that take spans in
 * @param processor what is cut from spans on their way
 * @param writer how spans are written to storage
 * @param storage where spans are kept
 * @param agent where an agent sends spans
 * @param query the query service and its port
 * @param sampling what clients are told to sample
 * @param admin the ports for health and metrics
 */
public record SpoorConfig(
    Topology topology,
    AdmissionConfig admission,
    ReceiverConfig receiver,
    ProcessorConfig processor,
    WriterConfig writer,
    StorageConfig storage,
    AgentConfig agent,
    QueryRoleConfig query,
    SamplingConfig sampling,
    AdminConfig admin) {

  /** Reads the whole tree; every section reads itself. */
  public static SpoorConfig from(ConfigSection root) {
    return new SpoorConfig(
        root.read(Topology::from),
        root.section("admission").read(AdmissionConfig::from),
        root.section("receiver").read(ReceiverConfig::from),
        root.section("processor").read(ProcessorConfig::from),
        root.section("writer").read(WriterConfig::from),
        root.section("storage").read(StorageConfig::from),
        root.section("agent").read(AgentConfig::from),
        root.section("query").read(QueryRoleConfig::from),
        root.section("sampling").read(SamplingConfig::from),
        root.section("admin").read(AdminConfig::from));
  }

  /**
   * What an acknowledgement does not promise with these settings, for a person; empty when a span
   * that was acknowledged survives a crash and a power cut.
   */
  public Optional<String> weakness() {
    return topology.forwards() ? agent.weakness() : storage.weakness();
  }

  /**
   * Checks the files that the configuration names. Blocks.
   *
   * @throws ConfigException naming everything that is wrong
   */
  public void checkFiles() {
    List<String> problems = new ArrayList<>();
    tls().forEach((path, tls) -> noteProblems(problems, () -> tls.check(path)));
    noteProblems(problems, () -> agent.collector().tls().check("agent.collector.tls"));
    noteProblems(problems, () -> storage.remote().tls().check("storage.remote.tls"));
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  private static void noteProblems(List<String> problems, Runnable check) {
    try {
      check.run();
    } catch (ConfigException e) {
      problems.addAll(e.problems());
    }
  }

  /** Returns the TLS settings of every listener by the path of their section. */
  public Map<String, TlsConfig> tls() {
    Map<String, TlsConfig> sections = new LinkedHashMap<>();
    sections.put("receiver.otlp.grpc.tls", receiver.otlpGrpc().tls());
    sections.put("receiver.otlp.http.tls", receiver.otlpHttp().tls());
    sections.put("receiver.jaeger.grpc.tls", receiver.jaegerGrpc().tls());
    sections.put("receiver.jaeger.http.tls", receiver.jaegerHttp().tls());
    sections.put("receiver.zipkin.http.tls", receiver.zipkin().http().tls());
    sections.put("query.http.tls", query.http().tls());
    sections.put("query.grpc.tls", query.grpc().tls());
    sections.put("query.remoteStorage.tls", query.remoteStorage().tls());
    sections.put("sampling.http.tls", sampling.http().tls());
    sections.put("sampling.grpc.tls", sampling.grpc().tls());
    sections.put("admin.tls", admin.tls());
    return sections;
  }
}
