package org.wwj.cli.migrate;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.wwj.cli.Replacement;
import org.wwj.cli.migrate.Plan.How;
import org.wwj.config.ConfigException;
import org.wwj.image.TreeCopy;

/**
 * Does what a {@link Plan} says. All is made beside its place, in the same file system, first, then
 * moved there, wwj.conf last: when it ends half-way, the site is not there yet, nothing of what was
 * is lost, and a second run begins anew.
 */
final class Migration {
  private static final String STAGE = ".migrate";
  private static final double GIB = 1 << 30;

  private final Plan plan;
  private final Consumer<String> progress;

  /** Something made in the stage, and its place. */
  private record Made(Path from, Path to) {}

  Migration(Plan plan, Consumer<String> progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Refuses what cannot work, before anything is done.
   *
   * @throws ConfigException when there is a site already, or too little room for copies
   */
  void check(boolean force) {
    Plan.Target target = plan.target();
    // wwj.conf is what comes last: without it a run was cut off, and may be done again.
    if (!force && Files.exists(target.conf())) {
      throw new ConfigException(
          target.conf() + ": there is a site already; --force replaces it, and keeps it as *-old");
    }
    OldSite old = plan.old();
    if (target.conf().equals(old.conf()) || target.nodes().equals(old.nodes())) {
      throw new ConfigException(
          target.conf() + ": is the old site's own; name another file with --conf");
    }
    if (target.copy() && old.chroots().equals(target.chroots())) {
      throw new ConfigException(target.chroots() + ": is the old site's own; leave --copy out");
    }
    Map<FileStore, Long> needed = new HashMap<>();
    try {
      for (Plan.Overlay overlay : plan.overlays()) {
        if (overlay.how() == How.COPIED) {
          long size = TreeCopy.sizeBytes(overlay.from());
          needed.merge(Files.getFileStore(existing(place(overlay))), size, Long::sum);
        }
      }
      for (Plan.Image image : plan.images()) {
        if (image.how() == How.COPIED) {
          long size = TreeCopy.sizeBytes(image.from());
          needed.merge(Files.getFileStore(existing(target.chroots())), size, Long::sum);
        }
      }
      for (Map.Entry<FileStore, Long> store : needed.entrySet()) {
        requireRoom(target.state(), store.getValue(), store.getKey().getUsableSpace());
      }
    } catch (IOException e) {
      throw new ConfigException(target.state() + ": cannot be looked at: " + e.getMessage(), e);
    }
  }

  static void requireRoom(Path place, long needed, long free) {
    if (needed > free) {
      throw new ConfigException(
          String.format(
              Locale.ROOT,
              "%s: %.1f GiB to copy, %.1f GiB free; make room, choose another place with"
                  + " --localstatedir, or leave --copy out",
              place,
              needed / GIB,
              free / GIB));
    }
  }

  private Path place(Plan.Overlay overlay) {
    return overlay.ofSite() ? plan.target().overlays() : plan.target().distOverlays();
  }

  private static Path existing(Path path) {
    Path here = path;
    while (!Files.exists(here) && here.getParent() != null) {
      here = here.getParent();
    }
    return here;
  }

  /**
   * Makes the site.
   *
   * @return what was written, one line each
   * @throws ConfigException when it cannot be made
   */
  List<String> run() {
    try {
      Files.createDirectories(plan.target().conf().resolveSibling(""));
      Files.createDirectories(plan.target().state());
      clear(); // of what a run left that was cut off
      List<Made> made = new ArrayList<>();
      try {
        for (Plan.Overlay overlay : plan.overlays()) {
          overlay(overlay, made);
        }
        for (Plan.Image image : plan.images()) {
          image(image, made);
        }
        List<String> done = new ArrayList<>();
        for (Made one : made) {
          place(one, done);
        }
        done.add(new Replacement(plan.target().nodes()).with(plan.nodes().text()).toString());
        done.add(new Replacement(plan.target().conf()).with(plan.config().text()).toString());
        return done;
      } finally {
        clear();
      }
    } catch (IOException e) {
      throw new ConfigException("nothing is taken over yet: " + e, e);
    }
  }

  private void clear() {
    Plan.Target target = plan.target();
    for (Path place : List.of(target.overlays(), target.distOverlays(), target.chroots())) {
      TreeCopy.delete(place.resolve(STAGE));
    }
  }

  private void overlay(Plan.Overlay overlay, List<Made> made) throws IOException {
    if (overlay.how() == How.STAYS) {
      return;
    }
    Path place = place(overlay);
    Path home = place.resolve(STAGE).resolve(overlay.name());
    if (overlay.how() == How.COPIED) {
      Path to = Files.createDirectories(overlay.bare() ? home.resolve("rootfs") : home);
      progress.accept("copying overlay " + overlay.name());
      TreeCopy.copy(overlay.from(), to);
    } else if (overlay.bare()) {
      Files.createSymbolicLink(Files.createDirectories(home).resolve("rootfs"), overlay.from());
    } else {
      Files.createSymbolicLink(
          Files.createDirectories(home.resolveSibling("")).resolve(overlay.name()), overlay.from());
    }
    made.add(new Made(home, place.resolve(overlay.name())));
  }

  private void image(Plan.Image image, List<Made> made) throws IOException {
    if (image.how() != How.COPIED) {
      return;
    }
    Path place = plan.target().chroots();
    Path home = Files.createDirectories(place.resolve(STAGE).resolve(image.name()));
    progress.accept(
        String.format(
            Locale.ROOT,
            "copying image %s, %.1f GiB (%d of %d)",
            image.name(),
            TreeCopy.sizeBytes(image.from()) / GIB,
            plan.images().indexOf(image) + 1,
            plan.images().size()));
    TreeCopy.copy(image.from(), home);
    made.add(new Made(home, place.resolve(image.name())));
  }

  /** Moves it to its place; what was there goes aside. */
  private void place(Made made, List<String> done) throws IOException {
    if (Files.exists(made.to(), LinkOption.NOFOLLOW_LINKS)) {
      Path aside = aside(made.to());
      Files.move(made.to(), aside);
      done.add(made.to() + " was there; it is " + aside + " now");
    }
    Files.move(made.from(), made.to());
  }

  private static Path aside(Path path) throws IOException {
    for (int i = 1; ; i++) {
      Path folder = path.resolveSibling(STAGE + "-old-" + i);
      Path aside = Files.createDirectories(folder).resolve(path.getFileName());
      if (!Files.exists(aside, LinkOption.NOFOLLOW_LINKS)) {
        return aside;
      }
    }
  }
}
