package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.wwj.ops.Counters;

class WireTest {
  private static final InetSocketAddress PEER = new InetSocketAddress("10.0.0.11", 2070);

  private final Counters counters = new Counters();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private Blocks blocks;

  @BeforeEach
  void read() throws IOException {
    blocks = Blocks.read(new ByteArrayInputStream(new byte[150_000]), 150_000, 1468, false);
  }

  @AfterEach
  void release() {
    blocks.release();
    assertThat(channel.finishAndReleaseAll()).isFalse();
  }

  @Test
  void sendsOneDatagramBlockByBlock() {
    wire(false).send(blocks, 101, 103);
    assertThat(sent()).containsExactly("1472", "1472", "268");
  }

  @Test
  void sendsWindowAsOneDatagramToBeCut() {
    wire(true).send(blocks, 1, 16);
    wire(true).send(blocks, 101, 103);
    assertThat(sent()).containsExactly("23552/1472", "3212/1472");
  }

  @Test
  void cutsNoDatagramOfOneBlock() {
    wire(true).send(blocks, 1, 1);
    assertThat(sent()).containsExactly("1472");
  }

  @Test
  void staysBelowTheLargestDatagram() {
    wire(true).send(blocks, 1, 64);
    assertThat(sent()).containsExactly("64768/1472", "29440/1472");
  }

  @Test
  void sendsBlockByBlockOnceTheKernelRefusesToCut() {
    channel.pipeline().addFirst(new RefusesToCut());
    Wire wire = wire(true);
    wire.send(blocks, 1, 3);
    assertThat(sent()).containsExactly("1472", "1472", "1472");
    wire.send(blocks, 4, 5);
    assertThat(sent()).containsExactly("1472", "1472");
    assertThat(counters.get("tftp.unsegmented")).isEqualTo(1);
  }

  @Test
  void sendsNothingAgainAfterTheEnd() {
    channel.pipeline().addFirst(new RefusesToCut());
    Wire wire = wire(true);
    wire.send(blocks, 1, 3);
    wire.close();
    assertThat(sent()).isEmpty();
  }

  private Wire wire(boolean segments) {
    return new Wire(new ChannelPort(channel), PEER, counters, segments);
  }

  private List<String> sent() {
    channel.flush();
    channel.runPendingTasks();
    List<String> packets = new ArrayList<>();
    for (DatagramPacket out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      String size = Integer.toString(out.content().readableBytes());
      packets.add(
          out instanceof SegmentedDatagramPacket cut ? size + "/" + cut.segmentSize() : size);
      out.release();
    }
    return packets;
  }

  /** A network card without UDP_SEGMENT. */
  private static final class RefusesToCut extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      if (message instanceof SegmentedDatagramPacket) {
        ReferenceCountUtil.release(message);
        ctx.executor().execute(() -> promise.setFailure(new IOException("Input/output error")));
      } else {
        ctx.write(message, promise);
      }
    }
  }
}
