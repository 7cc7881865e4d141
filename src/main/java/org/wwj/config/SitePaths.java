package org.wwj.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Section {@code paths:}: Warewulf's names, our defaults. */
final class SitePaths {
  private static final Set<String> KNOWN =
      Set.of(
          "bindir",
          "sysconfdir",
          "localstatedir",
          "cachedir",
          "ipxesource",
          "srvdir",
          "firewallddir",
          "systemddir",
          "datadir",
          "wwoverlaydir",
          "wwchrootdir",
          "wwprovisiondir",
          "wwclientdir",
          "wwfilesdir",
          "rundir");

  private final boolean warewulf;
  private final Section section;
  private final Problems problems;

  SitePaths(Path file, Section section, Problems problems) {
    this.warewulf = file.endsWith("warewulf.conf");
    this.section = section.allow(KNOWN);
    this.problems = problems;
  }

  SiteConfig.Paths read() {
    Path state = own("localstatedir", "/var/lib/wwj");
    Path data = own("datadir", System.getProperty("wwj.home", "/usr/share/wwj"));
    return new SiteConfig.Paths(
        path("sysconfdir", Path.of("/etc")),
        state,
        own("cachedir", "/var/cache/wwj"),
        path("ipxesource", ipxesource()),
        data,
        data.resolve("overlays"),
        path("wwoverlaydir", state.resolve("overlays")),
        path("wwchrootdir", state.resolve("chroots")),
        path("wwprovisiondir", state.resolve("provision")),
        path("rundir", Path.of("/run/wwj")));
  }

  /** A folder that is ours alone, where Warewulf's key names the parent of {@code warewulf/}. */
  private Path own(String key, String otherwise) {
    Path path = path(key, Path.of(otherwise));
    return warewulf && section.has(key) ? path.resolve("warewulf") : path;
  }

  private Path path(String key, Path otherwise) {
    String text = section.text(key, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.startsWith("/")) {
      problems.add(
          section.line(key), "'" + key + "' is '" + text + "'; write the whole path, from /");
      return otherwise;
    }
    return section.parsed(key, otherwise, word -> Path.of(word).normalize());
  }

  /** Debian's place, else EL's. */
  private static Path ipxesource() {
    Path debian = Path.of("/usr/lib/ipxe");
    return Files.isDirectory(debian) ? debian : Path.of("/usr/share/ipxe");
  }
}
