// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings under a {@code tls} section of a client: whom it trusts, and who it says it is. All
 * files are PEM.
 *
 * @param caFile authorities to trust; null for those of the Java runtime
 * @param certificateFile the client's own certificate, followed by its chain; null for none
 * @param keyFile the unencrypted private key of the certificate; null for none
 * @param verifyHost whether the certificate must be for the host that was asked for
 */
public record ClientTlsConfig(
    @Nullable Path caFile,
    @Nullable Path certificateFile,
    @Nullable Path keyFile,
    boolean verifyHost) {

  /** Rejects a half of a pair. */
  public ClientTlsConfig {
    if ((certificateFile == null) != (keyFile == null)) {
      throw new IllegalArgumentException("certificateFile and keyFile must be given together");
    }
  }

  /** Reads the section; a half of a pair is noted against the section. */
  public static ClientTlsConfig from(ConfigSection section) {
    return section.read(
        own ->
            new ClientTlsConfig(
                file(own, "caFile", "PEM authorities to trust; those of Java unless given"),
                file(own, "certificateFile", "PEM certificate chain to show to the server"),
                file(own, "keyFile", "PEM private key of the certificate"),
                own.bool("verifyHost", true, "whether the certificate must be for the host")));
  }

  /** Makes a client speak TLS as these settings want it. Blocks for reading the files. */
  public void applyTo(ClientOptionsBase options) {
    options.setSsl(true);
    Path authorities = caFile;
    if (authorities != null) {
      options.setTrustOptions(new PemTrustOptions().addCertValue(content(authorities)));
    }
    Path certificate = certificateFile;
    Path key = keyFile;
    if (certificate != null && key != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions().addCertValue(content(certificate)).addKeyValue(content(key)));
    }
  }

  /**
   * Checks that the files are there, can be read and belong together. Blocks.
   *
   * @param path of the section, for the message
   * @throws ConfigException when they do not
   */
  public void check(String path) {
    Path authorities = caFile;
    Path certificate = certificateFile;
    Path key = keyFile;
    try {
      if (certificate != null && key != null) {
        TlsFiles.checkPair(certificate, key);
      }
      if (authorities != null) {
        TlsFiles.certificates(authorities);
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(path + ": " + e.getMessage()));
    }
  }

  private static Buffer content(Path file) {
    return Buffer.buffer(TlsFiles.text(file), StandardCharsets.ISO_8859_1.name());
  }

  private static @Nullable Path file(ConfigSection section, String key, String help) {
    return section.optionalText(key, help).map(Path::of).orElse(null);
  }
}
