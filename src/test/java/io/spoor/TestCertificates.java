// SPDX-License-Identifier: Apache-2.0
package io.spoor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Makes certificates for 127.0.0.1 and localhost with the JDK's keytool, each signed by itself, as
 * PEM files in a folder: {@code NAME.crt} and {@code NAME.key}.
 */
public final class TestCertificates {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path folder;

  public TestCertificates(Path folder) {
    this.folder = folder;
  }

  public Path certificate(String name) {
    return folder.resolve(name + ".crt");
  }

  public Path key(String name) {
    return folder.resolve(name + ".key");
  }

  /** Makes a pair; the algorithm is RSA, EC or Ed25519. */
  public TestCertificates create(String name, String algorithm) throws IOException {
    Path store = Files.createTempFile(folder, name, ".p12");
    Files.delete(store);
    keytool(
        "-genkeypair -keyalg %s -alias x -dname CN=%s -validity 3 -storetype PKCS12 -storepass %s"
                .formatted(algorithm, name, new String(PASSWORD))
            + " -ext san=ip:127.0.0.1,dns:localhost -ext bc:critical=ca:true -keystore",
        store.toString());
    try (var in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD);
      Key key = keys.getKey("x", PASSWORD);
      write(certificate(name), "CERTIFICATE", keys.getCertificate("x").getEncoded());
      write(key(name), "PRIVATE KEY", key.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  /** Writes bytes as one PEM block. */
  public static void write(Path file, String type, byte[] der) throws IOException {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(type, body, type));
  }

  private static void keytool(String options, String keystore) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(options.split(" ")));
    command.add(keystore);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      assertThat(process.waitFor()).as(output).isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
