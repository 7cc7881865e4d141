package org.wwj.dhcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/**
 * Datagrams that were read and not yet answered, oldest first. When they pile up, only the newest
 * of each client is worth an answer: it is a retransmission, and the client no longer listens for
 * the answer to the older one. It takes that one's place, so who asks often neither gains nor loses
 * by it. Bounded; confined to the event loop.
 */
final class PacketQueue {
  /** From this length on the server is behind, rather than served a burst. */
  static final int LONG = 64;

  /** Beyond this the oldest go, whoever sent them; some 10 MiB. */
  static final int LIMIT = 16_384;

  private static final int CHADDR = 28;

  private SequencedMap<Key, Datagram> waiting = new LinkedHashMap<>();
  private boolean piledUp;
  private int serial;
  private int dropped;

  /** One datagram and how it came in. */
  record Datagram(Bytes octets, Arrival arrival) {}

  /**
   * A place in the queue.
   *
   * @param client the hardware address; packets too short for one are malformed and count as one
   *     client
   * @param serial 0 where a client has one place only
   */
  private record Key(Bytes client, int serial) {
    static Key of(Datagram datagram, int serial) {
      Bytes octets = datagram.octets();
      boolean stub = octets.length() < CHADDR + 6;
      return new Key(stub ? Bytes.EMPTY : octets.slice(CHADDR, CHADDR + 6), serial);
    }
  }

  void add(Datagram datagram) {
    if (!piledUp && waiting.size() == LONG) {
      keepNewestOfEachClient();
    }
    Key key = Key.of(datagram, piledUp ? 0 : ++serial);
    if (waiting.size() == LIMIT && !waiting.containsKey(key)) {
      waiting.pollFirstEntry();
      dropped++;
    }
    if (waiting.put(key, datagram) != null) {
      dropped++;
    }
  }

  private void keepNewestOfEachClient() {
    int before = waiting.size();
    SequencedMap<Key, Datagram> newest = new LinkedHashMap<>();
    waiting.values().forEach(datagram -> newest.put(Key.of(datagram, 0), datagram));
    waiting = newest;
    dropped += before - newest.size();
    piledUp = true;
  }

  /**
   * Hands over the oldest, so many at most, and returns how many were dropped since the last time.
   */
  int drain(int most, Consumer<Datagram> consumer) {
    for (int i = 0; i < most; i++) {
      Map.Entry<Key, Datagram> oldest = waiting.pollFirstEntry();
      if (oldest == null) {
        break;
      }
      consumer.accept(oldest.getValue());
    }
    piledUp &= !waiting.isEmpty();
    int skipped = dropped;
    dropped = 0;
    return skipped;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }
}
