// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.zipkin;

import io.spoor.config.ConfigSection;
import io.spoor.config.ZipkinConfig;
import io.spoor.receiver.TestIntake;
import java.net.URI;
import java.util.Map;

/** The Zipkin receiver on a free port, with a storage that a test decides about. */
final class RunningZipkin extends TestIntake {
  final String id;
  private final int port;

  /** Starts with settings such as {@code "admission.maxMessageBytes=1KiB"}. */
  RunningZipkin(String... settings) {
    super(settings);
    Map<String, String> zipkin = under("zipkin.", settings);
    zipkin.putIfAbsent("http.port", "0");
    zipkin.putIfAbsent("http.eventLoops", "1");
    ZipkinConfig config = ConfigSection.of(zipkin, ZipkinConfig::from);
    ZipkinReceiverVerticle verticle = ZipkinReceiverVerticle.instances(config, intake).get();
    id = await(vertx.deployVerticle(verticle));
    port = verticle.port();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
