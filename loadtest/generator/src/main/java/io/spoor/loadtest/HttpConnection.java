// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Requests over HTTP/1.1, one request at a time. */
final class HttpConnection extends SimpleChannelInboundHandler<FullHttpResponse>
    implements Connection {
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  private final Channel channel;
  private final String head;
  private PendingAnswer pending;
  private boolean mustClose;

  private HttpConnection(
      Channel channel, Target target, String path, String contentType, boolean isGzip) {
    this.channel = channel;
    this.head =
        "POST "
            + path
            + " HTTP/1.1\r\nhost: "
            + target.authority()
            + "\r\nuser-agent: spoor-loadtest\r\ncontent-type: "
            + contentType
            + "\r\n"
            + (isGzip ? "content-encoding: gzip\r\n" : "")
            + "content-length: ";
  }

  static HttpConnection open(
      Channel channel, Target target, String path, String contentType, boolean isGzip) {
    HttpConnection connection = new HttpConnection(channel, target, path, contentType, isGzip);
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.addLast(
        new HttpResponseDecoder(), new HttpObjectAggregator(MAX_ANSWER_BYTES), connection);
    return connection;
  }

  @Override
  public Channel channel() {
    return channel;
  }

  @Override
  public boolean hasRoom() {
    return pending == null && channel.isActive() && !mustClose;
  }

  @Override
  public void send(ByteBuf body, Consumer<Answer> onAnswer) {
    PendingAnswer request =
        new PendingAnswer(
            answer -> {
              pending = null;
              if (mustClose) {
                channel.close();
              }
              onAnswer.accept(answer);
            });
    pending = request;
    String start = head + body.readableBytes() + "\r\n\r\n";
    channel.write(Unpooled.wrappedBuffer(start.getBytes(StandardCharsets.US_ASCII)));
    channel.writeAndFlush(body).addListener(written -> request.written(written.isSuccess()));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
    mustClose |= !HttpUtil.isKeepAlive(response);
    if (pending != null) {
      pending.answered(answer(response));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (pending != null) {
      pending.abandoned("connection closed");
    }
    ctx.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  private static Answer answer(FullHttpResponse response) {
    int status = response.status().code();
    byte[] content = ByteBufUtil.getBytes(response.content());
    if (status == 202) { // as Jaeger says it
      return Answer.acknowledged(0);
    }
    if (status == 200) {
      return Answer.acknowledged(OtlpStatus.rejectedSpans(content));
    }
    String reason = "HTTP " + status;
    if (status == 429 || status == 502 || status == 503 || status == 504) {
      return Answer.refused(reason, retryAfterMillis(response));
    }
    return Answer.rejected(reason);
  }

  private static long retryAfterMillis(FullHttpResponse response) {
    String seconds = response.headers().get(HttpHeaderNames.RETRY_AFTER);
    try {
      return seconds == null ? Answer.NO_HINT : Long.parseLong(seconds.trim()) * 1000;
    } catch (NumberFormatException e) {
      return Answer.NO_HINT; // a date, which no OTLP server sends
    }
  }
}
