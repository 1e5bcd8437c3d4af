// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.jaeger;

import static java.util.Objects.requireNonNull;

import io.spoor.config.AgentPortConfig;
import io.spoor.receiver.Intake;
import io.spoor.telemetry.AgentMetrics;
import io.spoor.telemetry.IntakeReason;
import io.spoor.telemetry.RateLimitedLog;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives spans over UDP on one port, as Jaeger's agent does.
 *
 * <pre>
 * socket ─► thread ─┐
 *                   ├─► queue (bounded: the newest is dropped) ─► thread: decode ─► bus
 * socket ─► thread ─┘
 * </pre>
 *
 * <p>Nobody can be asked to send again, so every datagram that the system gave us is either stored
 * or counted, with the reason. What the system dropped before is read and shown, too. Deployed once
 * a port.
 */
public final class AgentReceiverVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(AgentReceiverVerticle.class);
  private static final long DROPS_MILLIS = 1_000; // between two looks at what the system dropped

  private final AgentPort port;
  private final Intake intake;
  private final AgentMetrics metrics;
  private final DatagramQueue queue;
  private final RateLimitedLog overflows = new RateLimitedLog(log);
  private final RateLimitedLog systemDrops = new RateLimitedLog(log);
  private final KernelDrops kernelDrops = new KernelDrops();
  private final List<UdpSocket> sockets = new ArrayList<>();

  private InetSocketAddress address = new InetSocketAddress(0);
  private @Nullable DatagramDelivery delivery;
  private long droppedBefore;

  /** A receiver on one port. */
  public AgentReceiverVerticle(AgentPort port, Intake intake, AgentMetrics metrics) {
    this.port = requireNonNull(port, "port");
    this.intake = requireNonNull(intake, "intake");
    this.metrics = requireNonNull(metrics, "metrics");
    this.queue = new DatagramQueue(port.config(), intake.budget());
  }

  @Override
  public Future<?> start() {
    return vertx.executeBlocking(this::openSockets, false).onSuccess(opened -> begin());
  }

  /**
   * Reads what the system has at this moment, and no more; completes when all of it is stored or
   * counted as lost, or the time for it is up.
   */
  @Override
  public Future<?> stop() {
    DatagramDelivery begun = delivery;
    if (begun == null) {
      return Future.succeededFuture();
    }
    return vertx
        .executeBlocking(this::readKernelDrops, false)
        .eventually(() -> Future.join(sockets.stream().map(UdpSocket::stop).toList()))
        .eventually(
            () -> {
              queue.close();
              return begun.drained();
            })
        .timeout(port.config().drain().toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            tooSlow -> {
              log.warn("Stopped waiting for spans in flight transport={}", port.receiver().label());
              return Future.succeededFuture();
            });
  }

  /** The UDP port that is served; known once started. */
  public int port() {
    return address.getPort();
  }

  private List<UdpSocket> openSockets() throws IOException {
    AgentPortConfig config = port.config();
    address = new InetSocketAddress(InetAddress.getByName(config.host()), config.port());
    int wanted = UdpSocket.canShare() ? config.sockets() : 1;
    boolean shared = wanted > 1;
    try {
      if (shared && config.port() != 0) {
        UdpSocket.checkFree(address);
      }
      for (int i = 0; i < wanted; i++) {
        UdpSocket socket =
            UdpSocket.open(address, shared, config.receiveBufferBytes(), this::received);
        sockets.add(socket);
        address = socket.address(); // the next ones share the port that the first one got
      }
      reportBuffer(sockets.get(0).receiveBufferBytes());
      return sockets;
    } catch (IOException | RuntimeException e) {
      for (UdpSocket socket : sockets) {
        socket.close();
      }
      throw e;
    }
  }

  private void reportBuffer(int bytes) {
    int wanted = port.config().receiveBufferBytes();
    if (bytes < wanted) {
      log.warn(
          "The system gives {} less receive buffer than configured: wanted={} got={};"
              + " raise net.core.rmem_max, or bursts are lost",
          port.name(),
          wanted,
          bytes);
    }
  }

  private void begin() {
    DatagramDelivery begun =
        new DatagramDelivery(
            port, context, intake, queue, new ClientStats(metrics, System::nanoTime));
    delivery = begun;
    begun.start();
    metrics.queue(port.receiver(), queue::bytes);
    for (int i = 0; i < sockets.size(); i++) {
      sockets.get(i).start("spoor-udp-" + port.receiver().label() + "-" + i);
    }
    vertx.setPeriodic(
        DROPS_MILLIS,
        timer ->
            vertx
                .executeBlocking(this::readKernelDrops, false)
                .onFailure(e -> log.debug("Drops of the system could not be read", e)));
  }

  /** On a socket's thread. */
  private void received(ByteBuffer datagram) {
    int length = datagram.remaining();
    metrics.datagram(port.receiver());
    IntakeReason reason = accept(datagram);
    if (reason != null) {
      intake.undecoded(port.receiver(), reason, length);
      overflows.warn(
          1,
          "Datagrams on " + port.receiver().label() + " not taken, lately for " + reason.label());
    }
  }

  private @Nullable IntakeReason accept(ByteBuffer datagram) {
    if (datagram.remaining() > port.config().maxPacketBytes()) {
      return IntakeReason.TOO_LARGE;
    }
    try {
      byte[] content = new byte[datagram.remaining()];
      datagram.get(content);
      return queue.offer(content);
    } catch (OutOfMemoryError expected) { // the next one may fit
      return IntakeReason.BUDGET_FULL;
    }
  }

  private synchronized boolean readKernelDrops() throws IOException {
    OptionalLong total = kernelDrops.of(address);
    long more = total.orElse(droppedBefore) - droppedBefore;
    if (more > 0) {
      droppedBefore += more;
      metrics.kernelDrops(port.receiver(), droppedBefore);
      systemDrops.warn(
          more, "Datagrams on " + port.receiver().label() + " were dropped by the system, unread");
    }
    return more > 0;
  }
}
