// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings under a {@code tls} section: how one listener encrypts, and whom it lets in. All files
 * are PEM. Without a certificate the listener speaks plain text.
 *
 * @param certificateFile the certificate, followed by its chain; null for no TLS
 * @param keyFile the unencrypted private key of the certificate; null for no TLS
 * @param clientCaFile authorities whose clients are let in, and no others; null to let everybody in
 */
public record TlsConfig(
    @Nullable Path certificateFile, @Nullable Path keyFile, @Nullable Path clientCaFile) {

  /** Plain text. */
  public static final TlsConfig NONE = new TlsConfig(null, null, null);

  /** Rejects a half of a pair. */
  public TlsConfig {
    if ((certificateFile == null) != (keyFile == null)) {
      throw new IllegalArgumentException("certificateFile and keyFile must be given together");
    }
    if (clientCaFile != null && certificateFile == null) {
      throw new IllegalArgumentException("clientCaFile needs certificateFile and keyFile");
    }
  }

  /** Reads the section; a half of a pair is noted against the section. */
  public static TlsConfig from(ConfigSection section) {
    return section.read(TlsConfig::readKeys);
  }

  /** Tells whether the listener encrypts. */
  public boolean enabled() {
    return certificateFile != null;
  }

  /**
   * Makes a listener speak TLS 1.2 and 1.3 as these settings want it; without a certificate, leaves
   * it alone. ALPN is offered, so that HTTP/2 works. Blocks for reading the files.
   *
   * @return the options themselves
   * @throws ConfigException with a plain message when a file is missing or of no use
   */
  public HttpServerOptions applyTo(HttpServerOptions options) {
    if (!enabled()) {
      return options;
    }
    ServerSSLOptions tls = serverOptions();
    options.setSsl(true).setUseAlpn(true).setKeyCertOptions(tls.getKeyCertOptions());
    if (tls.getTrustOptions() != null) {
      options.setClientAuth(tls.getClientAuth()).setTrustOptions(tls.getTrustOptions());
    }
    return options;
  }

  /**
   * Makes the TLS part of a listener's options. They hold the content of the files and not their
   * names, so that options made after a file was replaced are not equal to those made before.
   */
  ServerSSLOptions serverOptions() {
    check("tls");
    ServerSSLOptions options = new ServerSSLOptions().setUseAlpn(true);
    if (certificateFile != null && keyFile != null) {
      options.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertValue(content(certificateFile))
              .addKeyValue(content(keyFile)));
    }
    if (clientCaFile != null) {
      options
          .setClientAuth(ClientAuth.REQUIRED)
          .setTrustOptions(new PemTrustOptions().addCertValue(content(clientCaFile)));
    }
    return options;
  }

  /**
   * Checks that the files are there, can be read and belong together. Blocks.
   *
   * @param path of the section, for the message
   * @throws ConfigException when they do not
   */
  public void check(String path) {
    if (certificateFile == null || keyFile == null) {
      return;
    }
    try {
      TlsFiles.checkPair(certificateFile, keyFile);
      if (clientCaFile != null) {
        TlsFiles.certificates(clientCaFile);
      }
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(path + ": " + e.getMessage()));
    }
  }

  private static TlsConfig readKeys(ConfigSection section) {
    return new TlsConfig(
        file(section, "certificateFile", "PEM certificate chain; given, this listener speaks TLS"),
        file(section, "keyFile", "PEM private key of the certificate"),
        file(section, "clientCaFile", "PEM authorities; given, only clients they signed get in"));
  }

  private static Buffer content(Path file) {
    return Buffer.buffer(TlsFiles.text(file), StandardCharsets.ISO_8859_1.name());
  }

  private static @Nullable Path file(ConfigSection section, String key, String help) {
    return section.optionalText(key, help).map(Path::of).orElse(null);
  }
}
