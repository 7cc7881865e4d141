package org.wwj.cli.migrate;

import java.nio.file.Path;
import java.util.List;
import org.wwj.config.Upgraded;

/**
 * All that a migration will do.
 *
 * @param old the site that is taken over
 * @param target where it goes
 * @param config the new wwj.conf
 * @param nodes the new nodes.conf
 * @param overlays the site's overlays, and those of Warewulf's that its nodes need
 * @param images images of the old site
 * @param counts nodes and profiles
 * @param lost what could not be taken, in words
 * @param next commands to type
 */
record Plan(
    OldSite old,
    Target target,
    Upgraded config,
    Upgraded nodes,
    List<Overlay> overlays,
    List<Image> images,
    Counts counts,
    List<String> lost,
    List<String> next) {
  /** How many there are. */
  record Counts(int nodes, int profiles) {}

  /**
   * Where the site goes.
   *
   * @param conf its wwj.conf
   * @param state the folder of its own state
   * @param copy whether images and overlays are copied there
   */
  record Target(Path conf, Path state, boolean copy) {
    Path nodes() {
      return conf.resolveSibling("nodes.conf");
    }

    Path overlays() {
      return state.resolve("overlays");
    }

    Path distOverlays() {
      return state.resolve("distoverlays");
    }

    Path chroots() {
      return state.resolve("chroots");
    }
  }

  /** What happens to an overlay or image. */
  enum How {
    /** It is used where it is, as is the folder it is in. */
    STAYS,
    /** A link to it is made. */
    LINKED,
    COPIED
  }

  /**
   * One overlay.
   *
   * @param from its folder
   * @param ofSite whether it is the site's own; if not, it shipped with Warewulf
   * @param bare whether its files lie in it directly, without {@code rootfs}, as in old versions
   */
  record Overlay(String name, Path from, boolean ofSite, boolean bare, How how) {}

  /** One image: its folder, that holds {@code rootfs}. */
  record Image(String name, Path from, How how) {}

  /** Overlays that something is done with, by whose they are. */
  List<Overlay> overlays(boolean ofSite) {
    return overlays.stream().filter(overlay -> overlay.ofSite() == ofSite).toList();
  }
}
