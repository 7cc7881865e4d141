package org.wwj.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wwj.net.HostList;
import org.wwj.registry.Definition;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.NodesFile;
import picocli.CommandLine.Command;

/** The command {@code profile list}. */
@Command(
    name = "list",
    aliases = "ls",
    mixinStandardHelpOptions = true,
    description = {
      "Lists profiles as they are written, without what they inherit.",
      "What a profile hands on with all it inherits shows  wwj profile trace NAME."
    },
    footer = {
      "",
      "Examples:",
      "  wwj profile list                       names and comments",
      "  wwj profile list -a default            every field of one of them",
      "  wwj profile list -o wide               with images, and who names them"
    })
final class ProfileListCommand extends DefinitionListCommand<Definition> {
  ProfileListCommand() {
    super(Kind.PROFILE);
  }

  @Override
  List<Definition> entries(NodesFile file, List<String> names) {
    return names.stream()
        .map(name -> Objects.requireNonNull(file.profiles().get(name), name))
        .toList();
  }

  @Override
  Listed listed(Definition profile) {
    return Listed.of(profile);
  }

  @Override
  Table table(NodesFile file, List<Definition> profiles, boolean wide) {
    if (!wide) {
      return Listing.profiles(profiles);
    }
    Map<String, List<String>> users = new LinkedHashMap<>();
    for (Definition node : file.nodes().values()) {
      for (String profile : node.profiles()) {
        users.computeIfAbsent(profile, key -> new ArrayList<>()).add(node.name());
      }
    }
    return Listing.wideProfiles(
        profiles, name -> HostList.compress(users.getOrDefault(name, List.of())));
  }

  @Override
  Table fields(List<Listed> profiles) {
    return Listing.profileFields(profiles);
  }
}
