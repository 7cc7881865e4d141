package org.wwj.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.config.YamlEdit;
import org.wwj.net.HostList;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesEdit;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Setting;
import org.wwj.registry.Setting.Value;
import picocli.CommandLine.Model.CommandSpec;

/** Who in nodes.conf names an image, by itself or with a generation. */
public final class ImageUsers {
  private static final FieldKey IMAGE = FieldKey.of(Field.IMAGE_NAME);

  private final SiteConfig config;

  /** Those of that site. */
  public ImageUsers(SiteConfig config) {
    this.config = config;
  }

  /** The nodes that boot each image, also when a profile says so. */
  public SortedMap<String, List<String>> nodes() {
    SortedMap<String, List<String>> nodes = new TreeMap<>();
    for (Node node : new Merge(NodesFile.read(config.nodesFile())).nodes()) {
      nodes.computeIfAbsent(image(node.imageName()), key -> new ArrayList<>()).add(node.name());
    }
    return nodes;
  }

  private static String image(String reference) {
    return reference.split("@", 2)[0];
  }

  /** Who would miss an image: nodes that boot it and profiles that name it, in words. */
  public List<String> of(String image) {
    List<String> users = new ArrayList<>();
    List<String> nodes = nodes().getOrDefault(image, List.of());
    if (!nodes.isEmpty()) {
      users.add(Telling.many(Kind.NODE, nodes));
    }
    List<String> profiles = new ArrayList<>();
    for (Definition profile : NodesFile.read(config.nodesFile()).profiles().values()) {
      if (named(profile).filter(name -> image(name).equals(image)).isPresent()) {
        profiles.add(profile.name());
      }
    }
    if (!profiles.isEmpty()) {
      users.add(Telling.many(Kind.PROFILE, profiles));
    }
    return users;
  }

  private static Optional<String> named(Definition definition) {
    Setting setting = definition.settings().get(IMAGE);
    return setting != null && setting.value() instanceof Value.Text(var text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /**
   * Lets nodes and profiles that name the one image name the other, generations too. Shows the
   * difference and puts it on record; does not ask.
   *
   * @throws ConfigException when nodes.conf cannot be changed
   */
  public void rename(CommandSpec spec, String from, String to) {
    ChangeOptions options = new ChangeOptions();
    options.yes = true;
    options.force = true; // the other image is there already
    Proposal.Edit edit =
        (file, text, notes) -> {
          NodesEdit changes = new NodesEdit();
          for (Kind kind : Kind.values()) {
            for (Definition definition : kind.of(file).values()) {
              named(definition)
                  .filter(name -> image(name).equals(from))
                  .ifPresent(name ->
                      changes.set(
                          kind,
                          definition.name(),
                          Map.of(IMAGE, new YamlEdit.Put(to + name.substring(from.length())))));
            }
          }
          return changes.text(file.file(), text);
        };
    Telling telling =
        new Telling(
            proposal -> "",
            proposal -> "image " + from + " is " + to + " now",
            proposal -> "Changed " + HostList.compress(changed(proposal)) + " in nodes.conf",
            "");
    new Change(spec, config, options, Change.Asking.terminal()).run(edit, telling);
  }

  private static List<String> changed(Proposal proposal) {
    return proposal.diff().changes().stream().map(change -> change.name()).toList();
  }
}
