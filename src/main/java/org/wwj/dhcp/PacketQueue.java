package org.wwj.dhcp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Datagrams read in one turn of the event loop and not yet answered. When they pile up, only the
 * newest of each client is worth an answer: it is a retransmission, and the client no longer
 * listens for the answer to the older ones. Bounded; confined to the event loop.
 */
final class PacketQueue {
  /** From this length on the server is behind, rather than served a burst. */
  static final int LONG = 64;

  /** Beyond this the oldest go, whoever sent them. */
  static final int LIMIT = 4096;

  private static final int CHADDR = 28;

  private final Deque<Datagram> waiting = new ArrayDeque<>();
  private int dropped;

  /** One datagram and how it came in. */
  record Datagram(Bytes octets, Arrival arrival) {}

  void add(Datagram datagram) {
    if (waiting.size() == LIMIT) {
      waiting.removeFirst();
      dropped++;
    }
    waiting.addLast(datagram);
  }

  /** Hands over what is worth an answer, oldest first, and returns how many were dropped. */
  int drain(Consumer<Datagram> consumer) {
    List<Datagram> batch = new ArrayList<>(waiting);
    waiting.clear();
    List<Datagram> worth = batch.size() < LONG ? batch : newestOfEachClient(batch);
    int skipped = dropped + batch.size() - worth.size();
    dropped = 0;
    worth.forEach(consumer);
    return skipped;
  }

  private static List<Datagram> newestOfEachClient(List<Datagram> batch) {
    Set<Bytes> seen = new HashSet<>();
    List<Datagram> newest = new ArrayList<>();
    for (Datagram datagram : batch.reversed()) {
      if (seen.add(client(datagram.octets()))) {
        newest.add(datagram);
      }
    }
    return newest.reversed();
  }

  /** The hardware address; packets too short for one are malformed and count as one client. */
  private static Bytes client(Bytes octets) {
    return octets.length() < CHADDR + 6 ? Bytes.EMPTY : octets.slice(CHADDR, CHADDR + 6);
  }
}
