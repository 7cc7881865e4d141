package org.wwj.config;

import java.net.Inet4Address;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.net.BitRate;
import org.wwj.net.Prefix;

/**
 * Section {@code delivery: mirrors:}: HTTP caches of image chunks and the nodes that ask them. They
 * need no trust, since a node checks each chunk by its digest.
 *
 * @param all in the order they are tried
 */
public record Mirrors(List<Mirror> all) {
  /** Every node asks the server alone. */
  public static final Mirrors NONE = new Mirrors(List.of());

  public Mirrors {
    all = List.copyOf(all);
  }

  /**
   * One cache.
   *
   * @param subnet whose nodes ask it, or null for those of any
   * @param tag the tag {@code NAME=VALUE} of nodes that ask it, empty for any
   * @param url where it has {@code /chunk/DIGEST}, without a slash at the end; by address, as
   *     stage-1 has no resolver
   * @param link how fast its link is, or null when nobody said
   */
  public record Mirror(@Nullable Prefix subnet, String tag, String url, @Nullable BitRate link) {
    private boolean serves(Inet4Address address, Map<String, String> tags) {
      int equals = tag.indexOf('=');
      return (subnet == null || subnet.contains(address))
          && (tag.isEmpty()
              || tag.substring(equals + 1).equals(tags.get(tag.substring(0, equals))));
    }
  }

  /** The one that a node with this address and these tags asks first, if any. */
  public Optional<Mirror> first(Inet4Address address, Map<String, String> tags) {
    return all.stream().filter(mirror -> mirror.serves(address, tags)).findFirst();
  }

  /** The URLs that a node with this address and these tags asks, in order, each once. */
  public List<String> of(Inet4Address address, Map<String, String> tags) {
    return all.stream()
        .filter(mirror -> mirror.serves(address, tags))
        .map(Mirror::url)
        .distinct()
        .toList();
  }
}
