package org.wwj.dhcp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.wwj.libc.Native;
import org.wwj.net.MacAddress;
import org.wwj.net.Precedence;
import org.wwj.ops.Log;

/**
 * A Linux packet socket (packet(7)) of one interface: sends and receives what stands behind the
 * Ethernet header. Needs CAP_NET_RAW. One thread at a time may send, one may receive.
 *
 * <pre>
 * sockaddr_ll: 0 family (2, host order)  2 protocol (2, network order)  4 interface index (4)
 *              8 hardware type (2)      10 packet type (1)  11 length (1)  12 address (8)
 * </pre>
 */
final class PacketSocket implements AutoCloseable {
  private static final int AF_PACKET = 17;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SO_ATTACH_FILTER = 26;
  private static final int SOL_PACKET = 263;
  private static final int PACKET_ADD_MEMBERSHIP = 1;
  private static final short PACKET_MR_MULTICAST = 0;
  private static final int MSG_DONTWAIT = 0x40;
  private static final short POLLIN = 1;
  private static final int ADDRESS_SIZE = 20;
  private static final int FRAME_SIZE = 2048;

  private static final MethodHandle SOCKET =
      Native.bind("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND =
      Native.bind("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SETSOCKOPT =
      Native.bind("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle SENDTO =
      Native.bind("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle RECVFROM =
      Native.bind("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle POLL =
      Native.bind("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CLOSE = Native.bind("close", JAVA_INT, JAVA_INT);

  private final Arena arena = Arena.ofShared();
  private final MemorySegment sendState = Native.state(arena);
  private final MemorySegment sendFrame = arena.allocate(FRAME_SIZE);
  private final MemorySegment sendAddress = arena.allocate(ADDRESS_SIZE, 4);
  private final MemorySegment receiveState = Native.state(arena);
  private final MemorySegment receiveFrame = arena.allocate(FRAME_SIZE);
  private final MemorySegment receiveAddress = arena.allocate(ADDRESS_SIZE, 4);
  private final MemorySegment receiveAddressLength = arena.allocate(JAVA_INT);
  private final MemorySegment pollState = arena.allocate(8, 4);
  private final int index;
  private final int descriptor;

  /**
   * What came in.
   *
   * @param source the sender's hardware address
   * @param packet what stood behind the Ethernet header
   */
  record Received(MacAddress source, Bytes packet) {}

  /** One instruction of a classic BPF program. */
  record Instruction(int code, int ifTrue, int ifFalse, int value) {}

  private PacketSocket(int index) throws IOException {
    this.index = index;
    try {
      int opened = (int) SOCKET.invokeExact(sendState, AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
      this.descriptor = opened;
    } catch (Throwable e) {
      arena.close();
      throw unexpected(e);
    }
    if (descriptor < 0) {
      IOException failure = failure("open a packet socket", sendState);
      arena.close();
      throw failure;
    }
    passBulk();
  }

  /** A socket that only sends on the interface of that index. */
  static PacketSocket sender(int index) throws IOException {
    return new PacketSocket(index);
  }

  /**
   * A socket that receives packets of one Ethernet type, those that the filter lets pass, also when
   * they go to one multicast address that the interface itself does not listen to.
   */
  static PacketSocket receiver(int index, int etherType, Instruction[] filter, MacAddress group)
      throws IOException {
    PacketSocket socket = new PacketSocket(index);
    try {
      socket.attach(filter);
      socket.join(group);
      socket.bind(etherType);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Sends what stands behind the Ethernet header to a hardware address on this link. */
  void send(MacAddress to, int etherType, byte[] packet) throws IOException {
    if (packet.length > FRAME_SIZE) {
      throw new IOException("packet of " + packet.length + " bytes is too big for a frame");
    }
    address(sendAddress, etherType, to);
    MemorySegment.copy(packet, 0, sendFrame, JAVA_BYTE, 0, packet.length);
    try {
      long sent =
          (long)
              SENDTO.invokeExact(
                  sendState,
                  descriptor,
                  sendFrame,
                  (long) packet.length,
                  MSG_DONTWAIT,
                  sendAddress,
                  ADDRESS_SIZE);
      if (sent < 0) {
        throw failure("send a frame", sendState);
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The next packet, or null when none came in time. */
  @Nullable Received receive(int timeoutMillis) throws IOException {
    pollState.set(JAVA_INT, 0, descriptor);
    pollState.set(JAVA_SHORT, 4, POLLIN);
    try {
      int ready = (int) POLL.invokeExact(receiveState, pollState, 1L, timeoutMillis);
      if (ready <= 0) {
        return null;
      }
      receiveAddressLength.set(JAVA_INT, 0, ADDRESS_SIZE);
      long length =
          (long)
              RECVFROM.invokeExact(
                  receiveState,
                  descriptor,
                  receiveFrame,
                  (long) FRAME_SIZE,
                  MSG_DONTWAIT,
                  receiveAddress,
                  receiveAddressLength);
      if (length < 0) {
        throw failure("receive a frame", receiveState);
      }
      byte[] source = receiveAddress.asSlice(12, 6).toArray(JAVA_BYTE);
      byte[] packet = receiveFrame.asSlice(0, length).toArray(JAVA_BYTE);
      return new Received(MacAddress.of(source), Bytes.wrap(packet));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What it sends passes by images; without that it works as well. */
  private void passBulk() {
    MemorySegment option = arena.allocate(JAVA_INT);
    option.set(JAVA_INT, 0, Precedence.INTERACTIVE);
    try {
      set("set a priority", Precedence.SOL_SOCKET, Precedence.SO_PRIORITY, option);
    } catch (IOException e) {
      Log.debug("dhcp-priority", "reason", e);
    }
  }

  private void attach(Instruction[] filter) throws IOException {
    MemorySegment program = arena.allocate(8L * filter.length, 4);
    for (int i = 0; i < filter.length; i++) {
      program.set(JAVA_SHORT, 8L * i, (short) filter[i].code());
      program.set(JAVA_BYTE, 8L * i + 2, (byte) filter[i].ifTrue());
      program.set(JAVA_BYTE, 8L * i + 3, (byte) filter[i].ifFalse());
      program.set(JAVA_INT, 8L * i + 4, filter[i].value());
    }
    MemorySegment option = arena.allocate(16, 8);
    option.set(JAVA_SHORT, 0, (short) filter.length);
    option.set(ADDRESS, 8, program);
    set("attach a filter", Precedence.SOL_SOCKET, SO_ATTACH_FILTER, option);
  }

  private void join(MacAddress group) throws IOException {
    MemorySegment option = arena.allocate(16, 4);
    option.set(JAVA_INT, 0, index);
    option.set(JAVA_SHORT, 4, PACKET_MR_MULTICAST);
    option.set(JAVA_SHORT, 6, (short) 6);
    MemorySegment.copy(group.bytes(), 0, option, JAVA_BYTE, 8, 6);
    set("join a multicast group", SOL_PACKET, PACKET_ADD_MEMBERSHIP, option);
  }

  private void set(String what, int level, int name, MemorySegment option) throws IOException {
    try {
      int result =
          (int)
              SETSOCKOPT.invokeExact(
                  sendState, descriptor, level, name, option, (int) option.byteSize());
      if (result < 0) {
        throw failure(what, sendState);
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private void bind(int etherType) throws IOException {
    address(sendAddress, etherType, null);
    try {
      int result = (int) BIND.invokeExact(sendState, descriptor, sendAddress, ADDRESS_SIZE);
      if (result < 0) {
        throw failure("bind a packet socket", sendState);
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private void address(MemorySegment address, int etherType, @Nullable MacAddress mac) {
    address.fill((byte) 0);
    address.set(JAVA_SHORT, 0, (short) AF_PACKET);
    address.set(JAVA_BYTE, 2, (byte) (etherType >> 8));
    address.set(JAVA_BYTE, 3, (byte) etherType);
    address.set(JAVA_INT, 4, index);
    if (mac != null) {
      address.set(JAVA_BYTE, 11, (byte) 6);
      MemorySegment.copy(mac.bytes(), 0, address, JAVA_BYTE, 12, 6);
    }
  }

  private static IOException failure(String what, MemorySegment state) {
    int errno = -Native.result(state, -1);
    String why =
        switch (errno) {
          case 1, 13 -> "not permitted (CAP_NET_RAW is missing)";
          case 6, 19 -> "the interface is gone";
          case 100 -> "the interface is down";
          default -> "errno " + errno;
        };
    return new IOException("cannot " + what + ": " + why);
  }

  /** What a method handle declares to throw and cannot. */
  private static IOException unexpected(Throwable e) throws IOException {
    return switch (e) {
      case IOException io -> io;
      case RuntimeException runtime -> throw runtime;
      case Error error -> throw error;
      default -> new IOException(e);
    };
  }

  @Override
  public void close() {
    try {
      int ignored = (int) CLOSE.invokeExact(sendState, descriptor);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    } finally {
      arena.close();
    }
  }
}
