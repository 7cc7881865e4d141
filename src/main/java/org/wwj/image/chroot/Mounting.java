package org.wwj.image.chroot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wwj.image.ImageException;
import org.wwj.image.MadePlaces;
import org.wwj.image.TreeLock;

/** Works out where binds go, and makes the places that the tree lacks for them. */
final class Mounting {
  private final TreeLock lock;
  private final Path root;
  private final MadePlaces places;
  private final @Nullable Path layer;
  private final Consumer<String> remarks;

  /** Into that tree, or into the layer over it when there is one. */
  Mounting(TreeLock lock, @Nullable Path layer, Consumer<String> remarks) {
    this.lock = lock;
    this.root = lock.root();
    this.places = lock.places();
    this.layer = layer;
    this.remarks = remarks;
  }

  /** Makes the places for the file systems that every command has, and for the binds. */
  List<Mount> all(List<Bind> binds) throws IOException {
    for (String own : Destination.OWN) {
      if (Files.isSymbolicLink(root.resolve(own))) {
        throw new ImageException(root.resolve(own) + " is a link; make it a folder to mount on");
      }
      place(own, true);
    }
    List<Mount> mounts = new ArrayList<>();
    noServices().ifPresent(mounts::add);
    for (Bind bind : binds) {
      mount(bind).ifPresent(mounts::add);
    }
    return mounts;
  }

  /**
   * Debian's packages start their services when they are installed, here on the server's network,
   * unless this program says no (invoke-rc.d(8)). An image that has one decides for itself.
   */
  private Optional<Mount> noServices() throws IOException {
    Destination policy = Destination.of(root, "/usr/sbin/policy-rc.d");
    if (layer != null
        || policy.where() != Destination.Where.MISSING
        || !exists(root.resolve("usr/sbin/invoke-rc.d"))) {
      return Optional.empty();
    }
    Path refusing = lock.temporary("policy-rc.d");
    Files.writeString(refusing, "#!/bin/sh\nexit 101\n");
    Files.setPosixFilePermissions(refusing, PosixFilePermissions.fromString("rwxr-xr-x"));
    place(policy.path(), false);
    return Optional.of(new Mount(refusing.toString(), policy.path(), "ro"));
  }

  private Optional<Mount> mount(Bind bind) throws IOException {
    if (!Files.exists(bind.source())) {
      return leftOut(bind, bind.source() + " is not on this server");
    }
    boolean folder = Files.isDirectory(bind.source());
    if (bind.copy() && folder) {
      return leftOut(bind, bind.source() + " is a folder, and only a file can be lent as a copy");
    }
    if (bind.copy() && layer != null) {
      return leftOut(bind, "the image is read-only, so it takes no copies");
    }
    if (layer != null && !bind.wanted() && exists(layer.resolve(bind.dest().substring(1)))) {
      return Optional.empty(); // the node's own is what is to be seen
    }
    Destination to = Destination.of(root, bind.dest());
    String mode = bind.copy() ? "copy" : bind.readonly() ? "ro" : "rw";
    Mount mount = new Mount(bind.source().toString(), to.path(), mode);
    return switch (to.where()) {
      case FILE, FOLDER -> {
        if (bind.copy()) {
          yield Optional.empty(); // the image has its own
        }
        boolean into = to.where() == Destination.Where.FOLDER;
        if (folder != into) {
          yield leftOut(bind, "one is a file and the other a folder");
        }
        yield Optional.of(mount);
      }
      case OWN -> Optional.of(mount);
      case MISSING -> {
        if (bind.copy()) {
          places.copy(bind.source(), to.path());
          yield Optional.empty();
        }
        place(to.path(), folder);
        yield Optional.of(mount);
      }
    };
  }

  private Optional<Mount> leftOut(Bind bind, String why) {
    String text =
        "%s is not bound to %s of the image: %s".formatted(bind.source(), bind.dest(), why);
    if (bind.wanted()) {
      throw new ImageException(text);
    }
    remarks.accept(text + " (image mounts of the site's settings)");
    return Optional.empty();
  }

  private void place(String path, boolean folder) throws IOException {
    if (layer != null) {
      if (!exists(root.resolve(path))) {
        inLayer(layer, path, folder);
      }
    } else if (folder) {
      places.folder(path);
    } else {
      places.file(path);
    }
  }

  /** Folders of the layer are what is seen of those below, so they are made alike. */
  private void inLayer(Path over, String path, boolean folder) throws IOException {
    Path place = over.resolve(path);
    if (exists(place)) {
      return;
    }
    Path parent = Path.of(path).getParent();
    if (parent != null) {
      inLayer(over, parent.toString(), true);
    }
    Path below = root.resolve(path);
    if (folder && Files.isDirectory(below, LinkOption.NOFOLLOW_LINKS)) {
      Files.copy(below, place, StandardCopyOption.COPY_ATTRIBUTES);
    } else if (folder) {
      Files.createDirectory(place);
    } else {
      Files.createFile(place);
    }
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }
}
