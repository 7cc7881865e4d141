package org.wwj.dhcp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.net.MacAddress;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.registry.Snapshot;

/**
 * The packets of machines that boot by PXE, decoded, decided on and encoded as the server does,
 * without a network or over the loopback address: for a training run (JEP 514), which must not need
 * root.
 */
public final class Rehearsal {
  private static final byte[] FIRMWARE =
      "PXEClient:Arch:00007:UNDI:003016".getBytes(StandardCharsets.US_ASCII);
  private static final int SIZE = 548;
  private static final int CIADDR = 12;
  private static final int CHADDR = 28;
  private static final int COOKIE = 236;
  private static final int AT_ONCE = 32;
  private static final int SILENCE_MILLIS = 5000;

  private final Snapshot snapshot;
  private final Inet4Address server;
  private final DynamicAddresses leases = new DynamicAddresses();

  /** A rehearsal of a server with that address. */
  public Rehearsal(Snapshot snapshot, Inet4Address server) {
    this.snapshot = snapshot;
    this.server = server;
  }

  /**
   * A machine's four packets, as firmware and as iPXE.
   *
   * @return how many of them got a reply
   */
  public int boot(MacAddress mac, Inet4Address address) {
    int replies = 0;
    for (boolean ipxe : new boolean[] {false, true}) {
      replies += answer(packet(mac, 1, ipxe, null)).isPresent() ? 1 : 0;
      replies += answer(packet(mac, 3, ipxe, address)).isPresent() ? 1 : 0;
    }
    return replies;
  }

  /**
   * Renewals of machines that have their addresses, by a server's own sockets on the loopback
   * address, many at a time as in a storm.
   *
   * @return how many of them were answered
   * @throws IOException when one is not, or the sockets cannot be had
   */
  public int renew(Map<MacAddress, Inet4Address> machines) throws IOException {
    int answered = 0;
    try (DatagramSocket client = new DatagramSocket(0)) {
      client.setSoTimeout(SILENCE_MILLIS);
      DhcpSettings settings =
          new DhcpSettings(
              server, freePort(), client.getLocalPort(), freePort(), Transport.choose());
      try (DhcpServer _ =
          DhcpServer.start(
              settings, () -> snapshot, _ -> {}, new Counters(), InstantSource.system())) {
        InetSocketAddress to = new InetSocketAddress(server, settings.serverPort());
        List<MacAddress> all = List.copyOf(machines.keySet());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
          List<MacAddress> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
          for (MacAddress mac : some) {
            byte[] request = packet(mac, 3, false, null);
            byte[] address = Objects.requireNonNull(machines.get(mac)).getAddress();
            System.arraycopy(address, 0, request, CIADDR, address.length);
            client.send(new DatagramPacket(request, request.length, to));
          }
          for (int i = 0; i < some.size(); i++, answered++) {
            client.receive(new DatagramPacket(new byte[SIZE], SIZE));
          }
        }
      }
    } catch (DhcpException e) {
      throw new IOException(e);
    }
    return answered;
  }

  private static int freePort() throws IOException {
    try (DatagramSocket probe = new DatagramSocket(0)) {
      return probe.getLocalPort();
    }
  }

  private Optional<byte[]> answer(byte[] octets) {
    Arrival arrival = new Arrival(server, false, DhcpPacket.NONE, 68);
    return DhcpDecoder.decode(octets) instanceof Decoded.Packet(DhcpPacket request)
            && Responder.decide(request, arrival, snapshot, leases, Instant.now())
                instanceof Decision.Reply reply
        ? Optional.of(DhcpEncoder.encode(reply.packet(), reply.limit()))
        : Optional.empty();
  }

  private byte[] packet(MacAddress mac, int type, boolean ipxe, @Nullable Inet4Address asked) {
    ByteBuffer packet = ByteBuffer.allocate(SIZE);
    packet.put(new byte[] {1, 1, 6, 0}).putInt(mac.hashCode()).putInt(0x8000);
    packet.position(CHADDR).put(mac.bytes());
    packet.position(COOKIE).putInt(0x63825363);
    packet.put(new byte[] {53, 1, (byte) type, 55, 7, 1, 3, 6, 12, 66, 67, (byte) 175});
    packet.put(new byte[] {57, 2, 5, (byte) 0xc0, 93, 2, 0, 7, 60, (byte) FIRMWARE.length});
    packet.put(FIRMWARE);
    if (ipxe) {
      packet.put(new byte[] {77, 4, 'i', 'P', 'X', 'E', (byte) 175, 6, 19, 1, 1, 24, 1, 1});
    }
    if (asked != null) {
      packet.put(new byte[] {50, 4}).put(asked.getAddress());
      packet.put(new byte[] {54, 4}).put(server.getAddress());
    }
    packet.put((byte) 255);
    return packet.array();
  }
}
