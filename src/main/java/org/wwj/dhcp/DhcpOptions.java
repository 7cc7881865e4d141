package org.wwj.dhcp;

import java.net.Inet4Address;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The options of a packet in order, each code once: an option that was split over several instances
 * (RFC 3396) is already joined here.
 */
final class DhcpOptions {
  static final DhcpOptions NONE = new DhcpOptions(new LinkedHashMap<>());

  private final SequencedMap<OptionCode, Bytes> values;

  private DhcpOptions(SequencedMap<OptionCode, Bytes> values) {
    this.values = values;
  }

  static Builder builder() {
    return new Builder();
  }

  Optional<Bytes> get(OptionCode code) {
    return Optional.ofNullable(values.get(code));
  }

  boolean has(OptionCode code) {
    return values.containsKey(code);
  }

  Optional<Inet4Address> address(OptionCode code) {
    return get(code).flatMap(Bytes::address);
  }

  /** Text up to a NUL, empty when the option is absent. */
  String text(OptionCode code) {
    return get(code).map(Bytes::text).orElse("");
  }

  void forEach(BiConsumer<OptionCode, Bytes> action) {
    values.forEach(action);
  }

  /** The same without one option. */
  DhcpOptions without(OptionCode code) {
    SequencedMap<OptionCode, Bytes> rest = new LinkedHashMap<>(values);
    rest.remove(code);
    return new DhcpOptions(rest);
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

  @Override
  public boolean equals(Object other) {
    return other instanceof DhcpOptions options && values.equals(options.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }

  /** Collects options in the order they are to be sent. */
  static final class Builder {
    private final SequencedMap<OptionCode, Bytes> values = new LinkedHashMap<>();

    Builder put(OptionCode code, Bytes value) {
      values.put(code, value);
      return this;
    }

    Builder put(OptionCode code, Inet4Address value) {
      return put(code, Bytes.of(value));
    }

    /** Appends to an earlier instance of the same code, as RFC 3396 §5 asks. */
    Builder join(OptionCode code, Bytes value) {
      values.merge(code, value, Bytes::join);
      return this;
    }

    /** The value collected until now, empty for none. */
    Bytes soFar(OptionCode code) {
      return values.getOrDefault(code, Bytes.EMPTY);
    }

    DhcpOptions build() {
      return new DhcpOptions(Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values)));
    }
  }
}
