package org.wwj.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.wwj.archive.Compression;
import org.wwj.archive.CpioWriter;
import org.wwj.archive.Digest;
import org.wwj.archive.Entry;

/**
 * Assembles the stage-1 initramfs of an image from the image's own files: a shell and a few
 * programs with their libraries, and drivers of its kernel. The same tree gives the same bytes.
 */
final class Stage1 {
  private static final List<String> PROGRAMS =
      List.of(
          "sh",
          "mount",
          "umount",
          "switch_root",
          "ip",
          "curl",
          "modprobe",
          "sha256sum",
          "cat",
          "cp",
          "mkdir",
          "rm",
          "sleep");
  private static final List<String> PLACES = List.of("usr/sbin", "usr/bin", "sbin", "bin");

  /** MiB that the kernel and the programs of stage-1 need beside the image. */
  private static final int SPARE = 24;

  private static final int ZSTD_LEVEL = 12;

  private final ImageTree tree;
  private final Libraries libraries;
  private final Map<String, Entry> entries = new TreeMap<>();

  private Stage1(ImageTree tree) {
    this.tree = tree;
    this.libraries = new Libraries(tree);
  }

  /**
   * Writes the initramfs to a file.
   *
   * @param extraModules drivers that the site wants beside the usual ones
   * @throws ImageException naming what the image lacks
   */
  static void write(ImageTree tree, Kernel kernel, List<String> extraModules, Path file)
      throws IOException {
    Stage1 stage1 = new Stage1(tree);
    stage1.skeleton();
    stage1.programs();
    Path work = Files.createTempDirectory(file.getParent(), ".stage1-");
    try {
      stage1.put(new StagedModules(tree, kernel.release(), work).stage(extraModules));
      Map<String, String> settings = Kernel.settings(tree, kernel.release());
      boolean zstd = "y".equals(settings.get("CONFIG_RD_ZSTD"));
      try (OutputStream out =
          (zstd ? Compression.ZSTD : Compression.GZIP)
              .compress(new BufferedOutputStream(Files.newOutputStream(file)), ZSTD_LEVEL)) {
        CpioWriter.write(List.copyOf(stage1.entries.values()), out);
      }
    } finally {
      Folders.delete(work);
    }
  }

  private void skeleton() {
    for (String folder :
        List.of("dev", "etc", "image", "lower", "newroot", "proc", "run", "rw", "sys", "tmp")) {
      folder(folder);
    }
    for (String name : List.of("bin", "sbin", "lib", "lib64")) {
      Path link = tree.root().resolve(name);
      if (Files.isSymbolicLink(link)) {
        put(new Entry.Symlink(name, 0777, 0, 0, 0, ImageTree.target(link)));
      }
    }
    // The kernel opens the console before anything is mounted, or init has no voice.
    put(new Entry.Special("dev/console", 0600, 0, 0, 0, Entry.Special.Kind.CHARACTER, 5, 1));
    put(new Entry.Special("fifo", 0600, 0, 0, 0, Entry.Special.Kind.FIFO, 0, 0));
    put(new Entry.Bytes("init", 0755, 0, 0, 0, resource("init")));
    put(new Entry.Bytes("etc/fstab", 0644, 0, 0, 0, resource("fstab")));
  }

  private void programs() {
    PROGRAMS.forEach(this::program);
    boolean tar = find("tar").isPresent();
    program(tar ? "tar" : "cpio");
    String settings = "format=" + (tar ? "tar" : "cpio") + "\nspare=" + SPARE + "\n";
    put(
        new Entry.Bytes(
            "stage1.conf", 0644, 0, 0, 0, settings.getBytes(StandardCharsets.US_ASCII)));
    // Without its cache the loader of some distributions would not look where ld.so.conf says.
    tree.plainFile("etc/ld.so.cache").ifPresent(cache -> file("etc/ld.so.cache"));
    for (String folder : List.of("etc/modprobe.d", "lib/modprobe.d", "usr/lib/modprobe.d")) {
      tree.names(folder, "*.conf").forEach(name -> file(folder + "/" + name));
    }
  }

  private void program(String name) {
    String path =
        find(name)
            .orElseThrow(() ->
                new ImageException(
                    "the image has no program "
                        + name
                        + ", which stage-1 needs; install the package that brings it in the"
                        + " image"));
    libraries.closure(path).forEach(this::file);
  }

  private Optional<String> find(String program) {
    return PLACES.stream()
        .map(place -> place + "/" + program)
        .filter(path -> tree.plainFile(path).isPresent())
        .findFirst();
  }

  /** A file of the image with every link on the way to it. */
  private void file(String path) {
    Optional<ImageTree.Resolved> resolved = tree.plainFile(path);
    if (resolved.isEmpty()) {
      return; // a link that leads nowhere, as in a folder of settings
    }
    for (String link : resolved.get().links()) {
      String target = ImageTree.target(tree.root().resolve(link));
      parents(link);
      put(new Entry.Symlink(link, 0777, 0, 0, 0, target));
    }
    String real = resolved.get().path();
    Path source = tree.file(resolved.get());
    parents(real);
    put(new Entry.File(real, Files.isExecutable(source) ? 0755 : 0644, 0, 0, 0, source));
  }

  private void parents(String path) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      folder(path.substring(0, slash));
    }
  }

  private void folder(String path) {
    entries.putIfAbsent(path, new Entry.Directory(path, 0755, 0, 0, 0));
  }

  private void put(List<Entry> more) {
    for (Entry entry : new ArrayList<>(more)) {
      parents(entry.path());
      put(entry);
    }
  }

  private void put(Entry entry) {
    entries.put(entry.path(), entry);
  }

  private static byte[] resource(String name) {
    try (InputStream in = Stage1.class.getResourceAsStream("/stage1/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks stage1/" + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What stage-1 is made of besides the image, so that a change of it builds the image anew. */
  static String version() {
    return String.join(
        ",",
        Digest.of(resource("init")).hex(),
        Digest.of(resource("fstab")).hex(),
        Digest.of(StagedModules.NAMES.toString()).hex());
  }
}
