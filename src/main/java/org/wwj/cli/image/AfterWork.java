package org.wwj.cli.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.wwj.config.SiteConfig;
import org.wwj.image.ImageException;
import org.wwj.image.ImageKernels;
import org.wwj.image.ImageStore;
import org.wwj.image.SyncPlan;
import org.wwj.image.SyncUser;
import org.wwj.image.TreeLock;
import org.wwj.image.chroot.Chroot;
import picocli.CommandLine;

/** What follows a command in an image: its exit script, users, a build. */
final class AfterWork {
  private static final List<String> EXIT_SCRIPTS =
      List.of("/etc/warewulf/image_exit.sh", "/etc/warewulf/container_exit.sh");

  private final SiteConfig config;
  private final ImageStore store;
  private final String image;
  private final CommandLine line;
  private String users = "";

  AfterWork(SiteConfig config, String image, CommandLine line) {
    this.config = config;
    this.store = ImageCommand.store(config);
    this.image = image;
    this.line = line;
  }

  /** Takes down how users and groups stand before the command. */
  void before() {
    users = userFiles();
  }

  private String userFiles() {
    StringBuilder all = new StringBuilder();
    for (String name : List.of("passwd", "group")) {
      Path file = store.rootfs(image).resolve("etc").resolve(name);
      try {
        if (Files.isRegularFile(file)) {
          all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      } catch (IOException e) {
        return ""; // then nothing can be said of it
      }
    }
    return all.toString();
  }

  /** Runs the image's exit script, the first there is. */
  void exitScript(Chroot chroot) {
    for (String script : EXIT_SCRIPTS) {
      if (chroot.has(script)) {
        int code = chroot.run(List.of("/bin/sh", script));
        if (code != 0) {
          throw new ImageException(
              "%s of image %s ended with exit code %d; nothing is built: wwj image build %s"
                  .formatted(script, image, code, image));
        }
        return;
      }
    }
  }

  /**
   * Gives the image this server's users when that is wanted; else says so when the command has made
   * users that are not as this server's.
   *
   * @return whether all went well
   */
  boolean users(boolean wanted) {
    if (wanted) {
      return new UserSync(store, image, line).write();
    }
    if (!users.equals(userFiles())) {
      SyncPlan plan = SyncUser.withServer(store.requireTree(image)).plan();
      boolean others =
          !plan.conflicts().isEmpty()
              || plan.changes().stream().anyMatch(change -> !change.from().isEmpty());
      if (others) {
        complain(
            "users or groups of image %s have other numbers than on this server: wwj image"
                    .formatted(image)
                + " syncuser "
                + image);
      }
    }
    return true;
  }

  /**
   * Builds the image if anything has changed.
   *
   * @return whether it is built, or need not be yet
   */
  boolean build() {
    if (new ImageKernels(store.rootfs(image)).isEmpty()) {
      complain("image " + image + " is not built: it has no kernel yet");
      return true;
    }
    try {
      TreeLock.exclusive(store, image).close();
    } catch (ImageException e) {
      complain("image " + image + " is not built: " + e.getMessage());
      return true;
    }
    boolean first = store.find(image).isEmpty();
    try {
      new Building(config, line).again(image);
      return true;
    } catch (ImageException e) {
      complain(String.valueOf(e.getMessage()));
      return first; // it may not be complete before the next commands
    }
  }

  private void complain(String text) {
    line.getErr().println("wwj: " + text);
    line.getErr().flush();
  }
}
