package org.wwj.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.Stack;
import org.wwj.registry.Field;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The flags of {@code add}, {@code set} and {@code unset}, made from the table of {@link Field}.
 */
abstract class FieldOptions implements IModelTransformer {
  /** The flag that names the device, disk, partition or file system which other flags mean. */
  static final Map<Field.Group, String> OWNER =
      Map.of(
          Field.Group.NETDEV, "--netname",
          Field.Group.DISK, "--diskname",
          Field.Group.PARTITION, "--partname",
          Field.Group.FILESYSTEM, "--fsname");

  /** The flags of {@code set} that take tags away, and those of {@code unset}. */
  static final Map<Field, List<String>> TAG_REMOVAL =
      Map.of(
          Field.TAGS, List.of("--tagdel", "--tag"),
          Field.NET_TAGS, List.of("--nettagdel", "--nettag"),
          Field.IPMI_TAGS, List.of("--ipmitagdel", "--ipmitag"));

  /** The flags of {@code set} that take whole sections away, and those of {@code unset}. */
  static final Map<Field.Group, List<String>> SECTION_REMOVAL =
      Map.of(
          Field.Group.NETDEV, List.of("--netdel", "--net"),
          Field.Group.DISK, List.of("--diskdel", "--disk"),
          Field.Group.PARTITION, List.of("--partdel", "--part"),
          Field.Group.FILESYSTEM, List.of("--fsdel", "--fs"));

  @Override
  public CommandSpec transform(CommandSpec spec) {
    if (spec.findOption("--netname") != null) {
      return spec;
    }
    // A value may begin with a dash, as with Warewulf; OneValue looks at those that are flags.
    spec.parser().allowOptionsAsOptionParameters(true);
    boolean node = spec.parent() == null || !spec.parent().name().equals("profile");
    group(spec, "%nWhat it boots:%n", node, Field.Group.NODE, Field.Group.TOP, Field.Group.KERNEL);
    group(spec, "%nNetwork device (--netname says which):%n", node, Field.Group.NETDEV);
    group(spec, "%nBMC:%n", node, Field.Group.IPMI);
    group(
        spec,
        "%nDisks, partitions and file systems:%n",
        node,
        Field.Group.DISK,
        Field.Group.PARTITION,
        Field.Group.FILESYSTEM);
    return spec;
  }

  private void group(CommandSpec spec, String heading, boolean node, Field.Group... groups) {
    ArgGroupSpec.Builder section =
        ArgGroupSpec.builder().heading(heading).validate(false).exclusive(false);
    for (Field.Group group : groups) {
      String owner = OWNER.get(group);
      if (owner != null) {
        section.addArg(
            OptionSpec.builder(owner)
                .paramLabel("NAME")
                .type(String.class)
                .preprocessor(new OneValue())
                .defaultValue(group == Field.Group.NETDEV ? "default" : null)
                .description("Which " + one(group) + " the flags below mean.")
                .build());
      }
      for (Field field : Field.values()) {
        if (field.group() == group
            && !field.flags().isEmpty()
            && (node || group != Field.Group.NODE)) {
          field(section, field);
        }
      }
      section(section, group);
    }
    spec.addArgGroup(section.build());
  }

  static String one(Field.Group group) {
    return switch (group) {
      case NETDEV -> "network device";
      case DISK -> "disk (such as /dev/vda)";
      case PARTITION -> "partition (its label)";
      default -> "file system (such as /dev/disk/by-partlabel/scratch)";
    };
  }

  abstract void field(ArgGroupSpec.Builder section, Field field);

  abstract void section(ArgGroupSpec.Builder section, Field.Group group);

  static OptionSpec words(String flag, String label, String description) {
    return OptionSpec.builder(flag)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .preprocessor(new OneValue())
        .description(description)
        .build();
  }

  /** Those of {@code add}. */
  static class OfAdd extends FieldOptions {
    @Override
    void field(ArgGroupSpec.Builder section, Field field) {
      boolean tags = field.type() == Field.Type.TAGS;
      boolean many = tags || field.type() == Field.Type.LIST;
      boolean word = field.type() == Field.Type.WORD || field.type() == Field.Type.FLAG;
      OptionSpec.Builder option =
          OptionSpec.builder(field.flags().toArray(String[]::new))
              .paramLabel(tags ? "KEY=VALUE" : label(field))
              .type(many ? List.class : String.class)
              .auxiliaryTypes(String.class)
              .arity(word ? "0..1" : "1")
              .preprocessor(new OneValue())
              .description(field.help());
      if (word) {
        option.fallbackValue("true").preprocessor(new YesNo());
      }
      section.addArg(option.build());
    }

    private static String label(Field field) {
      return switch (field.type()) {
        case IP, IP6, HWADDR -> "ADDRESS";
        case WORD, FLAG -> "YES|NO";
        case LIST -> "A,B";
        default -> "TEXT";
      };
    }

    @Override
    void section(ArgGroupSpec.Builder section, Field.Group group) {}
  }

  /** Those of {@code set}: also single items of lists, and what takes tags and sections away. */
  static final class OfSet extends OfAdd {
    @Override
    void field(ArgGroupSpec.Builder section, Field field) {
      super.field(section, field);
      if (field.type() == Field.Type.LIST) {
        String flag = field.longFlag();
        section.addArg(words(flag + "-add", "A,B", "Adds items to its own list, at the end."));
        section.addArg(words(flag + "-del", "A,B", "Takes items away; inherited ones by ~A."));
      }
      List<String> removal = TAG_REMOVAL.get(field);
      if (removal != null) {
        section.addArg(words(removal.getFirst(), "KEY[,KEY]", "Takes such tags away."));
      }
    }

    @Override
    void section(ArgGroupSpec.Builder section, Field.Group group) {
      List<String> removal = SECTION_REMOVAL.get(group);
      if (removal != null) {
        String what = "Takes a whole " + one(group).replaceFirst(" \\(.*", "") + " away.";
        section.addArg(words(removal.getFirst(), "NAME", what));
      }
    }
  }

  /** Those of {@code unset}: one without a value a field. */
  static final class OfUnset extends FieldOptions {
    @Override
    void field(ArgGroupSpec.Builder section, Field field) {
      List<String> removal = TAG_REMOVAL.get(field);
      section.addArg(
          removal != null
              ? words(removal.getLast(), "KEY[,KEY]", "Such tags.")
              : OptionSpec.builder(field.flags().toArray(String[]::new))
                  .type(boolean.class)
                  .arity("0")
                  .description(field.help())
                  .build());
    }

    @Override
    void section(ArgGroupSpec.Builder section, Field.Group group) {
      List<String> removal = SECTION_REMOVAL.get(group);
      if (removal != null) {
        String what = "A whole " + one(group).replaceFirst(" \\(.*", "") + ".";
        section.addArg(words(removal.getLast(), "NAME", what));
      }
    }
  }

  /** A flag that follows another one was not meant as its value, unless by {@code =}. */
  private static final class OneValue implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec spec, ArgSpec option, Map<String, Object> facts) {
      String next = args.isEmpty() ? "" : args.peek();
      String flag = next.indexOf('=') < 0 ? next : next.substring(0, next.indexOf('='));
      if (" ".equals(facts.get("separator")) && spec.optionsMap().containsKey(flag)) {
        String name = ((OptionSpec) option).longestName();
        throw new ParameterException(
            spec.commandLine(),
            "%s needs a value, but %s follows; as its value it is %s=%s"
                .formatted(name, next, name, next));
      }
      return false;
    }
  }

  /** A flag alone means yes, as with Warewulf; a word is taken only when it is one of these. */
  private static final class YesNo implements IParameterPreprocessor {
    private static final Set<String> WORDS =
        Set.of(
            "yes", "no", "y", "n", "true", "false", "t", "f", "1", "0", "on", "off", "unset",
            "undef", "delete", "nil", "--", "0.0.0.0", "");

    @Override
    public boolean preprocess(
        Stack<String> args, CommandSpec spec, ArgSpec option, Map<String, Object> facts) {
      boolean attached = !" ".equals(facts.get("separator")); // --onboot=no
      if (!attached && (args.isEmpty() || !WORDS.contains(args.peek().toLowerCase(Locale.ROOT)))) {
        args.push("true");
      }
      return false;
    }
  }
}
