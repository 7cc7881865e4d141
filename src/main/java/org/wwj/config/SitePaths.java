package org.wwj.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/** Section {@code paths:}: Warewulf's names; wwj's defaults, or Warewulf's for its own file. */
final class SitePaths {
  static final Set<String> KNOWN =
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
          "distoverlaydir",
          "rundir");

  private final Path file;
  private final boolean warewulf;
  private final Section section;
  private final Problems problems;

  SitePaths(Path file, boolean warewulf, Section section, Problems problems) {
    this.file = file;
    this.warewulf = warewulf;
    this.section = section.allow(KNOWN);
    this.problems = problems;
  }

  /**
   * The folders.
   *
   * @param datastore what Warewulf before 4.6 called {@code datadir}, empty when not set
   */
  SiteConfig.Paths read(String datastore) {
    for (String key : Set.of("bindir", "srvdir", "firewallddir", "systemddir", "wwclientdir")) {
      path(key, () -> Path.of("/")); // its type only: they are for installing Warewulf
    }
    if (section.has("wwfilesdir")) {
      path("wwfilesdir", () -> Path.of("/"));
      problems.note(
          section.line("wwfilesdir"), "'wwfilesdir' is not used by wwj: it does not serve /files/");
    }
    return warewulf ? warewulf(datastore) : own();
  }

  private SiteConfig.Paths own() {
    Path state = path("localstatedir", () -> Path.of("/var/lib/wwj"));
    Path data = path("datadir", SitePaths::home);
    return new SiteConfig.Paths(
        path("sysconfdir", () -> Path.of("/etc")),
        file.resolveSibling("nodes.conf"),
        state,
        path("cachedir", () -> Path.of("/var/cache/wwj")),
        path("ipxesource", SitePaths::ipxesource),
        data,
        data.resolve("overlays"),
        path("distoverlaydir", () -> state.resolve("distoverlays")),
        path("wwoverlaydir", () -> state.resolve("overlays")),
        path("wwchrootdir", () -> state.resolve("chroots")),
        path("wwprovisiondir", () -> state.resolve("provision")),
        path("rundir", () -> Path.of("/run/wwj")));
  }

  /** Warewulf's keys name the parent of {@code warewulf/}; what ships with wwj stays wwj's. */
  private SiteConfig.Paths warewulf(String datastore) {
    WarewulfPlaces places = WarewulfPlaces.below(WarewulfPlaces.prefix(file), Path.of("/"));
    boolean given = section.has("localstatedir");
    Path state = parent("localstatedir", places.state());
    Path data =
        section.has("datadir") || !datastore.startsWith("/")
            ? parent("datadir", places.data())
            : Path.of(datastore, "warewulf");
    Path nodes =
        section.has("sysconfdir")
            ? path("sysconfdir", () -> Path.of("/etc")).resolve("warewulf/nodes.conf")
            : file.resolveSibling("nodes.conf");
    return new SiteConfig.Paths(
        path("sysconfdir", () -> Path.of("/etc")),
        nodes,
        state,
        parent("cachedir", Path.of("/var/cache/wwj")),
        path("ipxesource", SitePaths::ipxesource),
        home(),
        home().resolve("overlays"),
        path("distoverlaydir", () -> data.resolve("overlays")),
        path("wwoverlaydir", () -> given ? state.resolve("overlays") : places.overlays()),
        path("wwchrootdir", () -> given ? state.resolve("chroots") : places.chroots()),
        path("wwprovisiondir", () -> state.resolve("provision")),
        path("rundir", () -> Path.of("/run/wwj")));
  }

  private Path parent(String key, Path otherwise) {
    return section.has(key) ? path(key, () -> otherwise).resolve("warewulf") : otherwise;
  }

  private Path path(String key, Supplier<Path> otherwise) {
    String text = section.text(key, "");
    if (text.isEmpty()) {
      return otherwise.get();
    }
    if (!text.startsWith("/")) {
      problems.add(
          section.line(key), "'" + key + "' is '" + text + "'; write the whole path, from /");
      return otherwise.get();
    }
    return section.parsed(key, otherwise.get(), word -> Path.of(word).normalize());
  }

  /** What ships with wwj. */
  private static Path home() {
    return Path.of(System.getProperty("wwj.home", "/usr/share/wwj"));
  }

  /** Debian's place, else EL's. */
  private static Path ipxesource() {
    Path debian = Path.of("/usr/lib/ipxe");
    return Files.isDirectory(debian) ? debian : Path.of("/usr/share/ipxe");
  }
}
