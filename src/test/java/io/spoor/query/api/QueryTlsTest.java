// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.spoor.TestCertificates;
import io.spoor.TestSpans;
import io.spoor.model.TraceId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryTlsTest {
  private static final int SPANS = 100_000;

  @TempDir Path folder;

  private Map<String, String> settings(String... more) throws IOException {
    TestCertificates certificates = new TestCertificates(folder).create("server", "EC");
    Map<String, String> settings =
        new java.util.HashMap<>(
            Map.of(
                "tls.certificateFile", certificates.certificate("server").toString(),
                "tls.keyFile", certificates.key("server").toString()));
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private HttpResponse<InputStream> get(QueryServer server, String path) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream pem = Files.newInputStream(folder.resolve("server.crt"))) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return HttpClient.newBuilder()
        .sslContext(context)
        .version(HttpClient.Version.HTTP_2)
        .build()
        .send(
            HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(60))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
  }

  @Test
  void largeTrace_arrivesWholeOverHttp2() throws Exception {
    try (QueryServer server = new QueryServer(settings())) {
      server.service.add(FakeQueryService.repeated(TestSpans.shop(), new TraceId(0, 0xb16), SPANS));

      HttpResponse<InputStream> response = get(server, "/api/traces/b16");

      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(response.statusCode()).isEqualTo(200);
      try (InputStream body = response.body()) {
        assertThat(StreamingTest.count(body, "operationName")).isEqualTo(SPANS);
      }
      await().atMost(10, SECONDS).until(() -> server.service.open.get() == 0);
    }
  }

  @Test
  void abandonedHttp2Stream_givesTheLeaseBack() throws Exception {
    try (QueryServer server = new QueryServer(settings())) {
      server.service.add(FakeQueryService.repeated(TestSpans.shop(), new TraceId(0, 0xb16), SPANS));

      HttpResponse<InputStream> response = get(server, "/api/traces/b16");
      assertThat(response.body().read()).isEqualTo('{');
      assertThat(server.service.open).hasValue(1);
      response.body().close();

      await().atMost(10, SECONDS).until(() -> server.service.open.get() == 0);
    }
  }

  @Test
  void failureHalfWay_resetsTheHttp2Stream() throws Exception {
    try (QueryServer server = new QueryServer(settings())) {
      server.service.add(
          FakeQueryService.repeated(TestSpans.shop(), new TraceId(0, 0xb16), 10_000));
      server.service.failsAfterFirst = true;

      HttpResponse<InputStream> response = get(server, "/api/traces?service=a");

      assertThatThrownBy(() -> response.body().readAllBytes()).isInstanceOf(IOException.class);
    }
  }

  @Test
  void clientWithoutACertificate_isKeptOutWhenOneIsWanted() throws Exception {
    String authority = folder.resolve("server.crt").toString();
    try (QueryServer server = new QueryServer(settings("tls.clientCaFile", authority))) {
      assertThatThrownBy(() -> get(server, "/api/services")).isInstanceOf(IOException.class);
    }
  }
}
