// SPDX-License-Identifier: Apache-2.0
package io.spoor.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestCertificates;
import io.spoor.config.AdminConfig;
import io.spoor.config.TlsConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All three ports with certificates on both sides. */
class AdminTlsTest {
  @TempDir private Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final List<HttpClient> clients = new ArrayList<>();
  private TestCertificates certificates;
  private AdminServer server;

  @BeforeEach
  void open() throws Exception {
    certificates = new TestCertificates(folder).create("server", "EC").create("client", "EC");
    TlsConfig tls =
        new TlsConfig(
            certificates.certificate("server"),
            certificates.key("server"),
            certificates.certificate("client"));
    server = AdminServer.open(new AdminConfig("127.0.0.1", 0, 0, 0, tls));
    server.readiness.started();
  }

  @AfterEach
  void close() throws Exception {
    server.close();
    AdminServer.await(vertx.close());
  }

  @Test
  void clientWithACertificate_getsIn() throws Exception {
    HttpClientOptions options = trusting().setKeyCertOptions(pair("client"));

    assertThat(get(options, server.verticle.port(), "/health/ready").length()).isPositive();
    assertThat(get(options, server.verticle.statusPort(), "/status").toString())
        .contains("StatusOK");
    assertThat(get(options, server.verticle.metricsPort(), "/metrics").toString())
        .contains("spoor_build_info");
  }

  @Test
  void clientWithout_isTurnedAway() {
    assertThatThrownBy(() -> get(trusting(), server.verticle.port(), "/health/live"));
  }

  @Test
  void plainText_isTurnedAway() {
    HttpClientOptions plain = new HttpClientOptions();

    assertThatThrownBy(() -> get(plain, server.verticle.port(), "/health/live"));
  }

  private HttpClientOptions trusting() {
    return new HttpClientOptions()
        .setSsl(true)
        .setTrustOptions(
            new PemTrustOptions().addCertPath(certificates.certificate("server").toString()));
  }

  private PemKeyCertOptions pair(String name) {
    return new PemKeyCertOptions()
        .setCertPath(certificates.certificate(name).toString())
        .setKeyPath(certificates.key(name).toString());
  }

  private Buffer get(HttpClientOptions options, int port, String path) throws Exception {
    HttpClient client = vertx.createHttpClient(options);
    clients.add(client); // Vert.x closes a client that nothing refers to any more
    return AdminServer.await(
        client
            .request(HttpMethod.GET, port, "127.0.0.1", path)
            .compose(request -> request.send())
            .compose(HttpClientResponse::body));
  }
}
