// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.spoor.SpoorProcess;
import io.spoor.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS on every listener of the real process. */
class TlsIT {
  private static final List<String> SECTIONS =
      List.of(
          "receiver.otlp.grpc",
          "receiver.otlp.http",
          "receiver.jaeger.grpc",
          "receiver.jaeger.http",
          "receiver.zipkin.http",
          "sampling.http",
          "sampling.grpc",
          "query.http",
          "query.grpc",
          "query.remoteStorage",
          "admin");
  private static final Set<String> UDP =
      Set.of("receiver.jaeger.compact", "receiver.jaeger.binary");
  private static final char[] NO_PASSWORD = {};

  @TempDir private Path folder;

  @Test
  void everyListenerAnswersClientsOfItsAuthorityAndNobodyElse() throws Exception {
    TestCertificates files = new TestCertificates(folder);
    files.create("server", "EC").create("client", "EC").create("stranger", "EC");
    SSLContext client = context(files, "client");
    SSLContext stranger = context(files, "stranger");
    SSLContext nobody = context(files, null);

    try (SpoorProcess spoor = SpoorProcess.with(settings(files)).start()) {
      Set<String> listeners = new TreeSet<>(spoor.ports().keySet());
      listeners.removeAll(UDP);
      assertThat(listeners).containsAll(SECTIONS).hasSize(SECTIONS.size() + 2); // admin has three
      for (String listener : listeners) {
        int port = spoor.port(listener);
        assertThat(answer(tls(client, port))).as(listener).startsWith("HTTP/1.1 ");
        assertThat(answer(tls(stranger, port))).as(listener).isEmpty();
        assertThat(answer(tls(nobody, port))).as(listener).isEmpty();
        assertThat(answer(new Socket(InetAddress.getLoopbackAddress(), port)))
            .as(listener)
            .doesNotContain("HTTP/1.1");
      }
    }
  }

  private static String[] settings(TestCertificates files) {
    return SECTIONS.stream()
        .flatMap(
            section ->
                Stream.of(
                    section + ".tls.certificateFile=" + files.certificate("server"),
                    section + ".tls.keyFile=" + files.key("server"),
                    section + ".tls.clientCaFile=" + files.certificate("client")))
        .toArray(String[]::new);
  }

  private static Socket tls(SSLContext context, int port) throws IOException {
    return context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
  }

  /** Returns the start of the answer to a request, or nothing when the server hangs up. */
  private static String answer(Socket connecting) throws IOException {
    try (Socket socket = connecting) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(US_ASCII));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readNBytes(9), US_ASCII);
    } catch (SSLException | SocketException refused) {
      return "";
    }
  }

  private static SSLContext context(TestCertificates files, @Nullable String identity)
      throws Exception {
    KeyStore trusted = emptyStore();
    trusted.setCertificateEntry("server", certificate(files.certificate("server")));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyStore own = emptyStore();
    if (identity != null) {
      Certificate[] chain = {certificate(files.certificate(identity))};
      own.setKeyEntry("own", key(files.key(identity)), NO_PASSWORD, chain);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static Certificate certificate(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey key(Path file) throws Exception {
    String base64 = Files.readString(file, US_ASCII).replaceAll("-----[A-Z ]+-----", "");
    byte[] der = Base64.getMimeDecoder().decode(base64);
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
  }
}
