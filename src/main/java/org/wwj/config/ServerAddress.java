package org.wwj.config;

import java.net.Inet4Address;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.net.Prefix;
import org.wwj.net.Prefix6;

/**
 * The server's addresses on the provisioning network: {@code ipaddr}, {@code netmask}, {@code
 * network}, and by IPv6 {@code ipaddr6}, {@code prefixlen6}.
 */
final class ServerAddress {
  private final Section top;
  private final Problems problems;

  ServerAddress(Section top, Problems problems) {
    this.top = top;
    this.problems = problems;
  }

  /** Warewulf's own way: what its file does not say of the address is looked for on the host. */
  @Nullable Prefix orFound(HostAddress host) {
    boolean whole = top.text("ipaddr", "").indexOf('/') > 0;
    if (top.has("ipaddr") && (whole || top.has("netmask"))) {
      return read();
    }
    @Nullable Inet4Address written = top.parsed("ipaddr", null, Prefix::parseAddress);
    if (top.has("ipaddr") && written == null) {
      return null;
    }
    Optional<Prefix> own = host.find(written);
    if (own.isEmpty()) {
      return read(); // which says what is missing
    }
    problems.warn(
        top.line("ipaddr"),
        "the server's address is not written whole; this host has %s, so add the line  ipaddr: %s"
            .formatted(own.get(), own.get()));
    return own.get();
  }

  /** As wwj.conf writes it: whole. */
  @Nullable Prefix read() {
    String text = top.text("ipaddr", "");
    if (text.isEmpty()) {
      problems.add(
          top.line("ipaddr"),
          "'ipaddr' is missing: the server's address on the provisioning network with its prefix"
              + " length; add a line such as  ipaddr: 10.0.0.1/24");
      return null;
    }
    @Nullable Inet4Address netmask = top.parsed("netmask", null, Prefix::parseAddress);
    @Nullable Inet4Address network = top.parsed("network", null, Prefix::parseAddress);
    @Nullable Prefix prefix =
        top.parsed(
            "ipaddr",
            null,
            word -> {
              if (word.indexOf('/') >= 0) {
                return Prefix.parse(word);
              }
              Inet4Address plain = Prefix.parseAddress(word);
              if (netmask == null) {
                throw new IllegalArgumentException(
                    "the network's size is missing; write  ipaddr: "
                        + word
                        + "/24  or add netmask");
              }
              return Prefix.of(plain, netmask);
            });
    if (prefix != null && netmask != null && !netmask.equals(prefix.netmask())) {
      problems.add(
          top.line("netmask"),
          "netmask %s contradicts ipaddr %s; remove one"
              .formatted(netmask.getHostAddress(), prefix));
    }
    if (prefix != null && network != null && !network.equals(prefix.network())) {
      problems.add(
          top.line("network"),
          "network %s is not that of ipaddr %s, which is %s; remove the line"
              .formatted(network.getHostAddress(), prefix, prefix.network().getHostAddress()));
    }
    return prefix;
  }

  /** The same by IPv6, or null; {@code ipv6net} is what Warewulf's files of old call it. */
  @Nullable Prefix6 six() {
    String key = top.has("ipaddr6") ? "ipaddr6" : "ipv6net";
    int length = top.number("prefixlen6", 64, 0, 128);
    @Nullable Prefix6 prefix =
        top.parsed(
            key, null, word -> Prefix6.parse(word.indexOf('/') < 0 ? word + "/" + length : word));
    if (prefix != null) {
      problems.note(top.line(key), "'" + key + "' is for templates only: wwj serves nodes by IPv4");
    }
    return prefix;
  }
}
