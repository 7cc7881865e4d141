package org.wwj.cli.migrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.wwj.cli.migrate.Plan.How;
import org.wwj.config.Upgraded;

/** A plan in words: what is taken, what changes, what cannot come along, and what to type next. */
final class Report {
  private final Plan plan;
  private final List<String> lines = new ArrayList<>();

  Report(Plan plan) {
    this.plan = plan;
  }

  List<String> lines() {
    lines.add("Warewulf site " + plan.old().conf() + " -> " + plan.target().conf());
    taken();
    changed();
    lost();
    part("Next:", plan.next());
    return lines;
  }

  private void taken() {
    List<String> taken = new ArrayList<>();
    taken.add(
        "%s, %s: %s -> %s"
            .formatted(
                many(plan.counts().nodes(), "node"),
                many(plan.counts().profiles(), "profile"),
                plan.old().nodes(),
                plan.target().nodes()));
    overlays(taken, true, "of the site");
    overlays(taken, false, "of Warewulf's, which nodes name and wwj does not ship");
    if (!plan.images().isEmpty()) {
      boolean copied = plan.images().getFirst().how() == How.COPIED;
      taken.add(
          "%s %s: %s"
              .formatted(
                  many(plan.images().size(), "image"),
                  copied
                      ? "copied to " + plan.target().chroots()
                      : "used where they are, in " + plan.old().chroots(),
                  plan.images().stream().map(Plan.Image::name).collect(Collectors.joining(", "))));
    }
    part("Taken:", taken);
  }

  private void overlays(List<String> taken, boolean ofSite, String whose) {
    List<Plan.Overlay> overlays = plan.overlays(ofSite);
    if (overlays.isEmpty()) {
      return;
    }
    String where =
        switch (overlays.getFirst().how()) {
          case STAYS -> "used where they are, in " + plan.old().siteOverlays();
          case LINKED ->
              "linked into " + plan.target().overlays() + " (they have no rootfs folder)";
          case COPIED ->
              "copied to " + (ofSite ? plan.target().overlays() : plan.target().distOverlays());
        };
    taken.add(
        "%s %s, %s: %s"
            .formatted(
                many(overlays.size(), "overlay"),
                whose,
                where,
                overlays.stream().map(Plan.Overlay::name).collect(Collectors.joining(", "))));
  }

  private void changed() {
    List<String> changed = new ArrayList<>();
    counts(plan.nodes().changes()).forEach((rule, n) -> changed.add(n + " x " + rule));
    counts(plan.config().changes()).forEach((rule, n) -> changed.add(n + " x " + rule));
    part("Changed:", changed);
  }

  private static Map<String, Integer> counts(List<Upgraded.Change> changes) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    changes.stream()
        .filter(Upgraded.Change::carried)
        .forEach(change -> counts.merge(change.rule(), 1, Integer::sum));
    return counts;
  }

  private void lost() {
    List<String> lost = new ArrayList<>();
    plan.nodes().lost().forEach(change -> lost.add(change.toString()));
    plan.config().lost().forEach(change -> lost.add(change.toString()));
    lost.addAll(plan.lost());
    part("Not taken over, or not used:", lost);
  }

  private void part(String title, List<String> items) {
    if (!items.isEmpty()) {
      lines.add("");
      lines.add(title);
      items.forEach(item -> lines.add("  " + item));
    }
  }

  private static String many(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
