package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wwj.dhcp.MessageType.DISCOVER;
import static org.wwj.dhcp.MessageType.REQUEST;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wwj.net.Prefix;
import org.wwj.registry.Snapshot;

/** Mutated packets all the way: decode, decide, encode. Nothing may be thrown. */
class DhcpFuzzTest {
  private static final int PACKETS = 1_000_000;
  private static final long SEED = 20261123;

  private static final List<byte[]> CORPUS = corpus();

  private final Random random = new Random(SEED);
  private final DynamicAddresses leases = new DynamicAddresses();
  private final Snapshot snapshot =
      Sites.snapshot(
          Sites.node("c1", "52:54:00:00:00:01", "10.0.0.11", "255.255.255.0"),
          Sites.node("far", "52:54:00:00:00:03", "10.1.0.13", "255.255.0.0"));

  private static List<byte[]> corpus() {
    List<byte[]> corpus = new ArrayList<>();
    for (MessageType type : MessageType.values()) {
      corpus.add(Requests.ipxeBios(type).address(50, "10.0.0.11").bytes());
      corpus.add(Requests.ovmfPxe(type).address(54, "10.0.0.1").bytes());
      corpus.add(Requests.ovmfHttp(type).ciaddr("10.0.0.11").bytes());
      corpus.add(Requests.udhcpc(type).mac("52:54:00:00:00:99").bytes());
    }
    corpus.add(
        Requests.networkd(DISCOVER)
            .mac("52:54:00:00:00:03")
            .giaddr("10.1.0.1")
            .option(82, "01020304" + "05040a010001" + "0b040a010001")
            .bytes());
    corpus.add(Requests.plainPxe(REQUEST).option(43, "470480000000ff").option(52, "03").bytes());
    return corpus;
  }

  @Test
  void answersOrRefusesAMillionMutatedPackets() {
    int packets = 0;
    int replies = 0;
    for (int i = 0; i < PACKETS; i++) {
      byte[] octets = mutate(CORPUS.get(random.nextInt(CORPUS.size())));
      if (DhcpDecoder.decode(octets) instanceof Decoded.Packet decoded) {
        packets++;
        replies += answer(decoded.packet(), i) ? 1 : 0;
      }
    }
    // Mutations so wild that nothing reaches the decisions would prove nothing.
    assertThat(packets).isBetween(PACKETS / 10, PACKETS - 1);
    assertThat(replies).isGreaterThan(PACKETS / 20);
    assertThat(leases.size()).isLessThanOrEqualTo(100);
  }

  private boolean answer(DhcpPacket packet, int i) {
    Arrival arrival =
        new Arrival(Sites.SERVER, i % 8 == 0, Prefix.fromInt(i % 3 == 0 ? 0 : 0x0a00000b), 68);
    Decision decision =
        Responder.decide(packet, arrival, snapshot, leases, ResponderFixture.NOW.plusSeconds(i));
    leases.apply(decision.change());
    if (!(decision instanceof Decision.Reply reply)) {
      return false;
    }
    byte[] sent = DhcpEncoder.encode(reply.packet(), reply.limit());
    if (sent.length < 300 || sent.length > DhcpEncoder.HARD_LIMIT) {
      throw new AssertionError("reply of " + sent.length + " bytes to " + packet);
    }
    if (!(DhcpDecoder.decode(sent) instanceof Decoded.Packet)) {
      throw new AssertionError("a reply of ours is malformed, to " + packet);
    }
    return true;
  }

  /** Changes some octets, often where lengths and codes stand; cuts, grows, or repeats a part. */
  private byte[] mutate(byte[] original) {
    byte[] octets = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      switch (random.nextInt(8)) {
        case 0 -> octets[random.nextInt(octets.length)] = (byte) random.nextInt();
        case 1, 2, 3 -> poke(octets, 240, (byte) random.nextInt());
        case 4 -> poke(octets, 240, random.nextBoolean() ? (byte) 0xff : 0);
        case 5 -> octets = Arrays.copyOf(octets, random.nextInt(octets.length) + 1);
        case 6 -> octets = Arrays.copyOf(octets, octets.length + random.nextInt(300));
        default -> repeat(octets);
      }
    }
    return octets;
  }

  private void poke(byte[] octets, int from, byte value) {
    if (octets.length > from) {
      octets[from + random.nextInt(octets.length - from)] = value;
    }
  }

  private void repeat(byte[] octets) {
    int length = random.nextInt(Math.min(64, octets.length));
    int from = random.nextInt(octets.length - length);
    int to = random.nextInt(octets.length - length);
    System.arraycopy(octets, from, octets, to, length);
  }
}
