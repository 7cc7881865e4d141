package org.wwj.tftp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.wwj.delivery.Transfer;
import org.wwj.ops.Log;

/** A port of one transfer only, its TID in the words of RFC 1350 §4. */
final class TransferPort extends SimpleChannelInboundHandler<DatagramPacket> {
  private final Session session;

  private TransferPort(Session session) {
    this.session = session;
  }

  /** Starts a session whose file was found on the port it is to use. */
  @FunctionalInterface
  interface Opener {
    /**
     * Starts the session now or a little later.
     *
     * @param server the server's own port
     */
    void open(Port server, Session session, Loader.Result.Found found);
  }

  /** Sends everything from the server's own port. */
  static Opener shared() {
    return (server, session, found) -> session.start(server, found.lease(), found.listener());
  }

  /** Opens a port for each transfer with the given bootstrap, on the server's address. */
  static Opener own(Bootstrap bootstrap, InetAddress address) {
    InetSocketAddress any = new InetSocketAddress(address, 0);
    return (server, session, found) -> {
      ChannelFuture bound = bootstrap.clone().handler(new TransferPort(session)).bind(any);
      bound.addListener(opened -> {
        if (session.ended() || !opened.isSuccess()) {
          bound.channel().close();
          Transfers.drop(found);
          if (!opened.isSuccess()) {
            Log.warn("tftp-port", "cause", opened.cause());
            session.end(Transfer.End.ABORTED);
          }
          return;
        }
        session.whenEnded(() -> bound.channel().close());
        session.start(new ChannelPort(bound.channel()), found.lease(), found.listener());
      });
    };
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
    if (datagram.sender().equals(session.peer())) {
      session.received(TftpCodec.decode(datagram.content()));
    } else {
      Wire.send(
          new ChannelPort(ctx.channel()),
          datagram.sender(),
          new TftpPacket.ErrorMessage(
              ErrorCode.UNKNOWN_TRANSFER, "this port serves another client"));
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    Log.debug("tftp-send-error", "cause", cause);
  }
}
