// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks PEM files before a listener uses them, because a key that does not match its certificate
 * would be found only by the first client. Messages name files and never show what is in them.
 */
final class TlsFiles {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END");
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private TlsFiles() {}

  /** Checks a certificate with its key; the message of the exception says what is wrong. */
  static void checkPair(Path certificateFile, Path keyFile) {
    X509Certificate certificate = certificates(certificateFile).get(0);
    Matcher key = KEY.matcher(text(keyFile));
    if (!key.find()) {
      throw new IllegalArgumentException(keyFile + " holds no PEM private key");
    }
    if (key.group(1).startsWith("ENCRYPTED")) {
      throw new IllegalArgumentException(
          keyFile
              + " is encrypted; 'openssl pkey -in KEY -out PLAIN' makes a key that can be read");
    }
    PublicKey publicKey = certificate.getPublicKey();
    if (!matches(publicKey, key.group(1), key.group(2))) {
      throw new IllegalArgumentException(
          "the key in " + keyFile + " does not match the certificate in " + certificateFile);
    }
  }

  /** Returns the certificates of a file, at least one. */
  static List<X509Certificate> certificates(Path file) {
    byte[] pem = text(file).getBytes(StandardCharsets.ISO_8859_1);
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (GeneralSecurityException expected) { // the message below says it
    }
    throw new IllegalArgumentException(file + " holds no PEM certificate that can be read");
  }

  /** Reads a small text file byte by byte, as PEM is ASCII. */
  static String text(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException(file + " is larger than 1 MiB");
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(file + ": no such file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read, " + e, e);
    }
  }

  private static boolean matches(PublicKey publicKey, String form, String base64) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      byte[] pkcs8 = form.equals("PRIVATE KEY") ? der : wrap(der, publicKey);
      KeyFactory factory = KeyFactory.getInstance(publicKey.getAlgorithm());
      return signs(factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)), publicKey);
    } catch (GeneralSecurityException
        | IllegalArgumentException expected) { // a broken key, or one of another algorithm
      return false;
    }
  }

  /**
   * Makes PKCS#8 of an older form (BEGIN RSA PRIVATE KEY, BEGIN EC PRIVATE KEY), which lacks only
   * the algorithm; the public key starts with it.
   *
   * <pre>
   *   SubjectPublicKeyInfo = 30 len { algorithm = 30 len {…}, bits }
   *   PKCS#8               = 30 len { 02 01 00, algorithm, 04 len { older form } }
   * </pre>
   */
  private static byte[] wrap(byte[] older, PublicKey publicKey) {
    byte[] spki = publicKey.getEncoded();
    int start = 2 + lengthBytes(spki[1]);
    int end = start + 2 + spki[start + 1]; // an algorithm is always shorter than 128 bytes
    byte[] algorithm = Arrays.copyOfRange(spki, start, end);
    byte[] version = {2, 1, 0};
    return derValue(0x30, version, algorithm, derValue(4, older));
  }

  private static int lengthBytes(byte first) {
    return first >= 0 ? 0 : first & 0x7f;
  }

  private static byte[] derValue(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer out = ByteBuffer.allocate(length + 4);
    out.put((byte) tag).put((byte) 0x82).putShort((short) length);
    Arrays.stream(parts).forEach(out::put);
    return out.array();
  }

  private static boolean signs(PrivateKey privateKey, PublicKey publicKey)
      throws GeneralSecurityException {
    byte[] sample = {1, 2, 3};
    String algorithm = SIGNATURES.getOrDefault(publicKey.getAlgorithm(), publicKey.getAlgorithm());
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(privateKey);
    signature.update(sample);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(sample);
    return signature.verify(signed);
  }
}
