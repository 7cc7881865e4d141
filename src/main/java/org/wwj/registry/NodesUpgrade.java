package org.wwj.registry;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wwj.config.Changes;
import org.wwj.config.ConfigException;
import org.wwj.config.ConfigUpgrade;
import org.wwj.config.DraftEntry;
import org.wwj.config.DraftMap;
import org.wwj.config.Upgraded;
import org.wwj.config.YamlDraft;

/** Brings a nodes.conf of Warewulf 4.0 to 4.5 into the form of today (warewulf.md §2.6). */
public final class NodesUpgrade {
  private final String file;
  private final Options options;
  private final Kernels kernels;
  private final Changes changes;
  private final DraftMap root;

  private NodesUpgrade(String file, Options options, Kernels kernels, DraftMap root) {
    this.file = file;
    this.options = options;
    this.kernels = kernels;
    this.changes = new Changes(file);
    this.root = root;
  }

  /**
   * What an upgrade does beyond the form.
   *
   * @param addDefaults writes what Warewulf before 4.6 took for granted into the profile {@code
   *     default}, and gives that profile to nodes without any
   * @param replaceOverlays names the overlays that took the place of {@code wwinit} and {@code
   *     generic}
   * @param mounts file systems that nodes mount from the server
   */
  public record Options(
      boolean addDefaults, boolean replaceOverlays, List<ConfigUpgrade.NfsMount> mounts) {
    /** The form alone. */
    public static final Options FORM = new Options(false, false, List.of());

    /** The mounts cannot change later. */
    public Options {
      mounts = List.copyOf(mounts);
    }
  }

  /** Knows the kernels in images. */
  @FunctionalInterface
  public interface Kernels {
    /**
     * The path of a kernel in an image.
     *
     * @param wish what {@code kernel override} said: a version, a path, or the name of a kernel
     *     that an old Warewulf had imported
     */
    Optional<String> find(String image, String wish);
  }

  /**
   * The text in today's form, known to be readable; a text that is in it already comes back as it
   * is.
   *
   * @param file name for the changes and errors
   * @throws ConfigException naming file and line of what cannot be read
   */
  public static Upgraded of(String file, String text, Options options, Kernels kernels) {
    YamlDraft draft = YamlDraft.read(file, text);
    NodesUpgrade upgrade = new NodesUpgrade(file, options, kernels, draft.root());
    upgrade.run();
    Upgraded upgraded = upgrade.changes.of(draft, text);
    NodesFile.parse(Path.of(file), upgraded.text());
    return upgraded;
  }

  private void run() {
    for (DraftEntry entry : root.entries()) {
      switch (entry.key()) {
        case "nodeprofiles", "nodes" -> {
          if (entry.map().isEmpty() && !entry.isEmpty()) {
            throw new ConfigException(
                file + ":" + entry.line() + ": '" + entry.key() + "' takes a map");
          }
        }
        case "WW_INTERNAL" ->
            changes.obsolete(entry, "WW_INTERNAL dropped", "files have no version any more");
        default -> changes.lost(entry, "unknown keys", "unknown key '" + entry.key() + "'");
      }
    }
    definitions("nodeprofiles", false);
    definitions("nodes", true);
    NodesDefaults defaults = new NodesDefaults(root, changes);
    defaults.mounts(options.mounts());
    if (options.addDefaults()) {
      defaults.add();
    }
  }

  private void definitions(String section, boolean node) {
    root.map(section)
        .map(DraftMap::entries)
        .orElse(List.of())
        .forEach(entry -> {
          if (entry.map().isPresent()) {
            DraftMap definition = entry.map().get();
            new DefinitionUpgrade(definition, node, changes)
                .run(override -> kernels.find(image(definition, new HashSet<>()), override));
            new FieldCheck(changes).definition(definition, node);
            if (options.replaceOverlays()) {
              NodesDefaults.replaceOverlays(definition, changes);
            }
          } else if (!entry.isEmpty()) {
            changes.lost(entry, "values of the wrong kind", "'" + entry.key() + "' takes a map");
          }
        });
  }

  /** The image that a definition names, or else its profiles, the last one first. */
  private String image(DraftMap definition, Set<String> seen) {
    String own =
        definition
            .find("image name")
            .or(() -> definition.find("container name"))
            .flatMap(DraftEntry::text)
            .orElse("");
    if (!own.isEmpty()) {
      return own;
    }
    List<String> profiles =
        definition.find("profiles").flatMap(DraftEntry::list).orElse(List.of()).reversed();
    return profiles.stream()
        .filter(seen::add)
        .flatMap(name -> root.map("nodeprofiles").flatMap(all -> all.map(name)).stream())
        .map(profile -> image(profile, seen))
        .filter(image -> !image.isEmpty())
        .findFirst()
        .orElse("");
  }
}
