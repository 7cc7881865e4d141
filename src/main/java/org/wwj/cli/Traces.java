package org.wwj.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Trace;
import org.wwj.registry.Trace.Source;
import org.wwj.registry.Trace.Step;

/**
 * The texts of {@code node trace}.
 *
 * @param of the node or profile that was asked about
 * @param order the profiles in the order of the merge, also those that do not exist
 * @param traces its fields
 */
record Traces(NodesFile file, Source of, List<String> order, List<Trace> traces) {
  /** One line a field: its value, and who gave it. */
  Table overview() {
    Table table = new Table("FIELD", "VALUE", "FROM", "WHERE");
    for (Trace trace : traces) {
      List<Step> counting = trace.steps().stream().filter(Trace::counts).toList();
      if (!counting.isEmpty()) {
        table.row(
            trace.key().display(),
            value(trace),
            String.join(", ", counting.stream().map(step -> step.source().text()).toList()),
            String.join(", ", counting.stream().map(this::where).toList()));
      } else if (!trace.steps().isEmpty() && last(trace).effect() == Trace.Effect.CLEARS) {
        table.row(
            trace.key().display(), "(cleared)", last(trace).source().text(), where(last(trace)));
      }
    }
    return table;
  }

  /** Everyone who says something, one a line. */
  Table steps() {
    Table table = new Table("FROM", "WHERE", "SAYS", "EFFECT");
    for (Trace trace : traces) {
      for (Step step : trace.steps()) {
        table.row(step.source().text(), where(step), says(step), effect(trace.key().field(), step));
      }
    }
    return table;
  }

  /** One field in full. */
  String text() {
    Trace trace = traces.getFirst();
    StringBuilder out = new StringBuilder();
    out.append(trace.key().display()).append(" of ").append(of.text()).append(": ");
    out.append(trace.value().isPresent() ? value(trace) : "not set").append("\n");
    out.append("In nodes.conf: ").append(path(trace.key())).append("\n\n");
    out.append(trace.steps().isEmpty() ? "Nobody says anything about it.\n" : steps());
    if (trace.value().isEmpty()) {
      out.append(unset(trace.key().field()));
    }
    out.append("\nMerged in this order: ").append(String.join(", ", chain())).append("\n");
    return out.toString();
  }

  private static String unset(Field field) {
    return switch (field) {
      case ROOT -> "Unset, it means squashfs.\n";
      case PRIMARY_NETWORK -> "Unset, it means the first network device by name.\n";
      case KERNEL_VERSION -> "Unset, it means the kernel that the image was built with.\n";
      default -> "";
    };
  }

  private List<String> chain() {
    List<String> chain = new ArrayList<>();
    for (String profile : order) {
      chain.add(file.profiles().containsKey(profile) ? profile : profile + " (does not exist)");
    }
    if (!of.profile()) {
      chain.add(of.text());
    }
    return chain;
  }

  /** For scripts. */
  Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put(of.profile() ? "profile" : "node", of.name());
    object.put("order", order);
    object.put("fields", traces.stream().map(this::object).toList());
    return object;
  }

  private Map<String, @Nullable Object> object(Trace trace) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("field", trace.key().display());
    object.put("path", trace.key().path());
    object.put("value", plain(trace.value().orElse(new Value.Cleared())));
    object.put("chain", trace.steps().stream().map(this::object).toList());
    return object;
  }

  private Map<String, @Nullable Object> object(Step step) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("from", step.source().name());
    object.put("kind", step.source().profile() ? "profile" : "node");
    object.put("file", file.file().toString());
    object.put("line", step.line());
    object.put("value", plain(step.says()));
    object.put("effect", step.effect().word());
    object.put("by", step.by().map(Source::name).orElse(null));
    Map<String, Object> lost = new LinkedHashMap<>();
    step.lost().forEach((item, source) -> lost.put(item, source.name()));
    object.put("taken_away", lost);
    return object;
  }

  private static @Nullable Object plain(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Items(var items) -> items;
      case Value.Tree(var tree) -> Listing.sorted(tree);
      case Value.Cleared cleared -> null;
    };
  }

  private static String value(Trace trace) {
    return trace.value().map(Listing::text).orElse("");
  }

  private static Step last(Trace trace) {
    return trace.steps().getLast();
  }

  private String where(Step step) {
    return file.file() + ":" + step.line();
  }

  private static String says(Step step) {
    return step.says() instanceof Value.Cleared ? "(null)" : Listing.text(step.says());
  }

  /** What becomes of it, in words. */
  private static String effect(Field field, Step step) {
    String by = step.by().map(Source::text).orElse("");
    return switch (step.effect()) {
      case WINS -> "wins";
      case SUPERSEDED -> "superseded by " + by;
      case CLEARED -> "cleared by " + by;
      case CLEARS -> "clears what came before";
      case MERGES -> "merged with the others";
      case NOT_INHERITED -> "not inherited: a profile's own";
      case ADDS -> adds(field, step);
    };
  }

  private static String adds(Field field, Step step) {
    List<String> parts = new ArrayList<>();
    List<String> items = step.says() instanceof Value.Items(var all) ? all : List.of();
    List<String> added = new ArrayList<>();
    List<String> negated = new ArrayList<>();
    for (String item : items) {
      if (Merge.effective(field, List.of(item)).isEmpty()) {
        negated.add(item.substring(1));
      } else if (!step.lost().containsKey(item)) {
        added.add(item);
      }
    }
    if (!added.isEmpty()) {
      parts.add("adds " + String.join(",", added));
    }
    negated.forEach(item -> parts.add("takes " + item + " away"));
    step.lost().forEach((item, by) -> parts.add(item + " is taken away by " + by.text()));
    return String.join("; ", parts);
  }

  private static String path(FieldKey key) {
    return String.join(".", key.path());
  }
}
