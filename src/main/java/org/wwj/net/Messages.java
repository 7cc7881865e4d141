package org.wwj.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * An array of datagrams in the form of 64-bit Linux, each with an IPv4 address, one piece of memory
 * and room for the size that the kernel cuts it to (UDP_SEGMENT).
 *
 * <pre>
 *   struct mmsghdr, 64 bytes               sockaddr_in, 16           iovec, 16
 *   name | namelen | iov | iovlen | ...    family | port | address   base | length
 *   0      8         16    24              0        2      4         0      8
 *   ... control | controllen | flags | length
 *       32        40           48      56
 * </pre>
 */
final class Messages {
  private static final int HEADER = 64;
  private static final int NAME = 16;
  private static final int PIECE = 16;
  private static final int CONTROL = 24;

  private static final short AF_INET = 2;
  private static final int SOL_UDP = 17;
  private static final int UDP_SEGMENT = 103;

  /** cmsghdr and the 16 bits after it, without padding. */
  private static final long CONTROL_LENGTH = 18;

  private static final ValueLayout.OfShort PORT =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private final int count;
  private final MemorySegment headers;
  private final MemorySegment names;
  private final MemorySegment pieces;
  private final MemorySegment controls;

  /** Room for so many. */
  Messages(int count) {
    this.count = count;
    Arena arena = Arena.ofAuto();
    headers = arena.allocate((long) count * HEADER, 8);
    names = arena.allocate((long) count * NAME, 8);
    pieces = arena.allocate((long) count * PIECE, 8);
    controls = arena.allocate((long) count * CONTROL, 8);
    for (int i = 0; i < count; i++) {
      long at = (long) i * HEADER;
      headers.set(ValueLayout.JAVA_LONG, at, names.address() + (long) i * NAME);
      headers.set(ValueLayout.JAVA_INT, at + 8, NAME);
      headers.set(ValueLayout.JAVA_LONG, at + 16, pieces.address() + (long) i * PIECE);
      headers.set(ValueLayout.JAVA_LONG, at + 24, 1);
      headers.set(ValueLayout.JAVA_LONG, at + 32, controls.address() + (long) i * CONTROL);
      names.set(ValueLayout.JAVA_SHORT, (long) i * NAME, AF_INET);
      long control = (long) i * CONTROL;
      controls.set(ValueLayout.JAVA_LONG, control, CONTROL_LENGTH);
      controls.set(ValueLayout.JAVA_INT, control + 8, SOL_UDP);
      controls.set(ValueLayout.JAVA_INT, control + 12, UDP_SEGMENT);
    }
  }

  /** How many there are. */
  int count() {
    return count;
  }

  /** Where the array begins. */
  long address() {
    return headers.address();
  }

  /** The memory that a datagram is in, or goes to. */
  void piece(int i, long address, int length) {
    pieces.set(ValueLayout.JAVA_LONG, (long) i * PIECE, address);
    pieces.set(ValueLayout.JAVA_LONG, (long) i * PIECE + 8, length);
  }

  /** Cut into so many bytes each, or not at all where that is 0. */
  void cut(int i, int size) {
    headers.set(ValueLayout.JAVA_LONG, (long) i * HEADER + 40, size > 0 ? CONTROL : 0);
    if (size > 0) {
      controls.set(ValueLayout.JAVA_SHORT, (long) i * CONTROL + 16, (short) size);
    }
  }

  /** Who gets a datagram: an IPv4 address. */
  void address(int i, InetSocketAddress to) {
    long at = (long) i * NAME;
    byte[] bytes = to.getAddress().getAddress();
    names.set(PORT, at + 2, (short) to.getPort());
    for (int b = 0; b < 4; b++) {
      names.set(ValueLayout.JAVA_BYTE, at + 4 + b, bytes[b]);
    }
  }

  /** Who sent a datagram. */
  InetSocketAddress address(int i) {
    long at = (long) i * NAME;
    byte[] bytes = new byte[4];
    for (int b = 0; b < 4; b++) {
      bytes[b] = names.get(ValueLayout.JAVA_BYTE, at + 4 + b);
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(bytes), Short.toUnsignedInt(names.get(PORT, at + 2)));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are an address
    }
  }

  /** Bytes that the kernel wrote. */
  int length(int i) {
    return headers.get(ValueLayout.JAVA_INT, (long) i * HEADER + 56);
  }
}
