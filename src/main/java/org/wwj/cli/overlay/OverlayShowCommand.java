package org.wwj.cli.overlay;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.SiteOption;
import org.wwj.config.Spelling;
import org.wwj.overlay.InnerPath;
import org.wwj.overlay.Overlay;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.OverlayFile;
import org.wwj.overlay.Preview;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Registry;
import org.wwj.registry.Snapshot;
import org.wwj.template.GoString;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay show} (warewulf.md §4.6). */
@Command(
    name = "show",
    aliases = "cat",
    description = {
      "Shows a file of an overlay as it is written, or with --render as a node gets it.",
      "A template that writes several files shows them all; one that fails says where."
    },
    footer = {
      "",
      "Examples:",
      "  wwj overlay show hosts etc/hosts.ww",
      "  wwj overlay show --render c1 hosts etc/hosts",
      "  wwj overlay show -q -r host host etc/hosts > /etc/hosts    for the server"
    },
    mixinStandardHelpOptions = true)
final class OverlayShowCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-r", "--render"},
      paramLabel = "NODE",
      description =
          "As that node gets it; an unknown name, such as host, stands for the server itself.")
  private @Nullable String node;

  @Option(
      names = {"-q", "--quiet"},
      description = "Without the lines that tell each output's name and what becomes of it.")
  private boolean quiet;

  @Parameters(index = "0", paramLabel = "OVERLAY", description = "The overlay.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "A file in it; with --render its .ww may be left out.")
  private String given = "";

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    SiteOverlays overlays = SiteOverlays.of(site);
    Overlay overlay = overlays.overlay(name);
    String render = node;
    Sources.print(
        line.getOut(),
        render == null
            ? written(SiteOverlays.file(overlay, given))
            : rendered(line, overlays, overlay, render));
    return 0;
  }

  private static String written(OverlayFile file) {
    return switch (file.type()) {
      case FILE -> GoString.decode(Sources.bytes(file));
      case LINK -> "Symlink: " + target(file) + "\n";
      default ->
          throw new OverlayException(
              "%s is a %s; wwj overlay list -a shows what is in it"
                  .formatted(file.path(), file.type()));
    };
  }

  private static String target(OverlayFile file) {
    try {
      return Files.readSymbolicLink(file.source()).toString();
    } catch (IOException e) {
      throw new OverlayException(file.source() + " cannot be read: " + e, e);
    }
  }

  private String rendered(CommandLine line, SiteOverlays overlays, Overlay overlay, String render) {
    String path = InnerPath.ofFile(given);
    OverlayFile file =
        Optional.ofNullable(overlay.files().get(path))
            .or(() -> Optional.ofNullable(overlay.files().get(path + ".ww")))
            .orElseThrow(() -> SiteOverlays.absent(overlay, path));
    if (!file.isTemplate()) {
      line.getErr().println("wwj: " + file.path() + " has no .ww: nodes get it as it is written");
      line.getErr().flush();
    }
    Snapshot snapshot =
        Registry.snapshot(overlays.config(), NodesFile.read(overlays.config().nodesFile()));
    Node wanted = snapshot.node(render).orElseGet(SiteOverlays::server);
    if (!wanted.name().equals(render) && !render.equals("host")) {
      String hint = Spelling.hint(render, snapshot.nodes().keySet());
      line.getErr()
          .println("wwj: no node " + render + hint + ": shown for this server, " + wanted.name());
      line.getErr().flush();
    }
    Preview preview = overlays.renderer().preview(wanted, name, file.path(), snapshot);
    return preview.format(given, quiet);
  }
}
