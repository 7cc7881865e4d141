package org.wwj.tftp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/** The server's own port where it is one of Netty's channels. */
final class TftpHandler extends SimpleChannelInboundHandler<DatagramPacket> {
  private final Transfers transfers;
  private final Counters counters;

  /** Hands what comes to these transfers. */
  TftpHandler(Transfers transfers, Counters counters) {
    this.transfers = transfers;
    this.counters = counters;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket datagram) {
    transfers.received(new ChannelPort(ctx.channel()), datagram.sender(), datagram.content());
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    ctx.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    transfers.close();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    // A packet that could not leave is as good as one that was lost on the way.
    counters.count("tftp.send-errors");
    Log.debug("tftp-send-error", "cause", cause);
  }
}
