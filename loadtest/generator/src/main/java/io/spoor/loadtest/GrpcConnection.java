// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.Base64;
import java.util.function.Consumer;

/** Requests over gRPC on one HTTP/2 connection without TLS, several requests at a time. */
final class GrpcConnection implements Connection {
  private static final int UNAVAILABLE = 14;
  private static final int RESOURCE_EXHAUSTED = 8;

  private final Channel channel;
  private final int maxInFlight;
  private final Http2ConnectionHandler handler;
  private final Http2Connection.PropertyKey callKey;
  private final Http2Headers headers;
  private int inFlight;
  private boolean isReady;

  private GrpcConnection(
      Channel channel, Target target, String method, int maxInFlight, boolean isGzip) {
    this.channel = channel;
    this.maxInFlight = maxInFlight;
    this.handler =
        new Http2ConnectionHandlerBuilder()
            .server(false)
            .initialSettings(Http2Settings.defaultSettings().pushEnabled(false))
            .frameListener(new Frames())
            .build();
    this.callKey = handler.connection().newKey();
    this.headers = headers(target, method, isGzip);
  }

  static GrpcConnection open(
      Channel channel, Target target, String method, int maxInFlight, boolean isGzip) {
    GrpcConnection connection = new GrpcConnection(channel, target, method, maxInFlight, isGzip);
    connection.handler.connection().addListener(connection.new Streams());
    channel.pipeline().addLast(connection.handler);
    return connection;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public boolean hasRoom() {
    return isReady
        && inFlight < maxInFlight
        && channel.isActive()
        && !handler.connection().goAwayReceived();
  }

  @Override
  public void send(ByteBuf body, Consumer<Answer> onAnswer) {
    ChannelHandlerContext ctx = channel.pipeline().context(handler);
    int id = handler.connection().local().incrementAndGetNextStreamId();
    inFlight++;
    Call call = new Call(onAnswer);
    handler
        .encoder()
        .writeHeaders(ctx, id, headers, 0, false, ctx.newPromise())
        .addListener(written -> call.headersWritten(written.isSuccess()));
    Http2Stream stream = handler.connection().stream(id);
    if (stream == null) { // refused by the codec: the promise has said so
      body.release();
      return;
    }
    stream.setProperty(callKey, call);
    handler
        .encoder()
        .writeData(ctx, id, body, 0, true, ctx.newPromise())
        .addListener(written -> call.pending.written(written.isSuccess()));
    handler.flush(ctx); // ctx.flush() would pass by the flow controller
  }

  private static Http2Headers headers(Target target, String method, boolean isGzip) {
    Http2Headers headers =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme("http")
            .path(method)
            .authority(target.authority())
            .add("content-type", "application/grpc")
            .add("te", "trailers")
            .add("grpc-timeout", "10S")
            .add("user-agent", "spoor-loadtest");
    return isGzip ? headers.add("grpc-encoding", "gzip") : headers;
  }

  private Call call(int streamId) {
    Http2Stream stream = handler.connection().stream(streamId);
    return stream == null ? null : stream.getProperty(callKey);
  }

  private final class Call {
    final PendingAnswer pending;
    byte[] message = {};

    Call(Consumer<Answer> onAnswer) {
      pending =
          new PendingAnswer(
              answer -> {
                inFlight--;
                onAnswer.accept(answer);
              });
    }

    void headersWritten(boolean successfully) {
      if (!successfully) {
        pending.abandoned("not sent");
      }
    }

    void received(ByteBuf piece) {
      byte[] more = ByteBufUtil.getBytes(piece);
      byte[] all = java.util.Arrays.copyOf(message, message.length + more.length);
      System.arraycopy(more, 0, all, message.length, more.length);
      message = all;
    }

    Answer answer(Http2Headers trailers) {
      CharSequence text = trailers.get("grpc-status");
      int status = text == null ? -1 : Integer.parseInt(text.toString());
      if (status == 0) {
        return Answer.acknowledged(OtlpStatus.rejectedSpans(unframed()));
      }
      if (text == null) {
        return Answer.failed("HTTP " + trailers.status());
      }
      String reason = "gRPC " + status;
      long retryAfterMillis = retryAfterMillis(trailers.get("grpc-status-details-bin"));
      boolean mayRetry = status == RESOURCE_EXHAUSTED && retryAfterMillis != Answer.NO_HINT;
      return status == UNAVAILABLE || mayRetry
          ? Answer.refused(reason, retryAfterMillis)
          : Answer.rejected(reason);
    }

    private byte[] unframed() {
      int header = Math.min(message.length, RequestBuffer.FRAME_HEADER_BYTES);
      return java.util.Arrays.copyOfRange(message, header, message.length);
    }

    private static long retryAfterMillis(CharSequence details) {
      return details == null
          ? Answer.NO_HINT
          : OtlpStatus.retryAfterMillis(Base64.getDecoder().decode(details.toString()));
    }
  }

  private final class Frames extends Http2FrameAdapter {
    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
      isReady = true;
    }

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
      Call call = call(streamId);
      if (call != null) {
        call.received(data);
      }
      return data.readableBytes() + padding;
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int streamId,
        Http2Headers received,
        int dependency,
        short weight,
        boolean exclusive,
        int padding,
        boolean endOfStream) {
      onHeadersRead(ctx, streamId, received, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int streamId,
        Http2Headers received,
        int padding,
        boolean endOfStream) {
      Call call = call(streamId);
      if (call == null || !endOfStream) {
        return;
      }
      call.pending.answered(call.answer(received));
      if (!call.pending.isWritten()) { // as gRPC clients do: nobody will read the rest
        long cancel = Http2Error.CANCEL.code();
        handler.encoder().writeRstStream(ctx, streamId, cancel, ctx.newPromise());
        handler.flush(ctx); // ctx.flush() would pass by the flow controller
      }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) {
      Call call = call(streamId);
      if (call != null) {
        call.pending.answered(Answer.failed("reset " + errorCode));
      }
    }
  }

  private final class Streams extends io.netty.handler.codec.http2.Http2ConnectionAdapter {
    @Override
    public void onStreamClosed(Http2Stream stream) {
      Call call = stream.getProperty(callKey);
      if (call != null && !call.pending.isAnswered()) {
        call.pending.abandoned("stream closed");
      }
    }
  }
}
