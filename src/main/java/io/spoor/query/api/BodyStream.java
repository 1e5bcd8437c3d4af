// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.spoor.telemetry.ApiMetrics;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON answer on its way to the client, in chunks of about {@link #CHUNK_BYTES}, so that no
 * answer lies in memory whole.
 *
 * <p>Write to {@link #json} until {@link #isFull}, then {@link #send} and go on when {@link
 * #mustWait} says so; in the end {@link #finish}. The head goes out with the first chunk: until
 * then another answer can still be given. Confined to the request's event loop.
 */
final class BodyStream {
  static final int CHUNK_BYTES = 64 << 10;
  static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private static final int WORTH_COMPRESSING = 1 << 10;

  private final HttpServerResponse response;
  private final ApiMetrics metrics;
  private final boolean gzipAccepted;
  private final ByteSink raw = new ByteSink();
  private final JsonGenerator json;
  private final ByteSink packed = new ByteSink();
  private @Nullable GZIPOutputStream gzip;

  BodyStream(Exchange exchange) throws IOException {
    this.response = exchange.response();
    this.metrics = exchange.metrics();
    this.gzipAccepted = exchange.acceptsGzip();
    this.json = JSON.createGenerator(raw);
    if (exchange.wantsPrettyPrint()) {
      json.setPrettyPrinter(new GoPrettyPrinter());
    }
  }

  JsonGenerator json() {
    return json;
  }

  /** Whether a chunk has come together. */
  boolean isFull() {
    return raw.size() + json.getOutputBuffered() >= CHUNK_BYTES;
  }

  /** Whether the head has gone out, so that the status stands. */
  boolean isUnderWay() {
    return response.headWritten();
  }

  /** Hands what was written to the connection. */
  void send() throws IOException {
    json.flush();
    if (!isUnderWay()) {
      response.setChunked(true);
      startCompressing(raw.size());
    }
    Buffer chunk = packed(false);
    if (chunk.length() > 0) {
      metrics.sent(chunk.length());
      response.write(chunk);
    }
  }

  /** Whether the client reads slower than we write. */
  boolean mustWait() {
    return response.writeQueueFull();
  }

  /** Ends the answer with what is left. */
  Future<Void> finish() throws IOException {
    json.close();
    if (!isUnderWay()) {
      startCompressing(raw.size());
    }
    Buffer last = packed(true);
    metrics.sent(last.length());
    return response.end(last);
  }

  private void startCompressing(int bytes) throws IOException {
    response.putHeader("Content-Type", "application/json").putHeader("Vary", "Accept-Encoding");
    if (gzipAccepted && bytes >= WORTH_COMPRESSING) {
      response.putHeader("Content-Encoding", "gzip");
      gzip = new FastGzip(packed);
    }
  }

  private Buffer packed(boolean last) throws IOException {
    if (gzip == null) {
      return raw.drain();
    }
    raw.drainTo(gzip);
    if (last) {
      gzip.close();
    }
    return packed.drain();
  }

  /** Gives back the memory outside the heap that compressing takes. Can be called at any time. */
  void release() {
    if (gzip != null) {
      ((FastGzip) gzip).release();
    }
  }

  /** Trades a tenth of the ratio for three times the speed. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteSink target) throws IOException {
      super(target, 8 << 10);
      def.setLevel(Deflater.BEST_SPEED);
    }

    void release() {
      def.end();
    }
  }
}
