package org.wwj.cli.overlay;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.SiteOption;
import org.wwj.cli.Terminal;
import org.wwj.overlay.Layer;
import org.wwj.overlay.Overlay;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.OverlayFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay delete}. */
@Command(
    name = "delete",
    aliases = {"rm", "del", "remove"},
    description = {
      "Deletes a file of the site's, or all that the site has of an overlay.",
      "What ships is not deleted; where the site's covered it, it shows again."
    },
    footer = {
      "",
      "Examples:  wwj overlay delete ours /etc/motd",
      "           wwj overlay delete --force ours"
    },
    mixinStandardHelpOptions = true)
final class OverlayDeleteCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--force"},
      description = "Also an overlay that nodes have, and all that is in it or in the folder.")
  private boolean force;

  @Option(
      names = {"-p", "--parents"},
      description = "Also the folders above that become empty.")
  private boolean parents;

  @Parameters(index = "0", paramLabel = "OVERLAY", description = "The overlay.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "A file or folder in it; without one the whole overlay goes.")
  private @Nullable String given;

  @Override
  public Integer call() {
    SiteOverlays overlays = SiteOverlays.of(site);
    Overlay overlay = overlays.overlay(name);
    return given == null ? all(overlays, overlay) : one(overlays, overlay, given);
  }

  private int one(SiteOverlays overlays, Overlay overlay, String path) {
    OverlayFile file = SiteOverlays.file(overlay, path);
    if (file.layer() != Layer.SITE) {
      throw new OverlayException(
          "%1$s of overlay %2$s ships (%3$s) and is not deleted; to keep it from nodes put a template in its place that writes nothing:  echo '{{abort}}' > /tmp/no.ww && wwj overlay import -op %2$s /tmp/no.ww /%4$s"
              .formatted(
                  file.path(), name, file.source(), file.path().replaceFirst("(\\.ww)?$", ".ww")));
    }
    boolean full =
        file.isFolder()
            && overlay.siteFiles().stream()
                .anyMatch(other -> other.path().startsWith(file.path() + "/"));
    if (full && !force) {
      throw new OverlayException(
          "overlay %s: %s is not empty; --force deletes all that is in it"
              .formatted(name, file.path()));
    }
    overlays.layer(name).delete(file.path(), force, parents);
    say("Deleted " + file.path() + " of overlay " + name);
    overlay
        .covered(file)
        .filter(lower -> !overlay.opaque())
        .ifPresent(lower -> say("The one that ships shows again: " + lower.source()));
    return 0;
  }

  private int all(SiteOverlays overlays, Overlay overlay) {
    if (!overlay.ofSite()) {
      throw new OverlayException(
          "overlay %1$s ships and is not deleted; take it out of the lists of nodes, or hide it:  wwj overlay create --opaque %1$s"
              .formatted(name));
    }
    List<String> users = overlay.lower().isPresent() ? List.of() : overlays.users(name);
    if (!users.isEmpty() && !force) {
      throw new OverlayException(
          "overlay %s is in use by %s; take it out there first, or --force"
              .formatted(name, String.join(", ", users)));
    }
    int files = overlay.siteFiles().size();
    if (files > 0 && !force) {
      Terminal terminal = new Terminal();
      String question = "Delete overlay " + name + " with " + files + " files and folders";
      if (!terminal.present()) {
        throw new OverlayException(
            "nobody is there to confirm: " + question + "; repeat with --force");
      }
      if (!terminal.yes(question)) {
        return 1;
      }
    }
    overlays.layer(name).delete();
    say("Deleted overlay " + name);
    if (overlay.lower().isPresent()) {
      say("The one that ships shows again");
    }
    return 0;
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
