// SPDX-License-Identifier: Apache-2.0
package io.spoor.receiver.http;

import io.spoor.receiver.TestIntake;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/** Speaks HTTP/1.1 by hand over a socket of its own. */
public final class RawHttp implements AutoCloseable {
  private final Socket socket;

  public RawHttp(int port) throws IOException {
    this(SocketFactory.getDefault(), port);
  }

  public RawHttp(SocketFactory sockets, int port) throws IOException {
    socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) TestIntake.PATIENCE.toMillis());
  }

  /** The head of a request, with a host. */
  public static String head(String requestLine, String... headers) {
    return requestLine + "\r\nhost: x\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
  }

  public void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Reads until the text was seen, or the end. */
  public String readUntil(String end) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (text.indexOf(end) < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      text.append((char) next);
    }
    return text.toString();
  }

  /** Reads to the end of the connection, which the server must close. */
  public String readToEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  /** Sends a request; returns the head of the answer. */
  public String exchange(String request) throws IOException {
    write(request);
    return readUntil("\r\n\r\n");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
