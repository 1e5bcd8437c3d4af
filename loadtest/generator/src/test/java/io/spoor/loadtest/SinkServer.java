// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An OTLP server that throws everything away and refuses some requests.
 *
 * <p>As a program it shows what the generator itself costs: the port, then {@code grpc} or {@code
 * http}.
 */
final class SinkServer implements AutoCloseable {
  final AtomicLong requests = new AtomicLong();
  final AtomicLong accepted = new AtomicLong();
  final AtomicLong bytes = new AtomicLong();
  final int port;

  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final int refuseEvery;

  /**
   * @param refuseEvery every how manieth request is refused; 0 for none
   */
  SinkServer(int wantedPort, boolean isGrpc, int refuseEvery) {
    this.refuseEvery = refuseEvery;
    Channel server =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (isGrpc) {
                      channel.pipeline().addLast(http2());
                    } else {
                      channel
                          .pipeline()
                          .addLast(
                              new HttpServerCodec(), new HttpObjectAggregator(1 << 20), new Http());
                    }
                  }
                })
            .bind("127.0.0.1", wantedPort)
            .syncUninterruptibly()
            .channel();
    port = ((InetSocketAddress) server.localAddress()).getPort();
  }

  public static void main(String[] args) throws InterruptedException {
    try (SinkServer server = new SinkServer(Integer.parseInt(args[0]), args[1].equals("grpc"), 0)) {
      System.out.println("listening on " + server.port);
      Thread.currentThread().join();
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
  }

  private boolean accepts() {
    long number = requests.incrementAndGet();
    boolean accepts = refuseEvery == 0 || number % refuseEvery != 0;
    if (accepts) {
      accepted.incrementAndGet();
    }
    return accepts;
  }

  private Http2ConnectionHandler http2() {
    Grpc frames = new Grpc();
    Http2ConnectionHandler handler =
        new Http2ConnectionHandlerBuilder()
            .server(true)
            .initialSettings(Http2Settings.defaultSettings().initialWindowSize(1 << 20))
            .frameListener(frames)
            .build();
    frames.handler = handler;
    return handler;
  }

  private final class Grpc extends Http2FrameAdapter {
    Http2ConnectionHandler handler;

    @Override
    public int onDataRead(
        ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream) {
      bytes.addAndGet(data.readableBytes());
      if (endOfStream) {
        answer(ctx, streamId);
      }
      return data.readableBytes() + padding;
    }

    private void answer(ChannelHandlerContext ctx, int streamId) {
      Http2Headers headers =
          new DefaultHttp2Headers().status("200").add("content-type", "application/grpc");
      if (accepts()) {
        handler.encoder().writeHeaders(ctx, streamId, headers, 0, false, ctx.newPromise());
        ByteBuf empty = Unpooled.wrappedBuffer(new byte[5]);
        handler.encoder().writeData(ctx, streamId, empty, 0, false, ctx.newPromise());
        Http2Headers trailers = new DefaultHttp2Headers().add("grpc-status", "0");
        handler.encoder().writeHeaders(ctx, streamId, trailers, 0, true, ctx.newPromise());
      } else {
        headers.add("grpc-status", "14").add("grpc-status-details-bin", retryInMillis(20));
        handler.encoder().writeHeaders(ctx, streamId, headers, 0, true, ctx.newPromise());
      }
      handler.flush(ctx);
    }
  }

  private final class Http extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      bytes.addAndGet(request.content().readableBytes());
      boolean accepts = accepts();
      FullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              accepts ? HttpResponseStatus.OK : HttpResponseStatus.TOO_MANY_REQUESTS,
              Unpooled.EMPTY_BUFFER);
      response.headers().set("content-length", 0);
      if (!accepts) {
        response.headers().set("retry-after", "0");
      }
      ctx.writeAndFlush(response);
    }
  }

  private static String retryInMillis(int millis) {
    ProtoWriter delay = new ProtoWriter().varint(2, millis * 1_000_000L);
    ProtoWriter any =
        new ProtoWriter()
            .text(1, "type.googleapis.com/google.rpc.RetryInfo")
            .message(2, new ProtoWriter().message(1, delay));
    ProtoWriter status = new ProtoWriter().varint(1, 14).text(2, "full").message(3, any);
    return Base64.getEncoder().withoutPadding().encodeToString(status.toBytes());
  }
}
