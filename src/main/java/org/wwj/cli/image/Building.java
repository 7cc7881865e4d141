package org.wwj.cli.image;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.wwj.boot.FactsStore;
import org.wwj.config.SiteConfig;
import org.wwj.delivery.Foresight;
import org.wwj.image.Builder;
import org.wwj.image.Generation;
import org.wwj.image.GenerationRecord;
import org.wwj.image.ImageStore;
import org.wwj.image.Manifest;
import org.wwj.net.HostList;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import picocli.CommandLine;

/** A build as commands do it, and what they tell of it. */
final class Building {
  private static final double MIB = 1024 * 1024;

  /** From so many generations on it is said that there are many. */
  private static final int MANY = 6;

  private final SiteConfig config;
  private final ImageStore store;
  private final Builder builder;
  private final PrintWriter out;
  private final PrintWriter err;

  Building(SiteConfig config, CommandLine line) {
    this.config = config;
    this.store = ImageCommand.store(config);
    this.builder = SiteDemand.builder(config);
    this.out = line.getOut();
    this.err = line.getErr();
  }

  /** Builds the image unless nothing has changed. */
  void build(String image, Builder.Options options) {
    tell(image, builder.build(image, options, progress(image)));
  }

  /** The same with the options of the last build, after a change that asked for no others. */
  void again(String image) {
    tell(image, builder.again(image, progress(image)));
  }

  private Builder.Progress progress(String image) {
    return new Builder.Progress() {
      @Override
      public void step(String what) {
        out.println(image + ": " + what);
        out.flush();
      }

      @Override
      public void warning(String what) {
        warn(what);
      }
    };
  }

  private void tell(String image, Builder.Outcome outcome) {
    out.println(line(outcome));
    if (outcome.how() == Builder.Outcome.How.BUILT) {
      tellWhenMany(image);
    }
    out.flush();
    misfits(outcome)
        .forEach((why, nodes) -> warn(HostList.compress(List.copyOf(nodes)) + " " + why));
  }

  private void warn(String what) {
    err.println("wwj: warning: " + what);
    err.flush();
  }

  /** Nothing is removed by itself, as nodes may run it; so it is said when they pile up. */
  private void tellWhenMany(String image) {
    List<Generation> all = store.history(image);
    if (all.size() >= MANY) {
      long bytes = all.stream().mapToLong(g -> GenerationRecord.of(g).bytes()).sum();
      out.printf(
          Locale.ROOT,
          "%s has %d generations, %.1f GiB; wwj image prune %1$s removes what nobody needs%n",
          image,
          all.size(),
          bytes / MIB / 1024);
    }
  }

  /** Nodes that are known not to boot it, by the reason. */
  private Map<String, SortedSet<String>> misfits(Builder.Outcome outcome) {
    Foresight foresight = new Foresight(store, FactsStore.of(config));
    Map<String, SortedSet<String>> nodes = new LinkedHashMap<>();
    for (Node node : new Merge(NodesFile.read(config.nodesFile())).nodes()) {
      if (node.imageName().equals(outcome.generation().image())) {
        foresight
            .ram(node, outcome.generation())
            .ifPresent(text -> nodes.computeIfAbsent(text, t -> new TreeSet<>()).add(node.name()));
      }
    }
    return nodes;
  }

  private static String line(Builder.Outcome outcome) {
    Manifest manifest = outcome.manifest();
    String name = outcome.generation().image() + "@" + manifest.generation();
    return switch (outcome.how()) {
      case UP_TO_DATE -> name + " is up to date";
      case KEPT ->
          name
              + " stays what nodes get, as after the rollback; the tree has not changed since, and"
              + " wwj image build "
              + outcome.generation().image()
              + " would give them what it holds";
      case RESTORED -> name + " was built of just this before, and is what nodes get again";
      case BUILT ->
          String.format(
              Locale.ROOT,
              "%s: kernel %s, %.1f MiB in %d chunks, %.1f MiB unpacked; needs %.0f MiB of RAM, or"
                  + " %.0f with root: tmpfs",
              name,
              manifest.kernelVersion(),
              manifest.size() / MIB,
              manifest.chunks().size(),
              manifest.treeSize() / MIB,
              Math.ceil(manifest.ram().squashfs() / MIB),
              Math.ceil(manifest.ram().tmpfs() / MIB));
    };
  }
}
