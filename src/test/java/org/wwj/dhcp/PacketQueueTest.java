package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wwj.dhcp.PacketQueue.Datagram;
import org.wwj.net.MacAddress;

class PacketQueueTest {
  private final PacketQueue queue = new PacketQueue();
  private final List<Datagram> answered = new ArrayList<>();

  private static Datagram from(int client, int serial) {
    byte[] octets = Requests.of(new MacAddress(client), MessageType.DISCOVER).bytes();
    octets[7] = (byte) serial;
    return new Datagram(Bytes.of(octets), new Arrival(Sites.SERVER, false, DhcpPacket.NONE, 68));
  }

  @Test
  void answersAllOfAShortQueueInOrder() {
    List<Datagram> sent = List.of(from(1, 1), from(2, 1), from(1, 2));
    sent.forEach(queue::add);
    assertThat(queue.drain(answered::add)).isZero();
    assertThat(answered).isEqualTo(sent);
    assertThat(queue.drain(answered::add)).isZero();
    assertThat(answered).hasSize(3);
  }

  @Test
  void answersOnlyTheNewestOfEachClientOfALongQueue() {
    for (int serial = 0; serial < 4; serial++) {
      for (int client = 0; client < 20; client++) {
        queue.add(from(client, serial));
      }
    }
    assertThat(queue.drain(answered::add)).isEqualTo(60);
    assertThat(answered).hasSize(20).allMatch(datagram -> datagram.octets().at(7) == 3);
    assertThat(answered.getFirst()).isEqualTo(from(0, 3));
  }

  @Test
  void dropsTheOldestWhenFull() {
    for (int i = 0; i < PacketQueue.LIMIT + 5; i++) {
      queue.add(from(i, 0));
    }
    assertThat(queue.drain(answered::add)).isEqualTo(5);
    assertThat(answered).hasSize(PacketQueue.LIMIT);
    assertThat(answered.getFirst()).isEqualTo(from(5, 0));
  }

  @Test
  void takesPacketsTooShortForAnAddress() {
    Datagram stub =
        new Datagram(Bytes.of(new byte[3]), new Arrival(Sites.SERVER, false, DhcpPacket.NONE, 68));
    for (int i = 0; i < PacketQueue.LONG; i++) {
      queue.add(stub);
    }
    assertThat(queue.drain(answered::add)).isEqualTo(PacketQueue.LONG - 1);
  }
}
