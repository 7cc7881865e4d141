package org.wwj.cli.image;

import java.util.List;
import org.wwj.cli.Table;
import org.wwj.image.ImageStore;
import org.wwj.image.Owned;
import org.wwj.image.SyncPlan;
import org.wwj.image.SyncUser;
import org.wwj.image.TreeLock;
import picocli.CommandLine;

/** Tells of a change of an image's users, and makes it. */
final class UserSync {
  private final ImageStore store;
  private final String image;
  private final CommandLine line;

  UserSync(ImageStore store, String image, CommandLine line) {
    this.store = store;
    this.image = image;
    this.line = line;
  }

  /**
   * Shows what would change.
   *
   * @return whether nothing is in the way
   */
  boolean show() {
    SyncUser sync = SyncUser.withServer(store.requireTree(image));
    SyncPlan plan = sync.plan();
    if (collide(plan)) {
      return false;
    }
    if (plan.isEmpty()) {
      line.getOut().println("Users and groups of image " + image + " are this server's already.");
      return true;
    }
    changes(plan);
    List<Owned> files = sync.files();
    if (!files.isEmpty()) {
      Table table = new Table("FILE", "OWNER", "NEW OWNER", "NAMES");
      for (Owned file : files) {
        table.row(
            "/" + file.path(),
            owner(file.uid(), file.gid()),
            owner(file.newUid(), file.newGid()),
            String.valueOf(file.links()));
      }
      line.getOut().print("\n" + table);
    }
    line.getOut().println();
    line.getOut()
        .println(
            "%s would get another owner. Nothing was changed; do it: wwj image syncuser --write %s"
                .formatted(count(files.size()), image));
    return true;
  }

  /**
   * Makes the change.
   *
   * @return whether nothing was in the way
   */
  boolean write() {
    try (TreeLock lock = TreeLock.exclusive(store, image)) {
      SyncUser sync = SyncUser.withServer(lock.root());
      SyncPlan plan = sync.plan();
      if (collide(plan)) {
        return false;
      }
      if (plan.isEmpty()) {
        line.getOut().println("Users and groups of image " + image + " are this server's already.");
        return true;
      }
      changes(plan);
      List<Owned> files = sync.apply(lock);
      line.getOut()
          .println(
              "Users and groups of image %s are this server's now; %s got another owner."
                  .formatted(image, count(files.size())));
      return true;
    } finally {
      line.getOut().flush();
    }
  }

  private void changes(SyncPlan plan) {
    Table table = new Table("KIND", "NAME", "IN IMAGE", "ON SERVER");
    plan.changes()
        .forEach(change ->
            table.row(change.kind().toString(), change.name(), change.from(), change.to()));
    line.getOut().print(table);
  }

  private boolean collide(SyncPlan plan) {
    if (plan.conflicts().isEmpty()) {
      return false;
    }
    Table table = new Table("KIND", "IN IMAGE", "NUMBER", "COLLIDES WITH");
    plan.conflicts()
        .forEach(conflict ->
            table.row(
                conflict.kind().toString(), conflict.image(), conflict.id(), conflict.server()));
    line.getErr().print(table);
    line.getErr()
        .println(
            "wwj: nothing was changed: the image's names above would share their number with the"
                + " server's; make the same name on the server, or give the image's name another"
                + " number: wwj image exec "
                + image
                + " usermod -u NUMBER NAME");
    line.getErr().flush();
    return true;
  }

  private static String owner(int uid, int gid) {
    return Integer.toUnsignedString(uid) + ":" + Integer.toUnsignedString(gid);
  }

  private static String count(int files) {
    return files + (files == 1 ? " file" : " files");
  }
}
