package org.wwj.cli.overlay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.OutputOption;
import org.wwj.cli.Patterns;
import org.wwj.cli.SiteOption;
import org.wwj.cli.Table;
import org.wwj.net.HostList;
import org.wwj.overlay.Layer;
import org.wwj.overlay.Overlay;
import org.wwj.overlay.OverlayFile;
import org.wwj.overlay.TemplateInfo;
import org.wwj.template.TemplateException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code wwj overlay list} (warewulf.md §1). */
@Command(
    name = "list",
    aliases = "ls",
    description = {
      "Lists overlays: how many files each has, and whether the site has a part in it.",
      "-o wide and the other forms also tell whose the files are, how many of what ships the site's"
          + " cover, and which nodes get the overlay."
    },
    footer = {
      "",
      "Examples:",
      "  wwj overlay list",
      "  wwj overlay list -l hosts                    files with mode, owner, variables",
      "  wwj overlay list -o json | jq -r '.[].covered[]'",
      "                                               what of what ships is covered"
    },
    mixinStandardHelpOptions = true)
final class OverlayListCommand implements Callable<Integer> {
  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-a", "--all"},
      description = "A line for each file.")
  private boolean all;

  @Option(
      names = {"-l", "--long"},
      description = "The same with mode, owner and the variables of templates.")
  private boolean longer;

  @Option(
      names = {"-p", "--path"},
      description = "Where it lies on the server, instead of SITE.")
  private boolean path;

  @Parameters(arity = "0..*", paramLabel = "OVERLAY", description = "Which; none means all.")
  private List<String> names = new ArrayList<>();

  @Override
  public Integer call() {
    CommandLine line = spec.commandLine();
    SiteOverlays overlays = SiteOverlays.of(site);
    SortedSet<String> known = overlays.store().names();
    Patterns chosen = Patterns.choose(line, names, known);
    boolean incomplete = chosen.complain(line, "overlay", known);
    if (!incomplete || !chosen.names().isEmpty()) {
      List<Overlay> rows = chosen.names().stream().map(overlays.store()::look).toList();
      line.getOut().print(show(overlays, rows));
      line.getOut().flush();
    }
    return incomplete ? 1 : 0;
  }

  private String show(SiteOverlays overlays, List<Overlay> rows) {
    if (output.structured()) {
      SortedMap<String, SortedSet<String>> nodes = overlays.nodes();
      return output.objects(rows.stream().map(row -> object(row, nodes)).toList());
    }
    if (longer) {
      return output.rows(longTable(overlays, rows));
    }
    if (all) {
      return output.rows(files(overlays, rows));
    }
    boolean wide = output.wide();
    return output.rows(wide ? wide(overlays, rows) : simple(overlays, rows));
  }

  private String where(SiteOverlays overlays, Overlay overlay) {
    if (!path) {
      return Boolean.toString(overlay.ofSite());
    }
    Layer layer = overlay.ofSite() ? Layer.SITE : overlay.lower().orElseThrow();
    return (switch (layer) {
          case SITE -> overlays.config().paths().siteOverlays();
          case SHIPPED -> overlays.config().paths().distOverlays();
          case FOREIGN -> overlays.config().paths().foreignOverlays();
        })
        .resolve(overlay.name())
        .toString();
  }

  private String where(OverlayFile file) {
    return path ? file.source().toString() : Boolean.toString(file.layer() == Layer.SITE);
  }

  private Table simple(SiteOverlays overlays, List<Overlay> rows) {
    Table table = new Table("OVERLAY NAME", "FILES/DIRS", path ? "PATH" : "SITE");
    rows.forEach(
        row -> table.row(row.name(), Integer.toString(row.files().size()), where(overlays, row)));
    return table;
  }

  private Table files(SiteOverlays overlays, List<Overlay> rows) {
    Table table = new Table("OVERLAY NAME", "FILES/DIRS", path ? "PATH" : "SITE");
    for (Overlay row : rows) {
      if (row.files().isEmpty()) {
        table.row(row.name(), "0", where(overlays, row));
      }
      row.files().values().forEach(file -> table.row(row.name(), shown(file), where(file)));
    }
    return table;
  }

  private Table longTable(SiteOverlays overlays, List<Overlay> rows) {
    Table table =
        new Table(
            "PERM MODE", "UID", "GID", "OVERLAY", "FILE PATH", path ? "PATH" : "SITE", "VARS");
    for (Overlay row : rows) {
      for (OverlayFile file : row.files().values()) {
        table.row(
            permissions(file.permissions()),
            file.user(),
            file.group(),
            row.name(),
            shown(file),
            where(file),
            "[" + String.join(" ", variables(overlays, file)) + "]");
      }
    }
    return table;
  }

  private static List<String> variables(SiteOverlays overlays, OverlayFile file) {
    if (!file.isTemplate() || file.type() != OverlayFile.Type.FILE) {
      return List.of();
    }
    try {
      return Sources.info(overlays, file).variables().stream()
          .map(TemplateInfo.Variable::name)
          .toList();
    } catch (TemplateException e) {
      return List.of("?"); // show, info and check say what is wrong with it
    }
  }

  private static String shown(OverlayFile file) {
    return file.isFolder() ? file.path() + "/" : file.path();
  }

  /** As Go prints a mode. */
  private static String permissions(int mode) {
    StringBuilder text = new StringBuilder("-");
    for (int bit = 0; bit < 9; bit++) {
      text.append((mode & 0400 >> bit) != 0 ? "rwxrwxrwx".charAt(bit) : '-');
    }
    return text.toString();
  }

  private Table wide(SiteOverlays overlays, List<Overlay> rows) {
    SortedMap<String, SortedSet<String>> nodes = overlays.nodes();
    Table table =
        new Table(
            "OVERLAY NAME",
            "FILES/DIRS",
            path ? "PATH" : "SITE",
            "LAYERS",
            "SITE FILES",
            "COVERED",
            "INCLUDES",
            "NODES");
    for (Overlay row : rows) {
      table.row(
          row.name(),
          Integer.toString(row.files().size()),
          where(overlays, row),
          String.join(",", layers(row)) + (row.opaque() ? " (opaque)" : ""),
          Integer.toString(row.siteFiles().size()),
          Integer.toString(row.coveredFiles().size()),
          String.join(",", row.includes()),
          HostList.compress(nodes.getOrDefault(row.name(), new TreeSet<>())));
    }
    return table;
  }

  private static List<String> layers(Overlay overlay) {
    return overlay.layers().stream().map(Layer::toString).toList();
  }

  private static Map<String, @Nullable Object> object(
      Overlay overlay, SortedMap<String, SortedSet<String>> nodes) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("name", overlay.name());
    object.put("site", overlay.ofSite());
    object.put("layers", layers(overlay));
    object.put("opaque", overlay.opaque());
    object.put("includes", overlay.includes());
    object.put("covered", overlay.coveredFiles().stream().map(OverlayFile::path).toList());
    object.put("nodes", List.copyOf(nodes.getOrDefault(overlay.name(), new TreeSet<>())));
    object.put("files", overlay.files().values().stream().map(OverlayListCommand::object).toList());
    return object;
  }

  private static Map<String, @Nullable Object> object(OverlayFile file) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("path", file.path());
    object.put("type", file.type().toString());
    object.put("mode", file.octal());
    object.put("user", file.user());
    object.put("group", file.group());
    object.put("layer", file.layer().toString());
    object.put("source", file.source().toString());
    return object;
  }
}
