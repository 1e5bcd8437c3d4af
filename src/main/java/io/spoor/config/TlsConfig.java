// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.nio.file.Path;
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

  private static TlsConfig readKeys(ConfigSection section) {
    return new TlsConfig(
        file(section, "certificateFile", "PEM certificate chain; given, this listener speaks TLS"),
        file(section, "keyFile", "PEM private key of the certificate"),
        file(section, "clientCaFile", "PEM authorities; given, only clients they signed get in"));
  }

  private static @Nullable Path file(ConfigSection section, String key, String help) {
    return section.optionalText(key, help).map(Path::of).orElse(null);
  }
}
