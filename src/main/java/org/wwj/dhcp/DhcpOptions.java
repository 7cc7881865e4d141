package org.wwj.dhcp;

import java.net.Inet4Address;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The options of a packet in order, each code once: an option that was split over several instances
 * (RFC 3396) is already joined here. A packet has a dozen, so they are looked for one by one.
 */
final class DhcpOptions {
  static final DhcpOptions NONE = builder().build();

  private final OptionCode[] codes;
  private final Bytes[] values;

  private DhcpOptions(OptionCode[] codes, Bytes[] values) {
    this.codes = codes;
    this.values = values;
  }

  static Builder builder() {
    return new Builder();
  }

  Optional<Bytes> get(OptionCode code) {
    int at = find(codes, codes.length, code);
    return at < 0 ? Optional.empty() : Optional.of(values[at]);
  }

  boolean has(OptionCode code) {
    return find(codes, codes.length, code) >= 0;
  }

  private static int find(OptionCode[] codes, int count, OptionCode code) {
    for (int i = 0; i < count; i++) {
      if (codes[i].value() == code.value()) {
        return i;
      }
    }
    return -1;
  }

  Optional<Inet4Address> address(OptionCode code) {
    return get(code).flatMap(Bytes::address);
  }

  /** Text up to a NUL, empty when the option is absent. */
  String text(OptionCode code) {
    return get(code).map(Bytes::text).orElse("");
  }

  void forEach(BiConsumer<OptionCode, Bytes> action) {
    for (int i = 0; i < codes.length; i++) {
      action.accept(codes[i], values[i]);
    }
  }

  /** The same without one option. */
  DhcpOptions without(OptionCode code) {
    Builder rest = builder();
    forEach((other, value) -> {
      if (other.value() != code.value()) {
        rest.put(other, value);
      }
    });
    return rest.build();
  }

  /**
   * The sub-options inside an option such as 43, 82 or 175, by code. What is cut off at the end is
   * left out, since nobody vouches for the inside of an option.
   *
   * @param padded whether 0 and 255 mean pad and end, as in 43 and 175; in 82 they are codes (RFC
   *     3046 §2.0)
   */
  static Map<Integer, Bytes> encapsulated(Bytes option, boolean padded) {
    Map<Integer, Bytes> inner = new TreeMap<>();
    byte[] octets = option.toArray();
    int at = 0;
    while (at < octets.length) {
      int code = octets[at] & 0xff;
      if (padded && code == 0) {
        at++;
        continue;
      }
      if ((padded && code == 255) || at + 1 >= octets.length) {
        break;
      }
      int end = at + 2 + (octets[at + 1] & 0xff);
      if (end > octets.length) {
        break;
      }
      inner.putIfAbsent(code, Bytes.of(octets, at + 2, end));
      at = end;
    }
    return inner;
  }

  /** Options are equal whatever their order. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof DhcpOptions options) || options.codes.length != codes.length) {
      return false;
    }
    for (int i = 0; i < codes.length; i++) {
      int at = find(options.codes, options.codes.length, codes[i]);
      if (at < 0 || !options.values[at].equals(values[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (int i = 0; i < codes.length; i++) {
      hash += codes[i].value() ^ values[i].hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    forEach((code, value) -> text.add(code + "=" + value));
    return text.toString();
  }

  /** Collects options in the order they are to be sent. */
  static final class Builder {
    private OptionCode[] codes = new OptionCode[16];
    private Bytes[] values = new Bytes[16];
    private int count;

    Builder put(OptionCode code, Bytes value) {
      int at = find(codes, count, code);
      if (at < 0) {
        add(code, value);
      } else {
        values[at] = value;
      }
      return this;
    }

    private void add(OptionCode code, Bytes value) {
      if (count == codes.length) {
        codes = Arrays.copyOf(codes, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      codes[count] = code;
      values[count++] = value;
    }

    Builder put(OptionCode code, Inet4Address value) {
      return put(code, Bytes.of(value));
    }

    /** Appends to an earlier instance of the same code, as RFC 3396 §5 asks. */
    Builder join(OptionCode code, Bytes value) {
      int at = find(codes, count, code);
      if (at < 0) {
        add(code, value);
      } else {
        values[at] = values[at].join(value);
      }
      return this;
    }

    /** The value collected until now, empty for none. */
    Bytes soFar(OptionCode code) {
      int at = find(codes, count, code);
      return at < 0 ? Bytes.EMPTY : values[at];
    }

    DhcpOptions build() {
      return new DhcpOptions(Arrays.copyOf(codes, count), Arrays.copyOf(values, count));
    }
  }
}
