package org.wwj.cli.overlay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.Editor;
import org.wwj.cli.SiteOption;
import org.wwj.cli.Terminal;
import org.wwj.overlay.InnerPath;
import org.wwj.overlay.Layer;
import org.wwj.overlay.ModeChange;
import org.wwj.overlay.Overlay;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.OverlayFile;
import org.wwj.overlay.SiteLayer;
import org.wwj.overlay.Templates;
import org.wwj.template.GoString;
import org.wwj.template.TemplateException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay edit}. */
@Command(
    name = "edit",
    description = {
      "Opens a file of an overlay in your editor; one that is not there yet is begun.",
      "Of an overlay that ships, the site gets a copy of that one file. A template is read before it"
          + " is kept, so that a slip of the pen does not reach a node."
    },
    footer = {
      "",
      "Examples:  wwj overlay edit issue etc/issue.ww",
      "           wwj overlay edit --parents ours etc/profile.d/ours.sh"
    },
    mixinStandardHelpOptions = true)
final class OverlayEditCommand implements Callable<Integer> {
  private static final int NEW_FILE = 0644;
  private static final String NEW_TEMPLATE =
      """
      {{- /* wwdoc1: What this file is for; wwj overlay info shows it. */ -}}
      {{- /* Written for each node, without the .ww. All that a template is given: wwj overlay show --render NODE debug tstruct.md */ -}}
      # {{.Id}} of cluster {{.ClusterName}}, from {{.BuildSource}}
      """;

  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-p", "--parents"},
      description = "Make the folders on the way to it.")
  private boolean parents;

  @Option(
      names = {"-m", "--mode"},
      paramLabel = "MODE",
      defaultValue = "0755",
      description = "Mode of folders that --parents makes (default ${DEFAULT-VALUE}).")
  private String mode = "0755";

  @Option(
      names = "--editor",
      paramLabel = "COMMAND",
      description = "The editor, instead of $$VISUAL or $$EDITOR (else vi).")
  private @Nullable String editor;

  @Parameters(index = "0", paramLabel = "OVERLAY", description = "The overlay.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "FILE", description = "A file in it.")
  private String given = "";

  @Override
  public Integer call() {
    SiteOverlays overlays = SiteOverlays.of(site);
    Overlay overlay = overlays.overlay(name);
    String path = InnerPath.ofFile(given);
    @Nullable OverlayFile there = there(overlay, path);
    SiteLayer layer = overlays.layer(name);
    layer.checkFolders(path, parents);
    byte[] before =
        there != null
            ? Sources.bytes(there)
            : (path.endsWith(".ww") ? NEW_TEMPLATE : "").getBytes(StandardCharsets.UTF_8);
    Path draft = draft(path, before);
    boolean done = false;
    try {
      done = edit(overlays, layer, path, there, before, draft);
    } finally {
      if (done) {
        draft.toFile().delete();
        draft.resolveSibling("").toFile().delete();
      } else {
        spec.commandLine()
            .getErr()
            .printf(
                "wwj: your draft is kept: %1$s  (wwj overlay import -o %2$s %1$s /%3$s)%n",
                draft, name, path);
      }
    }
    return done ? 0 : 1;
  }

  private @Nullable OverlayFile there(Overlay overlay, String path) {
    @Nullable OverlayFile there = overlay.files().get(path);
    if (there != null && there.type() != OverlayFile.Type.FILE) {
      throw new OverlayException(
          "overlay %s: %s is a %s (%s), which no editor opens"
              .formatted(name, path, there.type(), there.source()));
    }
    if (there == null && overlay.files().containsKey(path + ".ww")) {
      throw new OverlayException(
          "overlay %1$s makes %2$s of a template: wwj overlay edit %1$s %2$s.ww"
              .formatted(name, path));
    }
    return there;
  }

  private boolean edit(
      SiteOverlays overlays,
      SiteLayer layer,
      String path,
      @Nullable OverlayFile there,
      byte[] before,
      Path draft) {
    Terminal terminal = new Terminal();
    while (true) {
      Editor.run(editor, draft);
      byte[] edited = read(draft);
      if (Arrays.equals(edited, before)) {
        spec.commandLine().getOut().println("Nothing to change.");
        return true;
      }
      try {
        if (path.endsWith(".ww")) {
          boolean outside = overlays.config().overlays().outside();
          Templates.parse(name + "/" + path, GoString.decode(edited), outside);
        }
      } catch (TemplateException e) {
        if (!terminal.present()) {
          throw e;
        }
        spec.commandLine().getErr().println("wwj: " + e.getMessage());
        if (terminal.yes("Edit it again")) {
          continue;
        }
        return false;
      }
      keep(layer, path, there, before, edited);
      return true;
    }
  }

  private void keep(
      SiteLayer layer, String path, @Nullable OverlayFile there, byte[] before, byte[] edited) {
    if (there != null && !Arrays.equals(Sources.bytes(there), before)) {
      throw new OverlayException(
          there.source() + " was changed meanwhile; nothing was written, edit it once more");
    }
    layer.folders(path, parents, ModeChange.parse(mode).apply(0755, true));
    layer.write(path, edited, there == null ? NEW_FILE : there.permissions(), there);
    boolean copied = there != null && there.layer() != Layer.SITE;
    spec.commandLine()
        .getOut()
        .println(
            "%s %s of overlay %s%s"
                .formatted(
                    there == null ? "Made" : "Changed",
                    path,
                    name,
                    copied ? "; the site's own now covers the one that ships" : ""));
  }

  /** For its owner alone: there may be passwords in it. Its name tells the editor what it is. */
  private static Path draft(String path, byte[] content) {
    try {
      Path folder = Files.createTempDirectory("wwj-edit-");
      return Files.write(folder.resolve(path.substring(path.lastIndexOf('/') + 1)), content);
    } catch (IOException e) {
      throw new OverlayException("no draft can be written: " + e.getMessage(), e);
    }
  }

  private static byte[] read(Path draft) {
    try {
      return Files.readAllBytes(draft);
    } catch (IOException e) {
      throw new OverlayException(draft + " cannot be read: " + e, e);
    }
  }
}
