package org.wwj.overlay;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.wwj.config.SiteConfig;
import org.wwj.config.Spelling;
import org.wwj.ops.Log;

/**
 * Where overlays lie: those that ship and, covering them file by file, the site's own. What ships
 * neither with wwj nor is the site's may come from a distribution of Warewulf. Each is a folder
 * {@code NAME/rootfs} whose tree is laid over a node's root, with files beside it that need not be
 * there: {@code modes}; {@code includes}, the names of overlays that it is also made of; and in the
 * site's {@code opaque}, by which it hides the lower one of its name as a whole. Looks at the disk
 * each time it is asked.
 */
public final class OverlayStore {
  private static final Pattern NAME = Pattern.compile("^[a-zA-Z0-9\\-._:]+$");
  private static final int MAX_DEPTH = 64;
  private static final String INCLUDES = "includes";

  /** The file that makes a site's overlay hide the lower one of its name as a whole. */
  static final String OPAQUE = "opaque";

  private final Path shipped;
  private final Path foreign;
  private final Path site;

  /** The overlays of a site. */
  public OverlayStore(SiteConfig.Paths paths) {
    this.shipped = paths.distOverlays();
    this.foreign = paths.foreignOverlays();
    this.site = paths.siteOverlays();
  }

  private List<Path> folders() {
    return List.of(site, shipped, foreign);
  }

  /** From the lowest: two overlays of one name by different hands are never mixed. */
  private List<Path> layers(String name) {
    return isOpaque(name) ? List.of(site) : List.of(lower(name), site);
  }

  private Path lower(String name) {
    return isOverlay(shipped.resolve(name)) ? shipped : foreign;
  }

  private boolean isOpaque(String name) {
    return Files.exists(site.resolve(name).resolve(OPAQUE)) && isOverlay(site.resolve(name));
  }

  /** Whether that may be an overlay's name. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  /** The names of all overlays. */
  public SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>();
    for (Path layer : folders()) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(layer)) {
        for (Path folder : folders) {
          String name = folder.getFileName().toString();
          if (isName(name) && isOverlay(folder)) {
            names.add(name);
          }
        }
      } catch (IOException e) {
        Log.debug("overlay-layer-absent", "folder", layer); // a site need not have its own
      }
    }
    return names;
  }

  /** Whether there is such an overlay. */
  public boolean exists(String name) {
    return isName(name) && folders().stream().anyMatch(folder -> isOverlay(folder.resolve(name)));
  }

  private static boolean isOverlay(Path folder) {
    return Files.isDirectory(folder.resolve("rootfs"))
        || Files.isRegularFile(folder.resolve(INCLUDES));
  }

  /**
   * The overlays of a list, each after those that its file {@code includes} names, one a line; what
   * the list names itself is not included once more.
   *
   * @throws OverlayException when an overlay does not exist, or its includes cannot be read
   */
  List<String> withIncluded(List<String> overlays) {
    List<String> all = new ArrayList<>();
    for (String overlay : overlays) {
      for (String included : includes(overlay)) {
        if (!overlays.contains(included) && !all.contains(included)) {
          requireExists(included);
          all.add(included);
        }
      }
      all.add(overlay);
    }
    return all;
  }

  /** Whether an overlay is another, or includes it. */
  public boolean brings(String name, String other) {
    return name.equals(other) || (exists(name) && includes(name).contains(other));
  }

  private List<String> includes(String name) {
    requireExists(name);
    List<String> found = new ArrayList<>();
    for (Path layer : layers(name)) {
      Path file = layer.resolve(name).resolve(INCLUDES);
      try {
        if (Files.exists(file)) {
          Files.readAllLines(file).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .forEach(found::add);
        }
      } catch (IOException e) {
        throw new OverlayException(file + " cannot be read: " + e, e);
      }
    }
    return found;
  }

  private void requireExists(String name) {
    if (!exists(name)) {
      throw new OverlayException(
          "overlay '%s' does not exist in %s%s; there are %s"
              .formatted(name, folders(), Spelling.hint(name, names()), names()));
    }
  }

  /**
   * The files of an overlay as they are now.
   *
   * @throws OverlayException when there is none of that name, or it cannot be read
   */
  OverlayTree tree(String name) {
    requireExists(name);
    SortedMap<String, TreeFile> files = files(name, layers(name));
    StringBuilder stamp = new StringBuilder();
    files
        .values()
        .forEach(f -> stamp.append(f.source()).append(' ').append(f.stamp()).append('\n'));
    // Rules also decide what templates write under other names.
    layers(name)
        .forEach(layer ->
            stamp.append(TreeFile.stampOf(layer.resolve(name).resolve(Modes.FILE))).append('\n'));
    return new OverlayTree(name, files, stamp.toString());
  }

  /**
   * An overlay as an admin sees it.
   *
   * @throws OverlayException when there is none of that name, or it cannot be read
   */
  public Overlay look(String name) {
    requireExists(name);
    Set<Layer> layers = EnumSet.noneOf(Layer.class);
    for (Path folder : List.of(lower(name), site)) {
      if (isOverlay(folder.resolve(name))) {
        layers.add(layerOf(folder));
      }
    }
    return new Overlay(
        name,
        layers,
        isOpaque(name),
        includes(name),
        seen(files(name, layers(name))),
        seen(files(name, List.of(lower(name)))));
  }

  private SortedMap<String, OverlayFile> seen(SortedMap<String, TreeFile> files) {
    SortedMap<String, OverlayFile> seen = new TreeMap<>();
    files.forEach((path, file) -> {
      seen.put(path, OverlayFile.of(file, layerOf(file.source())));
    });
    return seen;
  }

  /**
   * The files of layers over each other. Rules of one layer hold for the files of all: who covers a
   * file of what ships covers it with the same mode, and changes the mode of one without a copy.
   */
  private SortedMap<String, TreeFile> files(String name, List<Path> layers) {
    SortedMap<String, TreeFile> files = new TreeMap<>();
    try {
      Modes modes = Modes.NONE;
      for (Path layer : layers) {
        modes = modes.and(Modes.read(layer.resolve(name)));
      }
      for (Path layer : layers) {
        Path root = layer.resolve(name).resolve("rootfs");
        if (Files.isDirectory(root)) {
          walk(root, "", new Rules(TreeFile.of("", root), modes), files, 0);
        }
      }
    } catch (IOException e) {
      throw new OverlayException("overlay '" + name + "' cannot be read: " + e, e);
    }
    return files;
  }

  /** By whose hand a file of an overlay is. */
  Layer layerOf(Path source) {
    return source.startsWith(site)
        ? Layer.SITE
        : source.startsWith(shipped) ? Layer.SHIPPED : Layer.FOREIGN;
  }

  /** What lower layers of the overlay have in the place of that file. */
  List<Path> covered(String name, TreeFile file) {
    List<Path> covered = new ArrayList<>();
    String output = file.isTemplate() ? file.path().replaceFirst("\\.ww$", "") : file.path();
    for (Path layer : layers(name)) {
      Path root = layer.resolve(name).resolve("rootfs");
      if (file.source().startsWith(root) || file.isDirectory()) {
        break;
      }
      for (String path : List.of(output, output + ".ww")) {
        if (Files.exists(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
          covered.add(root.resolve(path));
        }
      }
    }
    return covered;
  }

  /** What decides modes and owners in one layer of an overlay. */
  private record Rules(TreeFile top, Modes modes) {}

  private static void walk(
      Path folder, String prefix, Rules rules, SortedMap<String, TreeFile> files, int depth)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException(folder + " is nested deeper than " + MAX_DEPTH + " folders");
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String path = prefix + child.getFileName();
        TreeFile file;
        try {
          file = owned(TreeFile.of(path, child), rules.top().owner()).ruledBy(rules.modes());
        } catch (NoSuchFileException e) {
          continue; // an editor's temporary file that is gone again
        }
        put(file, files);
        if (file.isDirectory()) {
          walk(child, path + "/", rules, files, depth + 1);
        }
      }
    }
  }

  /** A file replaces what a lower layer has at its path; so does a template what it would write. */
  private static void put(TreeFile file, SortedMap<String, TreeFile> files) {
    String path = file.path();
    TreeFile covered = files.put(path, file);
    if (covered != null && covered.isDirectory() && !file.isDirectory()) {
      files.subMap(path + "/", path + "0").clear();
    }
    if (!file.isDirectory()) {
      files.remove(file.isTemplate() ? path.substring(0, path.length() - 3) : path + ".ww");
    }
  }

  /**
   * Whoever owns the overlay's top folder stands for root on the node, so that a clone in a user's
   * home serves as well as a package; all other owners stay.
   */
  private static TreeFile owned(TreeFile file, Owner top) {
    int uid = file.owner().uid() == top.uid() ? 0 : file.owner().uid();
    int gid = file.owner().gid() == top.gid() ? 0 : file.owner().gid();
    return file.with(file.permissions(), Owner.of(uid, gid));
  }
}
