// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import io.spoor.config.AgentPortsConfig;
import io.spoor.config.ConfigSection;
import io.spoor.receiver.TestIntake;
import io.spoor.telemetry.AgentMetrics;
import io.spoor.telemetry.LedgerCounts;
import io.spoor.telemetry.LedgerReceiver;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/** The UDP ports of Jaeger's agent, in front of a storage that a test decides about. */
final class RunningAgent extends TestIntake {
  private final AgentReceiverVerticle compact;
  private final AgentReceiverVerticle binary;
  private final AgentReceiverVerticle zipkin;
  private final DatagramSocket client;
  private final String compactDeployment;

  /** Takes settings such as {@code "compact.queueBytes=64KiB"}. */
  RunningAgent(String... settings) throws IOException {
    super(settings);
    Map<String, String> values = new HashMap<>();
    values.put("compact.port", "0");
    values.put("binary.port", "0");
    values.put("zipkin.port", "0");
    values.putAll(under("", settings));
    values.keySet().removeIf(key -> key.startsWith("admission."));
    AgentPortsConfig ports = ConfigSection.of(values, AgentPortsConfig::from);
    AgentMetrics agentMetrics = new AgentMetrics(registry);
    compact = new AgentReceiverVerticle(AgentPort.compact(ports.compact()), intake, agentMetrics);
    binary = new AgentReceiverVerticle(AgentPort.binary(ports.binary()), intake, agentMetrics);
    zipkin = new AgentReceiverVerticle(AgentPort.zipkin(ports.zipkin()), intake, agentMetrics);
    compactDeployment = await(vertx.deployVerticle(compact));
    await(vertx.deployVerticle(binary));
    await(vertx.deployVerticle(zipkin));
    client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  int port(AgentMessages.Protocol protocol) {
    return protocol == AgentMessages.Protocol.COMPACT ? compact.port() : binary.port();
  }

  void send(AgentMessages.Protocol to, byte[] datagram) throws IOException {
    send(port(to), datagram);
  }

  void sendZipkin(byte[] datagram) throws IOException {
    send(zipkin.port(), datagram);
  }

  private void send(int port, byte[] datagram) throws IOException {
    client.send(
        new DatagramPacket(datagram, datagram.length, InetAddress.getLoopbackAddress(), port));
  }

  void stopCompact() {
    await(vertx.undeploy(compactDeployment));
  }

  LedgerCounts counts(LedgerReceiver receiver) {
    return ledger.snapshot().lines().stream()
        .filter(line -> line.receiver() == receiver)
        .map(line -> line.counts())
        .reduce(LedgerCounts.ZERO, LedgerCounts::plus);
  }

  @Override
  public void close() {
    client.close();
    super.close();
  }
}
