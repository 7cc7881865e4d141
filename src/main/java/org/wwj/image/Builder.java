package org.wwj.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
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
  private final Demand.Source demands;

  /** A builder of images of that store, which no node uses. */
  public Builder(ImageStore store, Path keys, Clock clock) {
    this(store, keys, clock, image -> Demand.NONE);
  }

  /**
   * A builder of images of that store.
   *
   * @param keys folder of the site's keys, {@code localstatedir/keys}
   * @param demands what the nodes of an image need of it
   */
  public Builder(ImageStore store, Path keys, Clock clock, Demand.Source demands) {
    this.store = store;
    this.keys = keys;
    this.clock = clock;
    this.demands = demands;
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

  /** What came of a build: the image's current generation, and how it became that. */
  public record Outcome(Generation generation, Manifest manifest, How how) {
    /** How a generation came to be the current one. */
    public enum How {
      /** It is new. */
      BUILT,
      /** It was, and is what would have come of this build. */
      UP_TO_DATE,
      /** It is an older one that is what would have come of this build. */
      RESTORED,
      /** It was chosen by a rollback; what would have come of this build is there as well. */
      KEPT
    }

    /** Whether nothing had to be done, as nothing has changed. */
    public boolean upToDate() {
      return how == How.UP_TO_DATE;
    }

    /** Whether an older generation is the current one again. */
    public boolean restored() {
      return how == How.RESTORED;
    }
  }

  /** Told what the builder is about to do, in words for the admin. */
  @FunctionalInterface
  public interface Progress {
    /** The next step begins. */
    void step(String what);

    /** The image is built, and something will not work for a node. */
    default void warning(String what) {
      step("warning: " + what);
    }
  }

  /**
   * Builds the image, unless the current generation is what would come of it.
   *
   * @throws ImageException saying what the image or this host lacks; the current generation stays
   */
  public Outcome build(String image, Options options, Progress progress) {
    return build(image, options, Outcome.How.RESTORED, progress);
  }

  /**
   * Builds it.
   *
   * @param older what to do about an older generation that is what would come of this build
   */
  private Outcome build(String image, Options options, Outcome.How older, Progress progress) {
    // A tree that somebody works in would be packed half old, half new.
    try (TreeLock tree = TreeLock.exclusive(store, image)) {
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
        return build(image, new ImageTree(tree.root()), folder, options, older, progress);
      }
    } catch (IOException e) {
      throw new ImageException("image " + image + " cannot be built: " + e, e);
    }
  }

  /**
   * Builds the image with the options of its current generation: a change of the tree is no wish to
   * lose a driver. Without a change a rollback stays as it is.
   *
   * @throws ImageException as {@link #build}
   */
  public Outcome again(String image, Progress progress) {
    try {
      Optional<Generation> current = store.find(image);
      Options options = current.isEmpty() ? Options.DEFAULT : OptionsFile.read(current.get());
      return build(image, options, Outcome.How.KEPT, progress);
    } catch (IOException e) {
      throw new ImageException("image " + image + " cannot be built: " + e, e);
    }
  }

  private Outcome build(
      String image,
      ImageTree tree,
      Path folder,
      Options options,
      Outcome.How older,
      Progress progress)
      throws IOException {
    progress.step("looking at the tree");
    Demand demand = demands.of(image);
    KernelPlan kernels = KernelPlan.of(image, tree, options.kernel, demand);
    kernels.warnings().forEach(progress::warning);
    TreeScan scan = TreeScan.of(tree);
    scan.warnings().forEach(progress::warning);
    SigningKey key = SigningKey.load(keys);
    Job job = new Job(tree, scan, kernels, demand, options, key, progress);
    String fingerprint = Fingerprint.of(job);
    Optional<Outcome> made =
        options.force ? Optional.empty() : madeBefore(image, fingerprint, older);
    if (made.isPresent()) {
      return made.get();
    }
    Path fresh = Files.createTempDirectory(folder, UNFINISHED);
    try {
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      Generation generation = new Generation(image, "", fresh);
      Manifest manifest = fill(generation, job);
      Files.writeString(fresh.resolve(FINGERPRINT), fingerprint);
      OptionsFile.write(options, fresh);
      FileList files =
          FileList.of(
              fresh,
              image,
              manifest.generation(),
              Map.of(generation.squashfs(), manifest.sha256()));
      Files.writeString(fresh.resolve(FileList.NAME), key.sign(files.format()).format());
      return new Outcome(publish(generation, manifest, folder), manifest, Outcome.How.BUILT);
    } finally {
      Folders.delete(fresh);
    }
  }

  /** What there is to do, looked at before anything is written. */
  record Job(
      ImageTree tree,
      TreeScan scan,
      KernelPlan kernels,
      Demand demand,
      Options options,
      SigningKey key,
      Progress progress) {
    /** Whether the whole tree as one archive is among it. */
    boolean initrd() {
      return options.initrd || demand.initrd();
    }
  }

  /**
   * The current generation when it is what would come of this build; else, as after a rollback,
   * another one that is: it becomes the current one, as the build would, or leaves it at that.
   */
  private Optional<Outcome> madeBefore(String image, String fingerprint, Outcome.How how)
      throws IOException {
    Optional<Generation> current = store.find(image);
    if (current.isPresent() && isOf(current.get(), fingerprint)) {
      Manifest manifest = Manifest.read(current.get().manifest());
      return Optional.of(new Outcome(current.get(), manifest, Outcome.How.UP_TO_DATE));
    }
    for (Generation older : store.history(image)) {
      if (isOf(older, fingerprint)) {
        boolean keep = how == Outcome.How.KEPT && current.isPresent();
        if (!keep) {
          new Generations(store).rollback(image, older.id());
        }
        Generation now = keep ? current.get() : older;
        return Optional.of(new Outcome(now, Manifest.read(now.manifest()), how));
      }
    }
    return Optional.empty();
  }

  /** A damaged one is built again. */
  private boolean isOf(Generation generation, String fingerprint) throws IOException {
    Path file = generation.folder().resolve(FINGERPRINT);
    return Files.exists(file)
        && Files.readString(file).equals(fingerprint)
        && new Inspector(keys).quick(generation).sound();
  }

  private Manifest fill(Generation made, Job job) throws IOException {
    for (Kernel kernel : job.kernels.kernels()) {
      job.progress.step("kernel " + kernel.release() + " and stage-1");
    }
    Path origin = store.home(made.image()).resolve(GenerationRecord.ORIGIN);
    if (Files.isRegularFile(origin)) {
      Files.copy(origin, made.folder().resolve(GenerationRecord.ORIGIN));
    }
    // Before the long work: here shows what the image lacks.
    try (BootFiles boot =
        BootFiles.gather(made, job.tree, job.kernels, job.demand, job.options.modules)) {
      boot.warnings().forEach(job.progress::warning);
      job.progress.step("root.squashfs of " + job.scan.nodes().size() + " files");
      Squashfs.write(job.scan, job.tree, boot.settings(job.tree), made.squashfs());
      if (job.initrd()) {
        job.progress.step("root.cpio.gz");
        Initrd.write(job.scan, job.tree, made.initrd());
      }
      job.progress.step("manifest");
      Manifest manifest = manifest(made, job, boot.stage1Bytes());
      Signed signed = job.key.sign(manifest.format());
      Files.writeString(made.manifest(), signed.format());
      Path place = store.generations(made.image()).resolve(manifest.generation());
      boot.write(signed, job.key.verifying(), place);
      TreeIndex.write(job.scan, made.folder().resolve(TreeIndex.NAME));
      packages(job.tree, made.folder(), job.progress);
      return manifest;
    }
  }

  /** A generation whose packages are not known boots all the same. */
  private static void packages(ImageTree tree, Path folder, Progress progress) throws IOException {
    try {
      Optional<List<String>> packages = Packages.of(tree, folder);
      if (packages.isPresent()) {
        Files.write(folder.resolve(Packages.NAME), packages.get());
      }
    } catch (ImageException e) {
      progress.warning("wwj image diff will not know the packages: " + e.getMessage());
    }
  }

  private Manifest manifest(Generation made, Job job, long stage1) throws IOException {
    Chunker.Cut cut = Chunker.cut(made.squashfs());
    // Stage-1 knows by the end of the name whether its list of chunks is of this generation.
    String id = freeSecond(made.image()) + "-" + cut.digest().hex().substring(0, 8);
    return new Manifest(
        made.image(),
        id,
        job.kernels.standard().release(),
        cut.size(),
        job.scan.memory(),
        Ram.of(
            Ram.ofKernel(made.kernel()),
            stage1,
            cut.size(),
            job.scan.memory(),
            Files.exists(made.initrd()) ? Files.size(made.initrd()) : 0),
        cut.digest(),
        cut.sha512(),
        cut.parts(),
        cut.chunks());
  }

  /**
   * The time of this build, or the next second that no generation has: they are told apart, and
   * sorted, by it.
   */
  private String freeSecond(String image) throws IOException {
    List<String> taken = Folders.names(store.generations(image));
    return Stream.iterate(clock.instant(), second -> second.plusSeconds(1))
        .map(GenerationRecord::time)
        .filter(second -> taken.stream().noneMatch(name -> name.startsWith(second + "-")))
        .findFirst()
        .orElseThrow();
  }

  private Generation publish(Generation made, Manifest manifest, Path folder) throws IOException {
    for (Path file : Folders.files(made.folder())) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      Folders.sync(file);
    }
    Folders.sync(made.folder());
    Path place = folder.resolve(manifest.generation());
    new Generations(store).publish(made.folder(), place);
    return new Generation(made.image(), manifest.generation(), place.toRealPath());
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

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
