package org.wwj.delivery;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.wwj.net.MacAddress;

/**
 * What a path of the provisioning network asks for: Warewulf's routes and their older names, and
 * wwj's own.
 */
sealed interface Route {
  /** A thing for one machine. */
  record ForMachine(Thing thing, MacAddress mac) implements Route {}

  /** A boot loader by its file name. */
  record Loader(String file) implements Route {}

  /** A piece of an image by its SHA-256 in hex. */
  record Chunk(String digest) implements Route {}

  /** Where all machines stand. */
  record StatusOfAll() implements Route {}

  /** That overlays be rendered before anybody asks for them; {@code ?nodes=} says whose. */
  record Overlays() implements Route {}

  /** The path is a known route, but what follows is not usable. */
  record Malformed(String message) implements Route {}

  /** What a machine can ask for. */
  enum Thing {
    IPXE,
    KERNEL,
    INITRAMFS,
    IMAGE,
    MANIFEST,
    SYSTEM,
    RUNTIME,
    REPORT
  }

  /** The route of an HTTP path, empty for a path that leads nowhere. */
  static Optional<Route> parse(String path, Map<String, String> query) {
    int slash = path.indexOf('/', 1);
    String first = slash < 0 ? path.substring(1) : path.substring(1, slash);
    String rest = slash < 0 ? "" : path.substring(slash + 1);
    return switch (first) {
      case "status" -> rest.isEmpty() ? Optional.of(new StatusOfAll()) : Optional.empty();
      case "overlays" -> rest.isEmpty() ? Optional.of(new Overlays()) : Optional.empty();
      case "efiboot" -> rest.isEmpty() ? Optional.empty() : Optional.of(new Loader(rest));
      case "chunk" -> Optional.of(chunk(rest));
      case "provision" -> Optional.of(staged(rest, query));
      default -> thing(first).map(thing -> forMachine(thing, rest, query));
    };
  }

  private static Optional<Thing> thing(String word) {
    return switch (word) {
      case "ipxe" -> Optional.of(Thing.IPXE);
      case "kernel" -> Optional.of(Thing.KERNEL);
      case "initramfs" -> Optional.of(Thing.INITRAMFS);
      case "image", "container" -> Optional.of(Thing.IMAGE);
      case "manifest" -> Optional.of(Thing.MANIFEST);
      case "system", "overlay-system" -> Optional.of(Thing.SYSTEM);
      case "runtime", "overlay-runtime" -> Optional.of(Thing.RUNTIME);
      case "report" -> Optional.of(Thing.REPORT);
      default -> Optional.empty();
    };
  }

  /** Warewulf's older route names what it wants in the query; no stage means the script. */
  private static Route staged(String rest, Map<String, String> query) {
    String stage = query.getOrDefault("stage", "ipxe").toLowerCase(Locale.ROOT);
    return thing(stage)
        .map(thing -> forMachine(thing, rest, query))
        .orElseGet(() -> new Malformed("stage '" + stage + "' is not known"));
  }

  private static Route forMachine(Thing thing, String rest, Map<String, String> query) {
    String id = rest.isEmpty() ? query.getOrDefault("wwid", "") : rest;
    return MacAddress.tryParse(id)
        .<Route>map(mac -> new ForMachine(thing, mac))
        .orElseGet(() ->
            new Malformed(
                "'"
                    + id
                    + "' is not a MAC address: ask for /"
                    + thing.name().toLowerCase(Locale.ROOT)
                    + "/52-54-00-12-34-56"));
  }

  private static Route chunk(String digest) {
    boolean hex = digest.length() == 64 && digest.chars().allMatch(java.util.HexFormat::isHexDigit);
    return hex
        ? new Chunk(digest.toLowerCase(Locale.ROOT))
        : new Malformed("a chunk is named by 64 hex digits");
  }
}
