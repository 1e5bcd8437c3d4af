// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spoor.config.ConfigSection;
import io.spoor.config.GrpcPortConfig;
import io.spoor.telemetry.GrpcMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Services on a free port of the loopback, with clients of another gRPC. */
public final class TestPort implements AutoCloseable {
  /** What the port says of itself. */
  public final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  /** Whether health says so. */
  public volatile boolean ready = true;

  private final Vertx vertx;
  private final GrpcServerVerticle verticle;
  private final String deployment;
  private final List<ManagedChannel> channels = new ArrayList<>();

  /** Serves until closed. */
  public TestPort(Vertx vertx, Map<String, String> settings, List<GrpcService> services)
      throws Exception {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("port", "0");
    GrpcPortConfig config =
        ConfigSection.of(all, section -> GrpcPortConfig.from(section, 16_685, "tests", 256 << 10));
    this.vertx = vertx;
    GrpcPort port =
        new GrpcPort(
            "query.grpc", config, new GrpcMetrics(registry, "query.grpc"), () -> ready, services);
    verticle = port.instances().get();
    deployment = RawGrpc.await(vertx.deployVerticle(verticle));
  }

  /** The port. */
  public int port() {
    return verticle.port();
  }

  /** A connection of its own, closed with this. */
  public ManagedChannel channel() {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port()).usePlaintext().build();
    channels.add(channel);
    return channel;
  }

  /** Takes the port down as a stopping process does. */
  public Future<Void> stop() {
    return vertx.undeploy(deployment);
  }

  /** The value of a gauge or counter that has this tag, or the only one. */
  public double value(String meter, String... tags) {
    return registry.get(meter).tags(tags).meter().measure().iterator().next().getValue();
  }

  @Override
  public void close() throws Exception {
    for (ManagedChannel channel : channels) {
      channel.shutdownNow();
      channel.awaitTermination(10, TimeUnit.SECONDS);
    }
    if (vertx.deploymentIDs().contains(deployment)) {
      RawGrpc.await(stop());
    }
  }
}
