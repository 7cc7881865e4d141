package org.wwj.http;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/**
 * The connections there are, with a limit for all and one for each address. Where all are taken, a
 * newcomer gets the place of the one that has been without a complete request for the longest: so
 * neither connections that are opened and left alone, nor requests that drip, keep a node from
 * booting. Safe from all threads.
 */
final class Crowd {
  /** The part of all connections that one address may have: a proxy has many, a flood has more. */
  private static final int SHARE = 4;

  private final int most;
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();
  private final SequencedSet<Channel> idle = new LinkedHashSet<>();
  private int all;

  Crowd(int most) {
    this.most = most;
  }

  /** What becomes of a new connection. */
  enum Entry {
    WELCOME,
    /** There are too many, and all of them are busy. */
    FULL,
    /** There are too many from its address. */
    GREEDY
  }

  /** A new connection; one that is welcome counts until it closes. */
  Entry enter(Channel channel) {
    InetAddress address = address(channel);
    Channel leaving = null;
    synchronized (this) {
      int mine = address == null ? 0 : byAddress.getOrDefault(address, 0);
      if (address != null && mine >= Math.max(1, most / SHARE)) {
        return Entry.GREEDY;
      }
      if (all >= most) {
        if (idle.isEmpty()) {
          return Entry.FULL;
        }
        leaving = idle.removeFirst();
      }
      all++;
      if (address != null) {
        byAddress.put(address, mine + 1);
      }
      idle.add(channel);
    }
    if (leaving != null) {
      leaving.close();
    }
    channel.closeFuture().addListener(closed -> leave(channel, address));
    return Entry.WELCOME;
  }

  private synchronized void leave(Channel channel, @Nullable InetAddress address) {
    all--;
    idle.remove(channel);
    if (address != null) {
      byAddress.computeIfPresent(address, (a, count) -> count > 1 ? count - 1 : null);
    }
  }

  /** It has sent a complete request. */
  synchronized void busy(Channel channel) {
    idle.remove(channel);
  }

  /** All its requests are answered. The server's own socket is no part of this. */
  synchronized void idle(Channel channel) {
    if (channel.isActive() && address(channel) != null) {
      idle.add(channel);
    }
  }

  private static @Nullable InetAddress address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress()
        : null;
  }
}
