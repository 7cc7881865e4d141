package org.wwj.cli;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.net.HostList;
import org.wwj.net.NaturalOrder;
import org.wwj.net.Prefix;
import org.wwj.registry.Field;
import org.wwj.registry.NodesDiff;
import org.wwj.registry.NodesDiff.Changed;
import org.wwj.registry.NodesDiff.FieldChange;
import org.wwj.registry.NodesDiff.How;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.Setting.Value;

/**
 * The diff that an admin sees before a change: field by field, identical changes once, under a host
 * list. Addresses that count up from node to node are one change.
 */
final class ChangeText {
  private final boolean colours;

  ChangeText(boolean colours) {
    this.colours = colours;
  }

  /** What makes changes alike: values may differ only where they count up, or all go. */
  private record Alike(Kind kind, How how, List<Object> fields) {}

  String of(NodesDiff diff) {
    if (diff.isEmpty()) {
      return "Only comments or layout change.\n";
    }
    Map<Alike, List<Changed>> groups = new LinkedHashMap<>();
    for (Changed changed : diff.changes()) {
      groups.computeIfAbsent(alike(changed), key -> new ArrayList<>()).add(changed);
    }
    StringBuilder out = new StringBuilder();
    groups.values().forEach(group -> runs(group).forEach(run -> print(out, run)));
    return out.toString();
  }

  private static Alike alike(Changed changed) {
    List<Object> fields = new ArrayList<>();
    for (FieldChange field : changed.fields()) {
      boolean open = changed.how() == How.DELETED || counts(field);
      fields.add(open ? List.of(field.key(), field.bare()) : field);
    }
    return new Alike(changed.kind(), changed.how(), fields);
  }

  private static boolean counts(FieldChange field) {
    Field which = field.key().field();
    return (which == Field.NET_IPADDR || which == Field.IPMI_IPADDR)
        && field.before() == null
        && address(field) != null;
  }

  private static @Nullable Inet4Address address(FieldChange field) {
    return field.after() instanceof Value.Text(var text) ? Prefix.parseAddress(text) : null;
  }

  /** Splits a group where its addresses stop counting up by one; names in their natural order. */
  private static List<List<Changed>> runs(List<Changed> group) {
    Map<String, Changed> byName = new LinkedHashMap<>();
    group.forEach(changed -> byName.put(changed.name(), changed));
    List<List<Changed>> runs = new ArrayList<>();
    for (String name : NaturalOrder.sorted(byName.keySet())) {
      Changed next = byName.get(name);
      if (next == null) {
        continue;
      }
      if (runs.isEmpty()
          || (next.how() != How.DELETED && !follows(runs.getLast().getLast(), next))) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(next);
    }
    return runs;
  }

  private static boolean follows(Changed last, Changed next) {
    for (int i = 0; i < last.fields().size(); i++) {
      Inet4Address before = counts(last.fields().get(i)) ? address(last.fields().get(i)) : null;
      Inet4Address after = counts(next.fields().get(i)) ? address(next.fields().get(i)) : null;
      if (before != null && after != null && Prefix.toInt(after) != Prefix.toInt(before) + 1) {
        return false;
      }
    }
    return true;
  }

  private void print(StringBuilder out, List<Changed> run) {
    Changed first = run.getFirst();
    String what =
        switch (first.how()) {
          case ADDED -> "new ";
          case CHANGED -> "";
          case DELETED -> "deleted ";
        };
    out.append(what)
        .append(first.kind().word())
        .append(run.size() == 1 ? " " : "s ")
        .append(HostList.compress(run.stream().map(Changed::name).toList()))
        .append(first.fields().isEmpty() ? "\n" : ":\n");
    for (int i = 0; i < first.fields().size(); i++) {
      int index = i;
      FieldChange field = first.fields().get(i);
      List<FieldChange> all = run.stream().map(changed -> changed.fields().get(index)).toList();
      String before = text(all, FieldChange::before);
      String after = text(all, FieldChange::after);
      out.append("  ")
          .append(field.display())
          .append(": ")
          .append(paint(before, 31))
          .append(" -> ")
          .append(paint(after, 32))
          .append('\n');
    }
  }

  private interface Side {
    @Nullable Value of(FieldChange change);
  }

  private static String text(List<FieldChange> all, Side side) {
    Set<String> values = new LinkedHashSet<>();
    all.forEach(change -> values.add(text(change, side)));
    return switch (values.size()) {
      case 1 -> text(all.getFirst(), side);
      default ->
          counts(all.getFirst())
              ? text(all.getFirst(), side) + " … " + text(all.getLast(), side)
              : "(" + values.size() + " values)";
    };
  }

  private static String text(FieldChange change, Side side) {
    Value value = side.of(change);
    if (value == null) {
      return "--";
    }
    if (value instanceof Value.Cleared) {
      return "~";
    }
    return change.key().field().secret() ? "***" : Listing.text(value);
  }

  private String paint(String text, int colour) {
    return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }
}
