package org.wwj.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Section {@code tftp:}, with the iPXE binaries that this distribution ships as default. */
final class Loaders {
  /** Debian's and EL's names; the first that exists is meant. */
  private static final Map<Integer, List<String>> KNOWN =
      Map.of(
          0, List.of("undionly.kpxe"),
          7, List.of("snponly.efi", "ipxe-snponly-x86_64.efi"),
          9, List.of("snponly.efi", "ipxe-snponly-x86_64.efi"),
          11, List.of("snponly-arm64.efi", "arm64-efi/snponly.efi"));

  static final Set<String> KEYS = Set.of("enabled", "tftproot", "systemd name", "ipxe");

  private final Section section;
  private final Path source;
  private final Problems problems;

  Loaders(Section section, Path source, Problems problems) {
    this.section = section.allow(KEYS);
    this.source = source;
    this.problems = problems;
  }

  SiteConfig.Tftp read() {
    Section written = section.section("ipxe");
    Map<Integer, String> ipxe = written.all().isEmpty() ? defaults() : read(written);
    return new SiteConfig.Tftp(section.flag("enabled", true), Map.copyOf(ipxe));
  }

  private Map<Integer, String> defaults() {
    Map<Integer, String> ipxe = new TreeMap<>();
    KNOWN.forEach((arch, names) ->
        names.stream()
            .filter(name -> Files.isRegularFile(source.resolve(name)))
            .findFirst()
            // No package ships arm64 loaders everywhere; the others are always worth an error.
            .or(() -> arch == 11 ? Optional.empty() : names.stream().findFirst())
            .ifPresent(name -> ipxe.put(arch, name)));
    return ipxe;
  }

  private Map<Integer, String> read(Section written) {
    Map<Integer, String> ipxe = new LinkedHashMap<>();
    for (Yaml.Entry entry : written.all()) {
      String key = entry.key().value();
      String name = written.text(key, "");
      if (name.isEmpty() || name.startsWith("/") || List.of(name.split("/")).contains("..")) {
        problems.add(
            entry.key().line(),
            "'%s' takes the name of a file in %s, such as snponly.efi".formatted(key, source));
        continue;
      }
      try {
        ipxe.put(arch(key), name);
      } catch (NumberFormatException e) {
        problems.add(
            entry.key().line(),
            "'"
                + key
                + "' is not a client architecture of DHCP option 93; write 00:00 for BIOS, 00:07"
                + " for x86-64 UEFI, 00:0B for arm64");
      }
    }
    return ipxe;
  }

  /** Two bytes in hex as Warewulf writes them, {@code 00:0B}, or a decimal number. */
  private static int arch(String key) {
    String[] bytes = key.split(":", -1);
    if (bytes.length == 1) {
      return Integer.parseUnsignedInt(key);
    }
    if (bytes.length != 2 || bytes[0].length() > 2 || bytes[1].length() > 2) {
      throw new NumberFormatException(key);
    }
    return Integer.parseUnsignedInt(bytes[0], 16) << 8 | Integer.parseUnsignedInt(bytes[1], 16);
  }
}
