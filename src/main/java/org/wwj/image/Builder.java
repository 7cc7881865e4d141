package org.wwj.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.wwj.image.sign.Signed;
import org.wwj.image.sign.SigningKey;

/**
 * Turns an image's tree into a new generation. The generation appears whole or not at all: it is
 * made under a name that nobody looks at, and the last step is to point {@code current} at it.
 */
public final class Builder {
  private static final String UNFINISHED = ".new-";
  private static final String FINGERPRINT = "fingerprint";
  private final ImageStore store;
  private final Path keys;
  private final Clock clock;

  /**
   * A builder of images of that store.
   *
   * @param keys folder of the site's keys, {@code localstatedir/keys}
   */
  public Builder(ImageStore store, Path keys, Clock clock) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * How to build.
   *
   * @param force build even when nothing has changed
   * @param kernel a path in the image, a version or the beginning of one, empty for the newest
   * @param initrd also pack the tree as one initramfs, for nodes with {@code root: initrd}
   * @param modules drivers that stage-1 carries beside the usual ones
   */
  public record Options(boolean force, String kernel, boolean initrd, List<String> modules) {
    /** What most images want. */
    public static final Options DEFAULT = new Options(false, "", false, List.of());

    /** The modules cannot change later. */
    public Options {
      modules = List.copyOf(modules);
    }
  }

  /**
   * What came of a build.
   *
   * @param upToDate whether the current generation is what would have come of it
   * @param again whether it is an earlier one, which counts again
   */
  public record Outcome(
      Generation generation, Manifest manifest, boolean upToDate, boolean again) {}

  /** Told what the builder is about to do, in words for the admin. */
  @FunctionalInterface
  public interface Progress {
    /** The next step begins. */
    void step(String what);

    /** Something that the admin may want to mend; the build goes on. */
    default void warn(String what) {
      step("warning: " + what);
    }
  }

  /**
   * Builds the image, unless the current generation is what would come of it.
   *
   * @throws ImageException saying what the image or this host lacks; the current generation stays
   */
  public Outcome build(String image, Options options, Progress progress) {
    Path root = store.rootfs(image);
    if (!Files.isDirectory(root)) {
      throw new ImageException(
          "no image '" + image + "' in " + root + "; import one: wwj image import SOURCE " + image);
    }
    try {
      Path folder = Files.createDirectories(store.generations(image));
      try (FileChannel channel =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = lock(channel)) {
        if (lock == null) {
          throw new ImageException("image " + image + " is being built already; wait for its end");
        }
        sweep(folder);
        new Generations(store).tidy(folder);
        return build(image, new ImageTree(root.toRealPath()), folder, options, progress);
      }
    } catch (IOException e) {
      throw new ImageException("image " + image + " cannot be built: " + e, e);
    }
  }

  private Outcome build(
      String image, ImageTree tree, Path folder, Options options, Progress progress)
      throws IOException {
    progress.step("looking at the tree");
    Kernel kernel = Kernel.choose(tree, options.kernel);
    TreeScan scan = TreeScan.of(tree);
    SigningKey key = SigningKey.load(keys);
    String fingerprint = fingerprint(scan, kernel, options, key);
    if (!options.force) {
      Optional<Outcome> before = before(image, fingerprint);
      if (before.isPresent()) {
        return before.get();
      }
    }
    Path fresh = Files.createTempDirectory(folder, UNFINISHED);
    try {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Generation made = new Generation(image, "", fresh);
      Manifest manifest = fill(made, tree, scan, kernel, options, key, progress);
      Files.writeString(fresh.resolve(FINGERPRINT), fingerprint);
      FileList files =
          FileList.of(
              fresh, image, manifest.generation(), Map.of(made.squashfs(), manifest.sha256()));
      Files.writeString(fresh.resolve(FileList.NAME), key.sign(files.format()).format());
      return new Outcome(publish(made, manifest, folder), manifest, false, false);
    } finally {
      Folders.delete(fresh);
    }
  }

  /**
   * The generation that this tree makes, if there is one: the current one, or one that was built
   * before a rollback and counts again from now on.
   */
  private Optional<Outcome> before(String image, String fingerprint) throws IOException {
    Optional<Generation> current = store.find(image);
    List<Generation> candidates = new ArrayList<>(store.history(image));
    current.ifPresent(candidates::addFirst);
    for (Generation old : candidates) {
      Path file = old.folder().resolve(FINGERPRINT);
      if (Files.exists(file)
          && Files.readString(file).equals(fingerprint)
          && new Inspector(keys).quick(old).sound()) {
        boolean again = !current.equals(Optional.of(old));
        if (again) {
          new Generations(store).rollback(image, old.id());
        }
        return Optional.of(new Outcome(old, Manifest.read(old.manifest()), !again, again));
      }
    }
    return Optional.empty();
  }

  private Manifest fill(
      Generation made,
      ImageTree tree,
      TreeScan scan,
      Kernel kernel,
      Options options,
      SigningKey key,
      Progress progress)
      throws IOException {
    progress.step("kernel " + kernel.release() + " and stage-1");
    copy(tree, kernel.path(), made.kernel());
    copy(tree, "boot/initramfs-" + kernel.release() + ".img", made.dracut());
    Path origin = store.home(made.image()).resolve(GenerationRecord.ORIGIN);
    if (Files.isRegularFile(origin)) {
      Files.copy(origin, made.folder().resolve(GenerationRecord.ORIGIN));
    }
    // Before the long work: here shows what the image lacks.
    try (Stage1 stage1 = Stage1.assemble(tree, kernel, options.modules, made.folder())) {
      if (!stage1.verifies()) {
        progress.warn(
            "the image has no openssl 3, so its nodes take the manifest as it comes with stage-1 and no other; install the package openssl in the image");
      }
      progress.step("root.squashfs of " + scan.nodes().size() + " files");
      Squashfs.write(scan, tree, Kernel.settings(tree, kernel.release()), made.squashfs());
      if (options.initrd) {
        progress.step("root.cpio.gz");
        Initrd.write(scan, tree, made.initrd());
      }
      progress.step("manifest");
      Manifest manifest = manifest(made, scan, kernel);
      Signed signed = key.sign(manifest.format());
      Files.writeString(made.manifest(), signed.format());
      String place =
          store.generations(made.image()).resolve(manifest.generation()).toString();
      stage1.write(signed, key.verifying(), place, made.stage1());
      TreeIndex.write(scan, made.folder().resolve(TreeIndex.NAME));
      packages(tree, made.folder(), progress);
      return manifest;
    }
  }

  /** A generation whose packages are not known boots all the same. */
  private static void packages(ImageTree tree, Path folder, Progress progress)
      throws IOException {
    try {
      Optional<List<String>> packages = Packages.of(tree, folder);
      if (packages.isPresent()) {
        Files.write(folder.resolve(Packages.NAME), packages.get());
      }
    } catch (ImageException e) {
      progress.warn("wwj image diff will not know the packages: " + e.getMessage());
    }
  }

  private Manifest manifest(Generation made, TreeScan scan, Kernel kernel) throws IOException {
    Chunker.Cut cut;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(made.squashfs()))) {
      cut = Chunker.cut(in);
    }
    // Stage-1 knows by the end of the name whether its list of chunks is of this generation.
    String id = GenerationRecord.time(clock.instant()) + "-" + cut.digest().hex().substring(0, 8);
    return new Manifest(
        made.image(),
        id,
        kernel.release(),
        cut.size(),
        scan.memory(),
        cut.digest(),
        cut.sha512(),
        cut.parts(),
        cut.chunks());
  }

  private Generation publish(Generation made, Manifest manifest, Path folder) throws IOException {
    for (Path file : Folders.files(made.folder())) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      Folders.sync(file);
    }
    Folders.sync(made.folder());
    Path place = folder.resolve(manifest.generation());
    if (Files.exists(place)) {
      throw new ImageException(place + " exists already; wait a second and build again");
    }
    new Generations(store).publish(made.folder(), place);
    return new Generation(made.image(), manifest.generation(), place.toRealPath());
  }

  private static String fingerprint(
      TreeScan scan, Kernel kernel, Options options, SigningKey key) {
    return String.join(
        "\n",
        "tree " + scan.fingerprint(),
        "kernel " + kernel.path(),
        "initrd " + options.initrd,
        "modules " + String.join(",", options.modules),
        "stage-1 " + Stage1.version(),
        "key " + key.verifying().id(),
        "");
  }

  /** Removes what a build that was killed left behind; the lock says that none is running. */
  private static void sweep(Path folder) throws IOException {
    List<Path> left;
    try (Stream<Path> children = Files.list(folder)) {
      left =
          children.filter(child -> child.getFileName().toString().startsWith(UNFINISHED)).toList();
    }
    for (Path child : left) {
      Folders.delete(child);
    }
  }

  private static void copy(ImageTree tree, String path, Path target) throws IOException {
    Optional<ImageTree.Resolved> source = tree.plainFile(path);
    if (source.isPresent()) {
      Files.copy(tree.file(source.get()), target);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
