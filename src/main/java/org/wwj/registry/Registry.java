package org.wwj.registry;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.config.SiteConfigReader;
import org.wwj.ops.Log;

/**
 * Holds the current {@link Snapshot} of a site and renews it when wwj.conf or nodes.conf change. A
 * file that cannot be used leaves the last good snapshot in place and stands in {@link #problems}.
 */
public final class Registry implements AutoCloseable {
  private final Path conf;
  private final FileWatch watch;
  private volatile Snapshot snapshot;
  private volatile List<String> problems = List.of();

  /**
   * Loads a site and watches its files.
   *
   * @throws ConfigException when the site cannot be used as it is now, naming file and line: a
   *     server must not come up and answer for nodes that it does not know
   */
  public Registry(Path conf) {
    this(conf, Duration.ofMillis(500), snapshot -> {});
  }

  /**
   * As above.
   *
   * @param poll how often to look for changes that no notice came for
   * @param changed told of every new snapshot, on the watching thread
   */
  public Registry(Path conf, Duration poll, Consumer<Snapshot> changed) {
    this.conf = conf.toAbsolutePath();
    Path nodes = SiteConfigReader.read(this.conf).nodesFile();
    this.watch = new FileWatch(List.of(this.conf, nodes), poll);
    this.snapshot = load(this.conf);
    warn(snapshot);
    watch.start(() -> reload(changed));
  }

  /** The site now. Hold on to it for the whole of one answer. */
  public Snapshot snapshot() {
    return snapshot;
  }

  /** What is wrong with the files right now, one line each ({@code file:line: text}). */
  public List<String> problems() {
    return problems;
  }

  /**
   * Reads a site once.
   *
   * @throws ConfigException naming file and line
   */
  public static Snapshot load(Path conf) {
    SiteConfig config = SiteConfigReader.read(conf);
    NodesFile nodes = NodesFile.read(config.nodesFile());
    return snapshot(config, nodes);
  }

  /** The snapshot of settings and nodes already read. */
  public static Snapshot snapshot(SiteConfig config, NodesFile nodes) {
    return new Snapshot(config, new Merge(nodes).nodes(), warnings(config, nodes));
  }

  private static List<String> warnings(SiteConfig config, NodesFile file) {
    List<String> warnings = new ArrayList<>();
    for (SiteConfig.Notice notice : config.notices()) {
      if (notice.warning()) {
        warnings.add(config.file() + ":" + notice.line() + ": " + notice.text());
      }
    }
    for (Definition node : file.nodes().values()) {
      for (String profile : Merge.clean(node.profiles())) {
        if (!file.profiles().containsKey(profile)) {
          warnings.add(
              "%s:%d: node %s names profile '%s', which does not exist"
                  .formatted(
                      file.file(), node.line(FieldKey.of(Field.PROFILES)), node.name(), profile));
        }
      }
    }
    return warnings;
  }

  private void reload(Consumer<Snapshot> changed) {
    try {
      Snapshot next = load(conf);
      snapshot = next;
      problems = List.of();
      Log.info("reload", "nodes", next.nodes().size(), "file", next.config().nodesFile());
      warn(next);
      changed.accept(next);
    } catch (ConfigException e) {
      List<String> lines = String.valueOf(e.getMessage()).lines().toList();
      if (!lines.equals(problems)) {
        problems = lines;
        String more = lines.size() > 1 ? " (and " + (lines.size() - 1) + " more)" : "";
        Log.warn(
            "reload-refused",
            "problem",
            lines.getFirst() + more,
            "serving",
            "the last good version");
      }
    }
  }

  private static void warn(Snapshot snapshot) {
    snapshot.warnings().forEach(warning -> Log.warn("site-warning", "text", warning));
  }

  @Override
  public void close() {
    watch.close();
  }
}
