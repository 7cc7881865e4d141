package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
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

  private int drain() {
    return queue.drain(Integer.MAX_VALUE, answered::add);
  }

  @Test
  void answersAllOfAShortQueueInOrder() {
    List<Datagram> sent = List.of(from(1, 1), from(2, 1), from(1, 2));
    sent.forEach(queue::add);
    assertThat(drain()).isZero();
    assertThat(answered).isEqualTo(sent);
    assertThat(drain()).isZero();
    assertThat(answered).hasSize(3);
  }

  @Test
  void answersOnlyTheNewestOfEachClientOfALongQueue() {
    for (int serial = 0; serial < 4; serial++) {
      for (int client = 0; client < 20; client++) {
        queue.add(from(client, serial));
      }
    }
    assertThat(drain()).isEqualTo(60);
    assertThat(answered).hasSize(20).allMatch(datagram -> datagram.octets().at(7) == 3);
    assertThat(answered.getFirst()).isEqualTo(from(0, 3));
  }

  @Test
  void aRetransmissionKeepsItsClientsPlace() {
    for (int client = 0; client < 100; client++) {
      queue.add(from(client, 0));
    }
    queue.add(from(50, 1));
    queue.add(from(0, 1));
    assertThat(drain()).isEqualTo(2);
    assertThat(answered).hasSize(100);
    assertThat(answered.getFirst()).isEqualTo(from(0, 1));
    assertThat(answered.get(50)).isEqualTo(from(50, 1));
  }

  @Test
  void answersInPortionsWhileMoreArrives() {
    for (int client = 0; client < 100; client++) {
      queue.add(from(client, 0));
    }
    queue.drain(60, answered::add);
    queue.add(from(99, 1));
    queue.add(from(0, 1));
    assertThat(drain()).isEqualTo(1);
    assertThat(answered).hasSize(101);
    assertThat(answered.get(99)).isEqualTo(from(99, 1));
    assertThat(answered.getLast()).isEqualTo(from(0, 1));
    assertThat(queue.isEmpty()).isTrue();
  }

  @Test
  void keepsAllAgainOnceItHasCaughtUp() {
    for (int client = 0; client < 100; client++) {
      queue.add(from(client, 0));
    }
    drain();
    answered.clear();
    queue.add(from(1, 1));
    queue.add(from(1, 2));
    assertThat(drain()).isZero();
    assertThat(answered).containsExactly(from(1, 1), from(1, 2));
  }

  @Test
  void dropsTheOldestWhenFull() {
    for (int i = 0; i < PacketQueue.LIMIT + 5; i++) {
      queue.add(from(i, 0));
    }
    assertThat(drain()).isEqualTo(5);
    assertThat(answered).hasSize(PacketQueue.LIMIT);
    assertThat(answered.getFirst()).isEqualTo(from(5, 0));
  }

  @Test
  void aRetransmissionCostsNobodyElseAPlaceWhenFull() {
    for (int i = 0; i < PacketQueue.LIMIT; i++) {
      queue.add(from(i, 0));
    }
    queue.add(from(7, 1));
    assertThat(drain()).isEqualTo(1);
    assertThat(answered).hasSize(PacketQueue.LIMIT);
    assertThat(answered.getFirst()).isEqualTo(from(0, 0));
    assertThat(answered.get(7)).isEqualTo(from(7, 1));
  }

  @Test
  void takesPacketsTooShortForAnAddress() {
    Datagram stub =
        new Datagram(Bytes.of(new byte[3]), new Arrival(Sites.SERVER, false, DhcpPacket.NONE, 68));
    for (int i = 0; i <= PacketQueue.LONG; i++) {
      queue.add(stub);
    }
    assertThat(drain()).isEqualTo(PacketQueue.LONG);
  }

  /**
   * Ten thousand machines switched on at once, a server that answers far fewer packets than come:
   * each machine asks again, with back-off, until it has an answer to the very packet it waits for.
   * All get it in their first round: an answer to the last packet each of them has sent.
   */
  @Test
  void aStormThatRetriesIsAnsweredWhole() {
    int machines = 10_000;
    int[] sent = new int[machines];
    boolean[] bound = new boolean[machines];
    SplittableRandom random = new SplittableRandom(1);
    int left = machines;
    int answers = 0;
    for (int turn = 0; left > 0; turn++) {
      assertThat(turn).as("turns").isLessThan(machines);
      for (int machine = 0; machine < machines; machine++) {
        // At the start, then ever more rarely; some hurry.
        boolean asks = turn == 0 || random.nextInt(20 << Math.min(sent[machine], 5)) == 0;
        if (asks && !bound[machine]) {
          sent[machine]++;
          queue.add(from(machine, sent[machine]));
        }
      }
      Set<Integer> served = new HashSet<>();
      queue.drain(
          256,
          datagram -> {
            int machine = datagram.octets().at(32) << 8 | datagram.octets().at(33);
            assertThat(datagram.octets().at(7)).isEqualTo(sent[machine] & 0xff);
            bound[machine] = true;
            served.add(machine);
          });
      left -= served.size();
      answers += served.size();
    }
    assertThat(answers).isEqualTo(machines);
  }
}
