package org.wwj.net;

import io.netty.channel.ChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.util.Map;

/**
 * How an answer that a machine waits for passes by the images of others: on this host before the
 * network card, where Linux has three queues or one for each flow (socket(7), {@code SO_PRIORITY}),
 * and beyond it, where a switch looks at what the packet says of itself (RFC 2474).
 */
public final class Precedence {
  /** Linux's {@code SOL_SOCKET}. */
  public static final int SOL_SOCKET = 1;

  /** Linux's {@code SO_PRIORITY}. */
  public static final int SO_PRIORITY = 12;

  /** Linux's {@code TC_PRIO_INTERACTIVE}, the highest that needs no privilege. */
  public static final int INTERACTIVE = 6;

  /** Class selector 6 as an octet of the IPv4 header, as other DHCP servers have it. */
  public static final int CLASS_SELECTOR_6 = 0xc0;

  private Precedence() {}

  /** What a channel of TFTP is given; nothing on NIO, which knows no priorities. */
  public static Map<ChannelOption<Integer>, Integer> ofTftp(Transport transport) {
    return transport == Transport.EPOLL
        ? Map.of(new IntegerUnixChannelOption("SO_PRIORITY", SOL_SOCKET, SO_PRIORITY), INTERACTIVE)
        : Map.of();
  }
}
