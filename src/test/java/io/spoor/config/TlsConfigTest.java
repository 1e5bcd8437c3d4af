// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spoor.TestCertificates;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsConfigTest {
  @TempDir private static Path folder;
  private static TestCertificates files = new TestCertificates(Path.of(""));

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger served = new AtomicInteger();

  @BeforeAll
  static void createCertificates() throws IOException {
    files = new TestCertificates(folder);
    files
        .create("RSA", "RSA")
        .create("EC", "EC")
        .create("Ed25519", "Ed25519")
        .create("other", "EC");
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void none_leavesTheListenerPlain() {
    assertThat(TlsConfig.NONE.applyTo(new HttpServerOptions()).isSsl()).isFalse();
    assertThat(ConfigSection.defaults(TlsConfig::from)).isEqualTo(TlsConfig.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void serves_overTlsWithHttp2(String name) {
    HttpServer server = serve(tls(name, null));

    assertThat(get(server, name, null).version()).isEqualTo(HttpVersion.HTTP_2);
  }

  @Test
  void client_thatTrustsAnotherAuthorityDoesNotConnect() {
    HttpServer server = serve(tls("EC", null));

    assertThatThrownBy(() -> get(server, "other", null)).isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void clientCa_letsInOnlyClientsItSigned() {
    HttpServer server = serve(tls("EC", "RSA"));

    assertThat(get(server, "EC", "RSA").statusCode()).isEqualTo(200);
    // TLS 1.3: the client's side is done before the server looks at the client's certificate
    assertThatThrownBy(() -> get(server, "EC", null))
        .isInstanceOfAny(IOException.class, VertxException.class);
    assertThatThrownBy(() -> get(server, "EC", "other"))
        .isInstanceOfAny(IOException.class, VertxException.class);
    assertThat(served).hasValue(1);
  }

  @Test
  void reload_givesNewConnectionsTheNewCertificateAndKeepsTheOldOneWhenFilesAreBroken()
      throws IOException {
    new TestCertificates(folder).create("renewed", "EC");
    TlsConfig config = tls("renewed", null);
    HttpServer server = serve(config);
    assertThat(TlsReload.now(vertx, server, config).await()).isFalse();
    Path first = Files.copy(files.certificate("renewed"), folder.resolve("first.crt"));

    new TestCertificates(folder).create("renewed", "EC");
    assertThat(TlsReload.now(vertx, server, config).await()).isTrue();
    assertThat(get(server, "renewed", null).statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> get(server, "first", null)).isInstanceOf(SSLHandshakeException.class);
    assertThat(first).exists();

    Files.writeString(files.key("renewed"), "half");
    assertThatThrownBy(() -> TlsReload.now(vertx, server, config).await())
        .isInstanceOf(ConfigException.class);
    assertThat(get(server, "renewed", null).statusCode()).isEqualTo(200);
  }

  @Test
  void check_saysPlainlyWhatIsWrong() throws IOException {
    Path none = folder.resolve("none.crt");
    Path empty = Files.writeString(folder.resolve("empty.crt"), "");
    Path encrypted = folder.resolve("encrypted.key");
    TestCertificates.write(encrypted, "ENCRYPTED PRIVATE KEY", new byte[] {1});
    Path broken = folder.resolve("broken.key");
    TestCertificates.write(broken, "PRIVATE KEY", new byte[] {1, 2, 3});
    Path certificate = files.certificate("EC");
    Path key = files.key("EC");

    assertProblem(new TlsConfig(none, key, null), none + ": no such file");
    assertProblem(new TlsConfig(certificate, none, null), none + ": no such file");
    assertProblem(new TlsConfig(certificate, key, none), none + ": no such file");
    assertProblem(
        new TlsConfig(empty, key, null), empty + " holds no PEM certificate that can be read");
    assertProblem(
        new TlsConfig(key, key, null), key + " holds no PEM certificate that can be read");
    assertProblem(
        new TlsConfig(certificate, key, empty),
        empty + " holds no PEM certificate that can be read");
    assertProblem(
        new TlsConfig(certificate, certificate, null), certificate + " holds no PEM private key");
    assertProblem(new TlsConfig(certificate, encrypted, null), encrypted + " is encrypted");
    for (Path wrong : new Path[] {files.key("other"), files.key("RSA"), broken}) {
      assertProblem(
          new TlsConfig(certificate, wrong, null),
          "the key in " + wrong + " does not match the certificate in " + certificate);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void check_acceptsAPairOfEveryAlgorithm(String name) {
    assertThatCode(() -> tls(name, null).check("tls")).doesNotThrowAnyException();
  }

  /** The RSA key of PKCS#8 is its last 26 bytes of header away from PKCS#1. */
  @Test
  void check_acceptsAnOlderFormOfAnRsaKeyAndServesIt() throws IOException {
    byte[] pkcs8 = der(files.key("RSA"));
    Path older = folder.resolve("older.key");
    TestCertificates.write(older, "RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
    TlsConfig config = new TlsConfig(files.certificate("RSA"), older, null);

    assertThat(get(serve(config), "RSA", null).statusCode()).isEqualTo(200);
    assertProblem(new TlsConfig(files.certificate("EC"), older, null), "does not match");
  }

  private static void assertProblem(TlsConfig config, String words) {
    assertThatThrownBy(() -> config.check("admin.tls"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("admin.tls: ")
        .hasMessageContaining(words);
  }

  private static byte[] der(Path pem) throws IOException {
    String text = Files.readString(pem, StandardCharsets.US_ASCII);
    return Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
  }

  private static TlsConfig tls(String name, @Nullable String clientCa) {
    Path ca = clientCa == null ? null : files.certificate(clientCa);
    return new TlsConfig(files.certificate(name), files.key(name), ca);
  }

  private HttpServer serve(TlsConfig config) {
    return vertx
        .createHttpServer(config.applyTo(new HttpServerOptions().setHost("127.0.0.1").setPort(0)))
        .requestHandler(
            request -> {
              served.incrementAndGet();
              request.response().end("ok");
            })
        .listen()
        .await();
  }

  private HttpClientResponse get(HttpServer server, String trusted, @Nullable String identity) {
    HttpClientOptions options =
        new HttpClientOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setProtocolVersion(HttpVersion.HTTP_2)
            .setTrustOptions(
                new PemTrustOptions().addCertPath(files.certificate(trusted).toString()));
    if (identity != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertPath(files.certificate(identity).toString())
              .addKeyPath(files.key(identity).toString()));
    }
    HttpClient client = vertx.createHttpClient(options);
    return client
        .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
        .compose(request -> request.send())
        .eventually(client::close) // also keeps it alive: Vert.x closes what nothing refers to
        .await();
  }
}
