package org.wwj.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.wwj.registry.Field;
import org.wwj.registry.NodesEdit.Kind;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a place on a command line takes, told from the model alone: the type of an argument, the
 * field a flag sets, and the command it stands in. A new command completes without being named
 * here.
 */
sealed interface Wanted {
  /** Nodes or profiles. */
  record Definitions(Kind kind) implements Wanted {}

  /** A field of the node or profile named before it. */
  record FieldOf(Kind kind) implements Wanted {}

  /** Network devices, disks or file systems. */
  record Owners(Field.Group group) implements Wanted {}

  /** Words that are known beforehand. */
  record Words(List<String> words) implements Wanted {}

  /** Names of that kind. */
  enum Name implements Wanted {
    IMAGE,
    IMAGE_SOURCE,
    RECIPE,
    OVERLAY,
    KERNEL,
    BOOT_SCRIPT
  }

  /** Files and folders, which the shell knows best. */
  record Files() implements Wanted {}

  /** Generations of the image named before it. */
  record Generations() implements Wanted {}

  /** Files of the overlay named before it. */
  record OverlayFiles() implements Wanted {}

  /** Nothing that could be known. */
  record Anything() implements Wanted {}

  /** Labels by which commands name what they take. */
  Set<String> FILE_LABELS = Set.of("FILE", "DIR", "FOLDER", "PATH");

  /** What an option or parameter takes. */
  static Wanted of(CommandSpec command, ArgSpec arg) {
    if (arg.completionCandidates() != null) {
      List<String> words = new ArrayList<>();
      arg.completionCandidates().forEach(words::add);
      return new Words(words);
    }
    boolean overlays = group(command).equals("overlay") && !(arg instanceof OptionSpec);
    if (overlays && Set.of("FILE", "DEST").contains(arg.paramLabel())) {
      return new OverlayFiles();
    }
    if (arg.type() == Path.class || FILE_LABELS.contains(arg.paramLabel())) {
      return new Files();
    }
    return arg instanceof OptionSpec option ? option(command, option) : positional(command, arg);
  }

  private static Wanted option(CommandSpec command, OptionSpec option) {
    List<String> names = List.of(option.names());
    String topic = group(command);
    if (topic.equals("lab")) {
      return names.contains("--image") ? Name.RECIPE : new Anything();
    }
    if (topic.equals("image")) {
      return names.contains("--kernel")
          ? Name.KERNEL
          : names.contains("--node")
              ? new Definitions(Kind.NODE)
              : names.contains("--bind") ? new Files() : new Anything();
    }
    if (topic.equals("overlay")) {
      return names.contains("--render")
          ? new Definitions(Kind.NODE)
          : names.contains("--overlay") ? Name.OVERLAY : new Anything();
    }
    for (Field.Group group : Field.Group.values()) {
      List<String> owners =
          new ArrayList<>(FieldOptions.SECTION_REMOVAL.getOrDefault(group, List.of()));
      owners.add(FieldOptions.OWNER.getOrDefault(group, ""));
      if (names.stream().anyMatch(owners::contains)) {
        return new Owners(group);
      }
    }
    return field(names).map(Wanted::value).orElse(new Anything());
  }

  /** The field that the flags of {@code set} belong to, also those for single items of its list. */
  private static Optional<Field> field(List<String> names) {
    List<String> bare = names.stream().map(name -> name.replaceFirst("-(add|del)$", "")).toList();
    for (Field field : Field.values()) {
      if (!field.longFlag().isEmpty() && bare.contains(field.longFlag())) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  private static Wanted value(Field field) {
    return switch (field) {
      case IMAGE_NAME -> Name.IMAGE;
      case PROFILES -> new Definitions(Kind.PROFILE);
      case SYSTEM_OVERLAY, RUNTIME_OVERLAY -> Name.OVERLAY;
      case KERNEL_VERSION -> Name.KERNEL;
      case IPXE -> Name.BOOT_SCRIPT;
      case PRIMARY_NETWORK -> new Owners(Field.Group.NETDEV);
      case ROOT -> new Words(List.of("squashfs", "tmpfs", "initrd", "dracut"));
      default -> {
        boolean flag = field.type() == Field.Type.FLAG || field.type() == Field.Type.WORD;
        yield flag ? new Words(List.of("yes", "no")) : new Anything();
      }
    };
  }

  private static Wanted positional(CommandSpec command, ArgSpec arg) {
    Kind kind = group(command).equals("profile") ? Kind.PROFILE : Kind.NODE;
    if (arg.paramLabel().equals("FIELD")) {
      return new FieldOf(kind);
    }
    return switch (group(command)) {
      case "node", "profile" ->
          command.name().equals("add") ? new Anything() : new Definitions(kind);
      case "image" ->
          switch (arg.paramLabel()) {
            case "SOURCE" -> Name.IMAGE_SOURCE;
            case "COMMAND", "NEW" -> new Anything();
            case "GENERATION", "A", "B" -> new Generations();
            default -> Name.IMAGE;
          };
      case "overlay" ->
          switch (arg.paramLabel()) {
            case "OVERLAY" -> Name.OVERLAY;
            case "NODE", "PATTERN" -> new Definitions(Kind.NODE);
            default -> new Anything();
          };
      case "lab" -> new Anything();
      default ->
          Set.of("NODE", "PATTERN").contains(arg.paramLabel())
              ? new Definitions(Kind.NODE)
              : new Anything();
    };
  }

  /** The command right below {@code wwj} that it belongs to. */
  private static String group(CommandSpec command) {
    CommandSpec spec = command;
    while (spec.parent() != null && spec.parent().parent() != null) {
      spec = spec.parent();
    }
    return spec.name();
  }
}
