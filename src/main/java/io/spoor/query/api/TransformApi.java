// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.bus.Refusal;
import io.spoor.bus.RefusedException;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;
import io.spoor.codec.otlp.OtlpJsonDecoder;
import io.spoor.telemetry.ApiMetrics;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Turns OTLP JSON into the JSON of Jaeger's UI, whatever its content type: browsers send a dropped
 * file as text.
 */
final class TransformApi {
  private final int maxBytes;
  private final AtomicLong left;

  /**
   * Sets the bounds.
   *
   * @param maxBytes of one body
   * @param left what all requests of the process may still take at once
   */
  TransformApi(int maxBytes, AtomicLong left) {
    this.maxBytes = maxBytes;
    this.left = left;
  }

  void transform(Exchange exchange) {
    Upload upload = new Upload(exchange);
    exchange.request().handler(upload::add).endHandler(ended -> exchange.attempt(upload::decode));
  }

  /** One body on its way in. */
  private final class Upload {
    private final Exchange exchange;
    private final ByteAllowance allowance = new ByteAllowance(left);
    private final Buffer body = Buffer.buffer();
    private boolean refused;
    private boolean decoding;

    Upload(Exchange exchange) {
      this.exchange = exchange;
      exchange.whenOver(
          () -> {
            if (!decoding) {
              allowance.release();
            }
          });
    }

    void add(Buffer part) {
      if (refused || exchange.isOver()) {
        return;
      }
      if (body.length() + part.length() > maxBytes) {
        refuse(new ApiException(413, "body must have at most " + maxBytes + " bytes"));
      } else if (!allowance.tryGrow(part.length())) {
        exchange.metrics().refused(ApiMetrics.Limit.BODY_BYTES);
        refuse(new RefusedException(Refusal.QUEUE_FULL, "too many bodies are being transformed"));
      } else {
        body.appendBuffer(part);
      }
    }

    /** The rest of the body is not worth reading. */
    private void refuse(RuntimeException why) {
      refused = true;
      exchange.response().putHeader("Connection", "close");
      exchange.fail(why);
    }

    void decode() {
      if (refused || exchange.isOver()) {
        return;
      }
      decoding = true;
      Future<DecodedBatch> decoded = exchange.vertx().executeBlocking(this::decodeBody, false);
      exchange.hold(decoded.otherwiseEmpty(), done -> allowance.release());
      exchange.await(decoded, this::answer);
    }

    private DecodedBatch decodeBody() {
      try {
        return new OtlpJsonDecoder().decode(body.getBytes(), allowance);
      } catch (MalformedException e) {
        throw new ApiException(400, String.valueOf(e.getMessage()));
      } catch (TooLargeException e) {
        exchange.metrics().refused(ApiMetrics.Limit.BODY_BYTES);
        throw new RefusedException(Refusal.QUEUE_FULL, String.valueOf(e.getMessage()));
      }
    }

    private void answer(DecodedBatch decoded) {
      UiDocument document = new UiDocument(Set.of());
      if (decoded.rejectedSpans() > 0) {
        document.withRemark(
            decoded.rejectedSpans() + " spans are left out: " + decoded.rejectedReason());
      }
      TraceStream.answer(
          exchange, Future.succeededFuture(new BatchTraces(decoded.batch())), document, null);
    }
  }
}
