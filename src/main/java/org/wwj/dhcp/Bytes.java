package org.wwj.dhcp;

import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.wwj.net.Prefix;

/** An immutable run of octets with value equality: the payload of an option, a hardware address. */
final class Bytes {
  static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] octets;

  private Bytes(byte[] octets) {
    this.octets = octets;
  }

  static Bytes of(byte[] source, int from, int to) {
    return new Bytes(Arrays.copyOfRange(source, from, to));
  }

  static Bytes of(byte... octets) {
    return new Bytes(octets.clone());
  }

  /** Takes the array over; the caller does not touch it again. */
  static Bytes wrap(byte[] octets) {
    return new Bytes(octets);
  }

  static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  static Bytes ofText(String text) {
    return new Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Text with a NUL behind it, as careless boot ROMs read on until they find one. */
  static Bytes ofTerminatedText(String text) {
    return ofText(text + '\0');
  }

  static Bytes ofUint32(long value) {
    return Bytes.of((byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value);
  }

  static Bytes ofUint16(int value) {
    return Bytes.of((byte) (value >> 8), (byte) value);
  }

  static Bytes of(Inet4Address address) {
    return new Bytes(address.getAddress());
  }

  Bytes slice(int from, int to) {
    return of(octets, from, to);
  }

  Bytes join(Bytes next) {
    byte[] joined = Arrays.copyOf(octets, octets.length + next.octets.length);
    System.arraycopy(next.octets, 0, joined, octets.length, next.octets.length);
    return new Bytes(joined);
  }

  int length() {
    return octets.length;
  }

  /** The octet at an index as an unsigned number. */
  int at(int index) {
    return octets[index] & 0xff;
  }

  int uint16(int index) {
    return at(index) << 8 | at(index + 1);
  }

  /** The address these four octets are, empty for any other length. */
  Optional<Inet4Address> address() {
    return octets.length == 4
        ? Optional.of(Prefix.fromInt(uint16(0) << 16 | uint16(2)))
        : Optional.empty();
  }

  /** The octets as text up to the first NUL. */
  String text() {
    int end = 0;
    while (end < octets.length && octets[end] != 0) {
      end++;
    }
    return new String(octets, 0, end, StandardCharsets.ISO_8859_1);
  }

  /** Puts a run of them into a buffer. */
  void copyTo(ByteBuffer out, int from, int length) {
    out.put(octets, from, length);
  }

  /** The octets themselves, not to be changed: for those who read many of them. */
  byte[] octets() {
    return octets;
  }

  byte[] toArray() {
    return octets.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(octets, bytes.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  @Override
  public String toString() {
    return HexFormat.of().formatHex(octets);
  }
}
