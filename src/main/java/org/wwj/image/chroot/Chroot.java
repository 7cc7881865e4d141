package org.wwj.image.chroot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import org.wwj.image.TreeCopy;
import org.wwj.image.TreeLock;

/**
 * An image's tree, entered: commands run in mount, process, host name and IPC namespaces, with the
 * tree as their root and file systems of their own for {@code /dev}, {@code /proc}, {@code /sys}
 * and {@code /run}. The network is the server's. What is made in the tree to mount on is gone once
 * the last command has left, even one that was killed; then at the next.
 */
public final class Chroot implements AutoCloseable {
  private static final String SCRIPT = "/image/enter";

  /** Fills a folder with what lies over the tree. */
  @FunctionalInterface
  public interface Layer {
    /** Writes the files. */
    void fill(Path folder) throws IOException;
  }

  /**
   * How to enter.
   *
   * @param binds what of the server is seen inside, later ones on top
   * @param layer what lies over the tree, which then cannot be changed
   * @param node whose files the layer holds, which is the host's name then; empty without a layer
   */
  public record Options(List<Bind> binds, @Nullable Layer layer, String node) {
    /** The binds cannot change later. */
    public Options {
      binds = List.copyOf(binds);
    }
  }

  private final TreeLock lock;
  private final String node;
  private final @Nullable Path layer;
  private final List<Mount> mounts;
  private final Thread hook = new Thread(this::leave, "leave-image");
  private volatile @Nullable Process running;

  private Chroot(TreeLock lock, String node, @Nullable Path layer, List<Mount> mounts) {
    this.lock = lock;
    this.node = node;
    this.layer = layer;
    this.mounts = mounts;
  }

  /**
   * Enters an image.
   *
   * @param remarks told what was left out and why
   * @throws ImageException when the image is not there or in use, or a bind cannot be
   */
  public static Chroot enter(
      ImageStore store, String image, Options options, Consumer<String> remarks) {
    TreeLock lock = TreeLock.shared(store, image);
    try {
      boolean readonly = options.layer != null || store.readonly(image);
      @Nullable Path folder = readonly ? lock.temporaryFolder("layer") : null;
      if (folder != null) {
        // Its root is what is seen of the tree's.
        Files.setPosixFilePermissions(folder, Files.getPosixFilePermissions(lock.root()));
      }
      if (folder != null && options.layer != null) {
        options.layer.fill(folder);
      }
      List<Mount> mounts = new Mounting(lock, folder, remarks).all(options.binds);
      Chroot chroot = new Chroot(lock, options.node, folder, mounts);
      Runtime.getRuntime().addShutdownHook(chroot.hook);
      return chroot;
    } catch (IOException e) {
      lock.close();
      throw new ImageException("image " + image + " cannot be entered: " + e, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /** Whether nothing that commands do can change the tree. */
  public boolean readonly() {
    return layer != null;
  }

  /** The shell that the image has for people. */
  public List<String> shell() {
    boolean bash = Destination.of(lock.root(), "/bin/bash").where() == Destination.Where.FILE;
    return bash ? List.of("/bin/bash", "--rcfile", "/run/wwj-shell") : List.of("/bin/sh");
  }

  /** Whether the image has a file of that path. */
  public boolean has(String path) {
    return Destination.of(lock.root(), path).where() == Destination.Where.FILE;
  }

  /**
   * Runs a command at this process's terminal, or what else its input and output are.
   *
   * @return its exit code; 128 and the signal's number when a signal ended it
   * @throws ImageException when the image cannot be entered after all
   */
  public int run(List<String> command) {
    Path script = lock.temporary("enter");
    Path entered = lock.temporary("entered");
    try {
      try (InputStream in =
          Objects.requireNonNull(Chroot.class.getResourceAsStream(SCRIPT), SCRIPT)) {
        Files.write(script, in.readAllBytes());
      }
      int code = await(builder(script, entered, command));
      boolean started = Files.deleteIfExists(entered);
      Files.delete(script);
      if (!started) {
        throw new ImageException(
            "image "
                + lock.image()
                + " cannot be entered (exit code "
                + code
                + "); why is said above; it takes root and a kernel that lets it mount");
      }
      return code;
    } catch (IOException e) {
      throw new ImageException("image " + lock.image() + " cannot be entered: " + e, e);
    }
  }

  private ProcessBuilder builder(Path script, Path entered, List<String> command)
      throws IOException {
    // Killed with this process, however that ends; and nothing outlives the command inside.
    List<String> words = new ArrayList<>(List.of("setpriv", "--pdeathsig", "KILL", "unshare"));
    words.addAll(List.of("--mount", "--propagation", "slave", "--uts", "--ipc", "--pid"));
    words.addAll(List.of("--fork", "--kill-child", "/bin/sh", script.toString()));
    words.add(lock.run().toRealPath().toString());
    words.add(lock.root().toString());
    words.add(layer == null ? "" : layer.getFileName().toString());
    words.add(node.isEmpty() ? lock.image() : node);
    words.add(terminal());
    words.add(entered.toString());
    mounts.forEach(mount -> words.addAll(mount.words()));
    words.add("run");
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    Map<String, String> environment = builder.environment();
    Map<String, String> child = ChildEnvironment.of(Map.copyOf(environment), label());
    environment.clear();
    environment.putAll(child);
    return builder;
  }

  /** The image in a prompt, and whose files lie over it. */
  private String label() {
    return lock.image() + (readonly() ? "|ro" : "") + (node.isEmpty() ? "" : "|" + node);
  }

  /** The device that is this process's input, when it is a terminal. */
  private static String terminal() throws IOException {
    Path input = Path.of("/proc/self/fd/0");
    String device = Files.readSymbolicLink(input).toString();
    boolean terminal = device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    return terminal && Files.exists(Path.of(device), LinkOption.NOFOLLOW_LINKS) ? device : "";
  }

  private int await(ProcessBuilder builder) {
    try (Foreground foreground = new Foreground()) {
      foreground.lend();
      Process process = builder.start();
      running = process;
      return process.waitFor();
    } catch (IOException e) {
      throw new ImageException(
          builder.command().getFirst()
              + " cannot be started: "
              + e.getMessage()
              + "; install util-linux",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    } finally {
      running = null;
    }
  }

  /** Lets the image go. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // this process ends, and the hook is at it
    }
    leave();
  }

  private void leave() {
    @Nullable Process process = running;
    if (process != null) {
      process.destroyForcibly();
      process.onExit().join();
    }
    if (layer != null) {
      TreeCopy.delete(layer);
    }
    lock.close();
  }
}
