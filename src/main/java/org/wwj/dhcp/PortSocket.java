package org.wwj.dhcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.wwj.net.DatagramPort;
import org.wwj.net.Precedence;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/** A socket under epoll. */
record PortSocket(DatagramPort port, Counters counters) implements DhcpSocket {
  private static final int SO_BINDTODEVICE = 25;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int INTERFACE_NAME_SIZE = 16;

  static PortSocket open(
      EventLoopGroup loops,
      InetSocketAddress bind,
      @Nullable String device,
      boolean shares,
      Counters counters)
      throws IOException {
    DatagramPort port =
        DatagramPort.open(
            loops,
            bind,
            DATAGRAM_SIZE,
            socket -> {
              socket.setBroadcast(true);
              socket.setReuseAddress(shares);
              socket.setTrafficClass(Precedence.CLASS_SELECTOR_6);
              if (device != null) {
                hearOnly(socket, device);
              }
              enlargeReceiveBuffer(socket);
            });
    return new PortSocket(port, counters);
  }

  private static void hearOnly(Socket socket, String device) throws IOException {
    ByteBuffer name = ByteBuffer.allocateDirect(INTERFACE_NAME_SIZE);
    name.put(device.getBytes(StandardCharsets.US_ASCII)).clear();
    socket.setRawOpt(Precedence.SOL_SOCKET, SO_BINDTODEVICE, name);
  }

  /** Beyond the system's limit only with CAP_NET_ADMIN; without it as far as the system lets us. */
  private static void enlargeReceiveBuffer(Socket socket) throws IOException {
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    ByteBuffer size = ByteBuffer.allocateDirect(4).order(ByteOrder.nativeOrder());
    size.putInt(0, RECEIVE_BUFFER);
    try {
      socket.setRawOpt(Precedence.SOL_SOCKET, SO_RCVBUFFORCE, size);
    } catch (IOException e) {
      Log.debug("dhcp-receive-buffer", "reason", e);
    }
  }

  @Override
  public void start(Answerer answerer) {
    port.start(
        new DatagramPort.Taker() {
          @Override
          public void received(DatagramPort from, InetSocketAddress sender, ByteBuf content) {
            answerer.received(ByteBufUtil.getBytes(content), sender);
          }

          @Override
          public void read(DatagramPort from) {
            try {
              answerer.readComplete();
            } catch (RuntimeException e) {
              Log.error("dhcp-failed", e);
            }
          }

          @Override
          public void lost(DatagramPort from, int errno) {
            counters.count("dhcp.send-failed");
            Log.debug("dhcp-send-failed", "errno", errno);
          }

          @Override
          public void closed() {
            answerer.close();
          }
        });
  }

  @Override
  public void share() throws IOException {
    port.share();
  }

  @Override
  public void send(byte[] octets, InetSocketAddress to) {
    port.send(ByteBufAllocator.DEFAULT.directBuffer(octets.length).writeBytes(octets), to);
  }

  @Override
  public void flush() {
    port.flush();
  }

  @Override
  public ScheduledExecutorService loop() {
    return port.loop();
  }

  @Override
  public void close() {
    port.close();
  }
}
