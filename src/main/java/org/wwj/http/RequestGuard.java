package org.wwj.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.Request;
import org.wwj.http.Ask.Persistence;

/**
 * Turns decoded requests into {@link Ask}s, and what breaks a rule into one that is rejected.
 * Bodies are not taken: nothing this server does needs one, and none means none to smuggle.
 */
final class RequestGuard extends ChannelInboundHandlerAdapter {
  /** Longest request line in bytes; the longest real one is an iPXE script's with all its tags. */
  static final int MAX_LINE = 4096;

  /** All headers together, in bytes. */
  static final int MAX_HEADERS = 16_384;

  private final Request.Protocol protocol;
  private @Nullable Ask pending;
  private boolean deaf;

  RequestGuard(Request.Protocol protocol) {
    this.protocol = protocol;
  }

  /** Takes ownership of the message. */
  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (deaf) {
        return;
      }
      if (message instanceof HttpRequest request) {
        pending = check(ctx.channel(), request);
        deaf = pending.persistence() == Persistence.CLOSE;
      }
      if (pending != null && (deaf || message instanceof LastHttpContent)) {
        Ask complete = pending;
        pending = null;
        ctx.fireChannelRead(complete);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private Ask check(Channel channel, HttpRequest request) {
    boolean head = request.method().equals(HttpMethod.HEAD);
    if (request.decoderResult().isFailure()) {
      return undecodable(request.decoderResult().cause());
    }
    if (request.protocolVersion().majorVersion() != 1) {
      return new Ask.Reject(head, 505, "this server speaks HTTP/1.1", Persistence.CLOSE);
    }
    boolean body = announcesBody(request);
    Persistence persistence = body ? Persistence.CLOSE : persistence(request);
    if (!head && !request.method().equals(HttpMethod.GET)) {
      return new Ask.Reject(false, 405, "only GET and HEAD are answered", persistence);
    }
    if (body) {
      return new Ask.Reject(head, 413, "requests with a body are not taken", persistence);
    }
    String range = request.headers().get(HttpHeaderNames.RANGE);
    return switch (Target.parse(request.uri())) {
      case Target.Malformed malformed -> new Ask.Reject(head, 400, malformed.reason(), persistence);
      case Target.Named named ->
          new Ask.Want(
              head,
              new Request(
                  protocol,
                  named.path(),
                  named.query(),
                  head ? Request.Part.HEAD : ByteRange.part(range),
                  head ? 0 : ByteRange.first(range),
                  peer(channel)),
              Conditions.of(request.headers()),
              persistence);
    };
  }

  private static Ask undecodable(Throwable cause) {
    return switch (cause) {
      case TooLongHttpLineException line ->
          new Ask.Reject(
              false, 414, "the request line is over " + MAX_LINE + " bytes", Persistence.CLOSE);
      case TooLongHttpHeaderException headers ->
          new Ask.Reject(
              false, 431, "the headers are over " + MAX_HEADERS + " bytes", Persistence.CLOSE);
      default -> new Ask.Reject(false, 400, "this is not an HTTP/1.1 request", Persistence.CLOSE);
    };
  }

  private static boolean announcesBody(HttpRequest request) {
    String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (length != null && !length.strip().chars().allMatch(c -> c == '0'));
  }

  private static Persistence persistence(HttpRequest request) {
    if (!HttpUtil.isKeepAlive(request)) {
      return Persistence.CLOSE;
    }
    return request.protocolVersion().minorVersion() == 0
        ? Persistence.KEEP_AND_SAY
        : Persistence.KEEP;
  }

  private static InetSocketAddress peer(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address
        : new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }
}
