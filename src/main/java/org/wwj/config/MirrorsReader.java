package org.wwj.config;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wwj.net.BitRate;
import org.wwj.net.Prefix;

/** Reads {@code delivery: mirrors:}. */
final class MirrorsReader {
  static final Set<String> MIRROR = Set.of("subnet", "tag", "url", "link speed");
  private static final String KEY = "mirrors";

  /** What goes into a kernel's command line and a curl config as it is. */
  private static final Pattern URL =
      Pattern.compile("http://([^/:]+)(?::(\\d{1,5}))?((?:/[A-Za-z0-9._~-]+)*)/?");

  private static final Pattern TAG = Pattern.compile("[^=\\s]+=\\S*");

  private final Section delivery;
  private final Problems problems;

  MirrorsReader(Section delivery, Problems problems) {
    this.delivery = delivery;
    this.problems = problems;
  }

  /**
   * The mirrors in the order of the file.
   *
   * @param server the server's address, or null when that is missing
   */
  Mirrors read(@Nullable Prefix server, int port) {
    Yaml value = delivery.value(KEY);
    if (value == null || (value.target() instanceof Yaml.Text text && text.isNull())) {
      return Mirrors.NONE;
    }
    List<Mirrors.Mirror> mirrors = new ArrayList<>();
    if (value.target() instanceof Yaml.Sequence sequence) {
      for (Yaml item : sequence.items()) {
        Mirrors.Mirror mirror = mirror(item);
        if (mirrors.contains(mirror)) {
          problems.add(item.line(), "this mirror is in the list twice; keep one of them");
        }
        String own =
            server == null ? "" : "http://" + server.address().getHostAddress() + ":" + port;
        if (mirror.url().equals(own)) {
          problems.add(
              item.line(),
              "'url' %s is this server itself, which nodes ask last in any case; name a cache"
                  .formatted(own));
        }
        mirrors.add(mirror);
      }
    } else {
      problems.add(value.line(), "'" + KEY + "' takes a list of {subnet, tag, url}");
    }
    return new Mirrors(mirrors);
  }

  private Mirrors.Mirror mirror(Yaml item) {
    Section mirror = Section.of("delivery: " + KEY, item, problems).allow(MIRROR);
    if (!mirror.has("url")) {
      problems.add(item.line(), "a mirror needs 'url', such as http://10.1.0.2:8080");
    }
    return new Mirrors.Mirror(
        mirror.parsed("subnet", null, MirrorsReader::network),
        mirror.parsed("tag", "", MirrorsReader::tag),
        mirror.parsed("url", "", MirrorsReader::url),
        mirror.parsed("link speed", null, BitRate::parse));
  }

  private static @Nullable Prefix network(String text) {
    Prefix prefix = Prefix.parse(text);
    if (!prefix.network().equals(prefix.address())) {
      throw new IllegalArgumentException(
          "'%s' is an address in a network; write %s/%d"
              .formatted(text, prefix.network().getHostAddress(), prefix.length()));
    }
    return prefix;
  }

  private static String tag(String text) {
    if (!TAG.matcher(text).matches()) {
      throw new IllegalArgumentException("'" + text + "' is not like rack=r7");
    }
    return text;
  }

  private static String url(String text) {
    Matcher url = URL.matcher(text);
    if (!url.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not like http://10.1.0.2:8080 or http://10.1.0.2/folder%s"
              .formatted(
                  text,
                  text.startsWith("https:")
                      ? "; nodes check chunks by digest and need no TLS for them"
                      : ""));
    }
    if (!Prefix.isDotted(url.group(1))) {
      throw new IllegalArgumentException(
          "'%s' is a name, and a node that boots has no resolver; write its IPv4 address"
              .formatted(url.group(1)));
    }
    Inet4Address host = Prefix.parseAddress(url.group(1));
    String port = url.group(2) == null ? "" : url.group(2);
    if (!port.isEmpty() && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535)) {
      throw new IllegalArgumentException("port '" + port + "' is not a number from 1 to 65535");
    }
    return "http://" + host.getHostAddress() + (port.isEmpty() ? "" : ":" + port) + url.group(3);
  }
}
