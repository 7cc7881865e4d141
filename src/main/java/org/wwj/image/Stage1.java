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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wwj.archive.Compression;
import org.wwj.archive.CpioWriter;
import org.wwj.archive.Digest;
import org.wwj.archive.Entry;
import org.wwj.image.sign.Signed;
import org.wwj.image.sign.VerifyingKey;

/**
 * Assembles the stage-1 initramfs of an image from the image's own files: a shell and a few
 * programs with their libraries, and drivers of its kernel. The same tree gives the same bytes.
 */
final class Stage1 implements AutoCloseable {
  /** What a busybox may do in their place. */
  private static final List<String> APPLETS =
      List.of(
          "sh",
          "mount",
          "umount",
          "switch_root",
          "ip",
          "modprobe",
          "sha256sum",
          "cat",
          "chroot",
          "dd",
          "mkdir",
          "rm",
          "sleep",
          "stat");

  /** The image's own in any case: quicker, and keeps extended attributes. */
  private static final List<String> PROGRAMS = List.of("sha512sum", "cp");

  private static final List<String> PLACES = List.of("usr/sbin", "usr/bin", "sbin", "bin");

  private static final Pattern LIBCRYPTO = Pattern.compile("/libcrypto\\.so\\.([3-9]|[1-9]\\d)$");

  private static final int ZSTD_LEVEL = 9;

  private final ImageTree tree;
  private final Kernel kernel;
  private final Path work;
  private final Libraries libraries;
  private final Map<String, Entry> entries = new TreeMap<>();
  private boolean verifies;
  private SortedMap<String, String> problems = new TreeMap<>();

  private Stage1(ImageTree tree, Kernel kernel, Path work) {
    this.tree = tree;
    this.kernel = kernel;
    this.work = work;
    this.libraries = new Libraries(tree);
  }

  /**
   * Gathers what belongs in it.
   *
   * @param extraModules drivers that the site wants beside the usual ones
   * @param cards network cards that nodes are known to have
   * @param folder where scratch files may lie until this is closed
   * @throws ImageException naming what the image lacks
   */
  static Stage1 assemble(
      ImageTree tree,
      Kernel kernel,
      List<String> extraModules,
      Collection<String> cards,
      Path folder)
      throws IOException {
    Stage1 stage1 = new Stage1(tree, kernel, Files.createTempDirectory(folder, ".stage1-"));
    try {
      stage1.skeleton();
      stage1.programs();
      stage1.modules(extraModules, cards);
      return stage1;
    } catch (IOException | RuntimeException e) {
      stage1.close();
      throw e;
    }
  }

  private void modules(List<String> extra, Collection<String> cards) throws IOException {
    StagedModules staged = new StagedModules(tree, kernel.release(), work);
    StagedModules.Staged found = staged.stage(extra, cards);
    put(found.made());
    found.files().forEach(this::file);
    problems = staged.problems();
  }

  /** Network cards that will not work in it, with why and what to do. */
  SortedMap<String, String> problems() {
    return problems;
  }

  /** Whether it can check a signature: the image has an openssl that knows how. */
  boolean verifies() {
    return verifies;
  }

  /** Bytes that its files take when the kernel has unpacked them. */
  long unpackedBytes() throws IOException {
    long sum = 0;
    for (Entry entry : entries.values()) {
      sum +=
          switch (entry) {
            case Entry.File file -> Files.size(file.source());
            case Entry.Bytes bytes -> bytes.content().length;
            default -> 0;
          };
    }
    return sum;
  }

  /**
   * Writes the initramfs.
   *
   * @param manifest of the generation, with its signature
   * @param place folder of the generation on this server, for messages
   */
  void write(Signed manifest, VerifyingKey key, Path place, Path file) throws IOException {
    put(text("manifest", manifest.body()));
    byte[] signature = manifest.signature().orElseThrow().bytes();
    put(new Entry.Bytes("manifest.sig", 0644, 0, 0, 0, signature));
    put(text("wwj.pub", key.pem()));
    put(text("place.conf", "place='" + place.toString().replace("'", "'\\''") + "'\n"));
    Map<String, String> settings = Kernel.settings(tree, kernel.release());
    boolean zstd = "y".equals(settings.get("CONFIG_RD_ZSTD"));
    try (OutputStream out =
        (zstd ? Compression.ZSTD : Compression.GZIP)
            .compress(new BufferedOutputStream(Files.newOutputStream(file)), ZSTD_LEVEL)) {
      CpioWriter.write(List.copyOf(entries.values()), out);
    }
  }

  @Override
  public void close() throws IOException {
    Folders.delete(work);
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
    for (String pipe : List.of("config", "status")) {
      put(new Entry.Special(pipe, 0600, 0, 0, 0, Entry.Special.Kind.FIFO, 0, 0));
    }
    put(new Entry.Bytes("init", 0755, 0, 0, 0, resource("init")));
    put(new Entry.Bytes("peer", 0644, 0, 0, 0, resource("peer")));
    put(new Entry.Bytes("etc/fstab", 0644, 0, 0, 0, resource("fstab")));
  }

  private void programs() throws IOException {
    PROGRAMS.forEach(this::program);
    Optional<String> busybox = busybox();
    if (busybox.isPresent()) {
      program(busybox.get());
      APPLETS.forEach(name -> applet(name, busybox.get()));
      applet("wget", busybox.get());
    } else {
      APPLETS.forEach(this::program);
      program("curl");
    }
    openssl();
    put(
        text(
            "stage1.conf",
            """
            openssl=%s
            busybox=%s
            fetcher=%s
            format=%s
            spare=%d
            """
                .formatted(
                    verifies ? "openssl" : "",
                    busybox.orElse(""),
                    busybox.isPresent() ? "wget" : "curl",
                    find("tar").isPresent() ? "tar" : "cpio",
                    Ram.SPARE)));
    // Without its cache the loader of some distributions would not look where ld.so.conf says.
    tree.plainFile("etc/ld.so.cache").ifPresent(cache -> file("etc/ld.so.cache"));
    for (String folder : List.of("etc/modprobe.d", "lib/modprobe.d", "usr/lib/modprobe.d")) {
      tree.names(folder, "*.conf").forEach(name -> file(folder + "/" + name));
    }
  }

  /** What knows Ed25519 of files; before 3 it did not. */
  private void openssl() {
    Optional<String> path = find("openssl");
    if (path.isPresent()) {
      try {
        List<String> files = libraries.closure(path.get());
        verifies = files.stream().anyMatch(file -> LIBCRYPTO.matcher(file).find());
        if (verifies) {
          files.forEach(this::file);
        }
      } catch (ImageException e) {
        verifies = false; // one that would not start is none
      }
    }
  }

  private void program(String name) {
    String path =
        (name.contains("/") ? Optional.of(name) : find(name))
            .orElseThrow(() ->
                new ImageException(
                    "the image has no program "
                        + name
                        + ", which stage-1 needs; install the package that brings it in the"
                        + " image"));
    libraries.closure(path).forEach(this::file);
  }

  /**
   * The image's busybox if it can do all that stage-1 asks: it makes a third of the bytes, and
   * needs fewer libraries at each start of a program.
   */
  private Optional<String> busybox() throws IOException {
    Optional<String> path = find("busybox");
    if (path.isEmpty()) {
      return path;
    }
    // The names of its applets lie in it one after another.
    String content =
        Files.readString(
            tree.file(tree.plainFile(path.get()).orElseThrow()), StandardCharsets.ISO_8859_1);
    boolean all =
        Stream.concat(APPLETS.stream(), Stream.of("wget"))
            .allMatch(name -> content.contains("\0" + name + "\0"));
    return all ? path : Optional.empty();
  }

  private void applet(String name, String busybox) {
    String path = find(name).orElse("usr/bin/" + name);
    parents(path);
    put(new Entry.Symlink(path, 0777, 0, 0, 0, "/" + busybox));
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

  private static Entry text(String path, String text) {
    return new Entry.Bytes(path, 0644, 0, 0, 0, text.getBytes(StandardCharsets.UTF_8));
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
        Digest.of(resource("peer")).hex(),
        Digest.of(StagedModules.NAMES.toString()).hex());
  }
}
