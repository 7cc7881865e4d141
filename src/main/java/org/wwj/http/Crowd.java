package org.wwj.http;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections there are, with a limit for all and one for each address. Where all are taken, a
 * newcomer gets the place of the one that has been without a complete request for the longest: so
 * neither connections that are opened and left alone, nor requests that drip, keep a node from
 * booting. Where all are busy, it gets the oldest place of the address that has by far the most:
 * nor do the few that ask and take next to nothing. Safe from all threads.
 */
final class Crowd {
  /** The part of all connections that one address may have: a proxy has many, a flood has more. */
  private static final int SHARE = 4;

  /** An address with so many times as many connections as a newcomer's loses one to it. */
  private static final int FAR_MORE = 16;

  private final int most;
  private final Map<InetAddress, SequencedSet<Channel>> byAddress = new HashMap<>();
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
      int mine = count(address);
      if (address != null && mine >= Math.max(1, most / SHARE)) {
        return Entry.GREEDY;
      }
      if (all >= most) {
        leaving = idle.isEmpty() ? greedy(FAR_MORE * (mine + 1)) : idle.removeFirst();
        if (leaving == null) {
          return Entry.FULL;
        }
      }
      all++;
      if (address != null) {
        byAddress.computeIfAbsent(address, _ -> new LinkedHashSet<>()).add(channel);
      }
      idle.add(channel);
    }
    if (leaving != null) {
      leaving.close();
    }
    channel.closeFuture().addListener(closed -> leave(channel, address));
    return Entry.WELCOME;
  }

  private int count(@Nullable InetAddress address) {
    Set<Channel> mine = address == null ? null : byAddress.get(address);
    return mine == null ? 0 : mine.size();
  }

  /** The oldest connection of the address with the most, if that has so many; it is to close. */
  private @Nullable Channel greedy(int least) {
    SequencedSet<Channel> greediest = null;
    for (SequencedSet<Channel> one : byAddress.values()) {
      if (one.size() >= least && (greediest == null || one.size() > greediest.size())) {
        greediest = one;
      }
    }
    return greediest == null ? null : greediest.removeFirst();
  }

  private synchronized void leave(Channel channel, @Nullable InetAddress address) {
    all--;
    idle.remove(channel);
    Set<Channel> its = address == null ? null : byAddress.get(address);
    if (its != null && its.remove(channel) && its.isEmpty()) {
      byAddress.remove(address);
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
