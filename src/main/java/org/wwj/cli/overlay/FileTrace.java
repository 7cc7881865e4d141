package org.wwj.cli.overlay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Entry;
import org.wwj.cli.Table;
import org.wwj.config.SiteConfig;
import org.wwj.overlay.TracedFile;
import org.wwj.overlay.TracedValues;
import org.wwj.registry.Definition;
import org.wwj.registry.FieldKey;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Trace;
import org.wwj.registry.Tracer;

/**
 * The texts of {@code overlay trace} about one file.
 *
 * @param backup whether the node also gets what it covers, as {@code .wwbackup}
 * @param values what its template looked at, when that was asked for
 */
record FileTrace(
    SiteConfig config,
    NodesFile nodes,
    Definition node,
    TracedFile file,
    boolean backup,
    @Nullable TracedValues values) {
  private static final String HIDDEN = "***";

  /** What nobody sets. */
  private static final Set<String> OF_SERVER =
      Set.of("Overlay", "BuildHost", "BuildTime", "BuildTimeUnix", "BuildSource");

  /** Methods of devices, and what they are worked out from. */
  private static final Map<String, List<String>> MADE_OF =
      Map.ofEntries(
          Map.entry("IpCIDR", List.of("Ipaddr", "Netmask")),
          Map.entry("IpCIDR6", List.of("Ipaddr6", "PrefixLen6")),
          Map.entry("Kind", List.of("Type", "Hwaddr")),
          Map.entry("Interface", List.of("Device")),
          Map.entry("Guid", List.of("Hwaddr")),
          Map.entry("Dns", List.of("Tags")),
          Map.entry("Search", List.of("Tags")),
          Map.entry("Routes", List.of("Tags")),
          Map.entry("Master", List.of("Tags")),
          Map.entry("Bond", List.of("Tags")),
          Map.entry("ClonedHwaddr", List.of("Tags")),
          Map.entry("Parent", List.of("Tags")),
          Map.entry("VlanId", List.of("Tags")));

  /** One field that the template looked at. */
  private record Value(String field, String value, List<String> from, List<String> where) {}

  /** One line each. */
  static Table table(List<FileTrace> traces) {
    Table table =
        new Table("PATH", "KIND", "MODE", "OWNER", "OVERLAY", "LAYER", "WRITTEN BY", "COVERS");
    for (FileTrace trace : traces) {
      List<TracedFile.Source> sources = trace.file.sources();
      Entry entry = trace.file.entry();
      table.row(
          trace.shown(),
          trace.file.kind().toString(),
          "%04o".formatted(entry.mode()),
          entry.uid() + ":" + entry.gid(),
          sources.isEmpty() ? "" : sources.getFirst().overlay(),
          sources.isEmpty() ? "" : sources.getFirst().layer().toString(),
          sources.isEmpty() ? "" : sources.getFirst().file().toString(),
          String.join(", ", trace.covered().stream().map(s -> s.file().toString()).toList()));
    }
    return table;
  }

  private String shown() {
    return "/" + file.entry().path() + (file.entry() instanceof Entry.Directory ? "/" : "");
  }

  private List<TracedFile.Source> covered() {
    List<TracedFile.Source> sources = file.sources();
    boolean folder = file.entry() instanceof Entry.Directory; // folders join, nothing is lost
    return sources.isEmpty() || folder ? List.of() : sources.subList(1, sources.size());
  }

  /** In full. */
  String text() {
    StringBuilder out = new StringBuilder();
    Entry entry = file.entry();
    out.append(shown()).append(" of node ").append(node.name());
    out.append(", by its ").append(file.kind()).append(" overlays\n");
    line(out, "Is:", what(entry));
    if (file.sources().isEmpty()) {
      line(out, "Written by:", "nobody: it is there for what is in it");
      return out.toString();
    }
    TracedFile.Source by = file.sources().getFirst();
    line(out, "Written by:", source(by) + (by.isTemplate() ? ", a template" : ""));
    for (TracedFile.Source covered : covered()) {
      line(out, "Covers:", source(covered));
    }
    if (backup) {
      line(out, "Kept:", "what it covers, as " + shown() + ".wwbackup");
    }
    TracedValues looked = values;
    if (looked == null) {
      return out.toString();
    }
    looked.files().forEach(read -> line(out, "Reads:", read.toString()));
    if (looked.secret()) {
      line(out, "Holds:", "a secret, which is not shown here");
    }
    List<Value> rows = rows(looked);
    if (!rows.isEmpty()) {
      Table table = new Table("FIELD", "VALUE", "FROM", "WHERE");
      rows.forEach(row ->
          table.row(
              row.field, row.value, String.join(", ", row.from), String.join(", ", row.where)));
      out.append('\n').append(table);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String label, String text) {
    out.append("%-12s ".formatted(label)).append(text).append('\n');
  }

  private static String source(TracedFile.Source source) {
    return source.file() + " (overlay " + source.overlay() + ", " + source.layer() + ")";
  }

  private static String what(Entry entry) {
    String rights = "mode %04o, owner %d:%d".formatted(entry.mode(), entry.uid(), entry.gid());
    return switch (entry) {
      case Entry.Symlink link -> "a link to " + link.target();
      case Entry.Directory folder -> "a folder, " + rights;
      case Entry.Bytes bytes -> "a file of " + bytes.content().length + " bytes, " + rights;
      default -> rights;
    };
  }

  private List<Value> rows(TracedValues looked) {
    SortedMap<FieldKey, Trace> traces = new Tracer(nodes).node(node);
    List<Value> rows = new ArrayList<>();
    looked.fields().forEach((field, value) -> rows.add(row(field, value, traces)));
    return rows;
  }

  private Value row(String field, String value, SortedMap<FieldKey, Trace> traces) {
    if (field.isEmpty()) {
      return new Value("(stopped)", value, List.of(), List.of());
    }
    if (OF_SERVER.contains(field)) {
      return new Value(field, value, List.of("the server"), List.of());
    }
    if (!TracedValues.ofNode(field)) {
      return new Value(field, value, List.of("settings"), List.of(config.file().toString()));
    }
    if (field.startsWith("AllNodes")) {
      return new Value(field, value, List.of("all nodes"), List.of(nodes.file().toString()));
    }
    if (field.equals("Id") || field.equals("Hostname")) {
      String where = nodes.file() + ":" + node.line();
      return new Value(field, value, List.of("node " + node.name()), List.of(where));
    }
    List<String> from = new ArrayList<>();
    List<String> where = new ArrayList<>();
    boolean secret = field.equals("AssetKey");
    for (Map.Entry<FieldKey, Trace> trace : traces.entrySet()) {
      if (isOf(trace.getKey().display(), field)) {
        secret |= trace.getKey().field().secret();
        for (Trace.Step step : trace.getValue().steps()) {
          String line = nodes.file() + ":" + step.line();
          if (Trace.counts(step) && !where.contains(line)) {
            from.add(step.source().text());
            where.add(line);
          }
        }
      }
    }
    return new Value(field, secret && !value.isEmpty() ? HIDDEN : value, from, where);
  }

  /** Whether what is set there is, or is part of, or makes the value of the field. */
  private static boolean isOf(String set, String field) {
    int dot = field.lastIndexOf('.');
    String last = field.substring(dot + 1);
    if (field.equals("Container") || field.equals("ContainerName")) {
      return set.equals("ImageName");
    }
    for (String name : MADE_OF.getOrDefault(last, List.of(last))) {
      String full = field.substring(0, dot + 1) + name;
      if (set.equals(full) || set.startsWith(full + "[")) {
        return true;
      }
    }
    return false;
  }

  /** For scripts. */
  Map<String, @Nullable Object> object() {
    Entry entry = file.entry();
    TracedFile.@Nullable Source by = file.sources().isEmpty() ? null : file.sources().getFirst();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("node", node.name());
    object.put("path", "/" + entry.path());
    object.put("kind", file.kind().toString());
    object.put("type", type(entry));
    object.put("mode", "%04o".formatted(entry.mode()));
    object.put("uid", entry.uid());
    object.put("gid", entry.gid());
    object.put("size", entry instanceof Entry.Bytes bytes ? bytes.content().length : null);
    object.put("target", entry instanceof Entry.Symlink link ? link.target() : null);
    object.put("overlay", by == null ? null : by.overlay());
    object.put("layer", by == null ? null : by.layer().toString());
    object.put("source", by == null ? null : by.file().toString());
    object.put("template", by != null && by.isTemplate());
    object.put("covers", covered().stream().map(FileTrace::object).toList());
    object.put("backup", backup ? "/" + entry.path() + ".wwbackup" : null);
    TracedValues looked = values;
    object.put(
        "files",
        looked == null ? List.of() : looked.files().stream().map(f -> f.toString()).toList());
    object.put("secret", looked != null && looked.secret());
    object.put(
        "values",
        looked == null ? List.of() : rows(looked).stream().map(FileTrace::object).toList());
    return object;
  }

  private static String type(Entry entry) {
    return switch (entry) {
      case Entry.Symlink link -> "link";
      case Entry.Directory folder -> "folder";
      default -> "file";
    };
  }

  private static Map<String, @Nullable Object> object(TracedFile.Source source) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("overlay", source.overlay());
    object.put("layer", source.layer().toString());
    object.put("source", source.file().toString());
    return object;
  }

  private static Map<String, @Nullable Object> object(Value value) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("field", value.field);
    object.put("value", value.value);
    object.put("from", value.from);
    object.put("where", value.where);
    return object;
  }
}
