package org.wwj.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where Warewulf keeps a site's things when its settings do not say: told by where its settings
 * lie, as its packages and {@code make install} place all below one prefix.
 *
 * @param state {@code localstatedir/warewulf}
 * @param overlays the site's own overlays
 * @param chroots the trees of images
 * @param data what ships: {@code datadir/warewulf}
 */
public record WarewulfPlaces(Path state, Path overlays, Path chroots, Path data) {
  private static final List<String> STATE =
      List.of("var/lib/warewulf", "var/local/warewulf", "var/warewulf", "srv/warewulf");
  private static final List<String> DATA = List.of("usr/share/warewulf", "share/warewulf");

  /**
   * The places that exist below a prefix or else below the root, and a package's when none does.
   *
   * @param root the root of the file system that the site is in
   */
  public static WarewulfPlaces below(Path prefix, Path root) {
    Path state = first(prefix, root, STATE, "");
    return new WarewulfPlaces(
        state,
        existing(first(prefix, root, STATE, "overlays"), state.resolve("overlays")),
        existing(first(prefix, root, STATE, "chroots"), state.resolve("chroots")),
        first(prefix, root, DATA, ""));
  }

  /** The prefix of settings that lie in {@code PREFIX/etc/warewulf}, else {@code /}. */
  public static Path prefix(Path conf) {
    @Nullable Path folder = conf.toAbsolutePath().normalize().getParent();
    @Nullable Path etc = folder == null ? null : folder.getParent();
    @Nullable Path prefix = etc == null ? null : etc.getParent();
    return folder != null && prefix != null && folder.endsWith("etc/warewulf")
        ? prefix
        : Path.of("/");
  }

  private static Path first(Path prefix, Path root, List<String> candidates, String below) {
    return Stream.of(prefix, root)
        .flatMap(base -> candidates.stream().map(base::resolve))
        .map(place -> place.resolve(below))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseGet(() -> prefix.resolve(candidates.getFirst()).resolve(below));
  }

  private static Path existing(Path place, Path otherwise) {
    return Files.isDirectory(place) ? place : otherwise;
  }
}
