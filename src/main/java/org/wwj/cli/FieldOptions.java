package org.wwj.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wwj.config.YamlEdit;
import org.wwj.net.Prefix;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Values;
import picocli.CommandLine;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The flags of {@code add} and {@code set}, made from the table of {@link Field}. */
final class FieldOptions implements IModelTransformer {
  private static final Map<Field.Group, String> OWNER =
      Map.of(
          Field.Group.NETDEV, "--netname",
          Field.Group.DISK, "--diskname",
          Field.Group.PARTITION, "--partname",
          Field.Group.FILESYSTEM, "--fsname");
  private static final Map<Field, String> TAG_REMOVAL =
      Map.of(
          Field.TAGS, "--tagdel",
          Field.NET_TAGS, "--nettagdel",
          Field.IPMI_TAGS, "--ipmitagdel");

  @Override
  public CommandSpec transform(CommandSpec spec) {
    if (spec.findOption("--netname") != null) {
      return spec;
    }
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

  private static void group(CommandSpec spec, String heading, boolean node, Field.Group... groups) {
    ArgGroupSpec.Builder section =
        ArgGroupSpec.builder().heading(heading).validate(false).exclusive(false);
    for (Field.Group group : groups) {
      String owner = OWNER.get(group);
      if (owner != null) {
        section.addArg(
            OptionSpec.builder(owner)
                .paramLabel("NAME")
                .type(String.class)
                .defaultValue(group == Field.Group.NETDEV ? "default" : null)
                .description("Which " + one(group) + " the flags below mean.")
                .build());
      }
      for (Field field : Field.values()) {
        if (field.group() == group
            && !field.flags().isEmpty()
            && (node || group != Field.Group.NODE)) {
          option(section, field);
        }
      }
    }
    spec.addArgGroup(section.build());
  }

  private static String one(Field.Group group) {
    return switch (group) {
      case NETDEV -> "network device";
      case DISK -> "disk (such as /dev/vda)";
      case PARTITION -> "partition (its label)";
      default -> "file system (such as /dev/disk/by-partlabel/scratch)";
    };
  }

  private static void option(ArgGroupSpec.Builder section, Field field) {
    boolean tags = field.type() == Field.Type.TAGS;
    section.addArg(
        OptionSpec.builder(field.flags().toArray(String[]::new))
            .paramLabel(tags ? "KEY=VALUE" : label(field))
            .type(tags ? List.class : String.class)
            .auxiliaryTypes(String.class)
            .arity("1")
            .description(field.help())
            .build());
    String removal = TAG_REMOVAL.get(field);
    if (removal != null) {
      section.addArg(
          OptionSpec.builder(removal)
              .paramLabel("KEY[,KEY]")
              .type(String.class)
              .description("Takes such tags away.")
              .build());
    }
  }

  private static String label(Field field) {
    return switch (field.type()) {
      case IP, IP6, HWADDR -> "ADDRESS";
      case WORD, FLAG -> "YES|NO";
      case LIST -> "A,B";
      default -> "TEXT";
    };
  }

  /**
   * The changes that the given flags mean for the nth of several nodes: addresses count up.
   *
   * @throws ParameterException when a value is not one
   */
  static Map<FieldKey, YamlEdit> changes(CommandLine line, int nth) {
    ParseResult parsed = line.getParseResult();
    Map<FieldKey, YamlEdit> changes = new TreeMap<>();
    for (Field field : Field.values()) {
      if (field.flags().isEmpty()
          || line.getCommandSpec().findOption(field.flags().getFirst()) == null) {
        continue;
      }
      String flag = longFlag(field);
      String removal = TAG_REMOVAL.get(field);
      if (removal != null) {
        for (String tag : csv(parsed.matchedOptionValue(removal, ""))) {
          changes.put(key(line, field, tag), new YamlEdit.Remove());
        }
      }
      if (!parsed.hasMatchedOption(flag)) {
        continue;
      }
      if (field.type() == Field.Type.TAGS) {
        List<String> pairs = parsed.matchedOptionValue(flag, List.of());
        tags(line, flag, pairs)
            .forEach((tag, value) -> changes.put(key(line, field, tag), new YamlEdit.Put(value)));
      } else {
        String text = parsed.matchedOptionValue(flag, "");
        changes.put(key(line, field, ""), edit(line, field, flag, text, nth));
      }
    }
    return changes;
  }

  private static YamlEdit edit(CommandLine line, Field field, String flag, String text, int nth) {
    if (text.isEmpty() || Values.isUnset(text)) {
      return new YamlEdit.Remove();
    }
    if (field.type() == Field.Type.LIST) {
      return new YamlEdit.Put(csv(text));
    }
    try {
      String value = Values.check(field.type(), text);
      boolean counts = field == Field.NET_IPADDR || field == Field.IPMI_IPADDR;
      return new YamlEdit.Put(
          counts && nth > 0
              ? Prefix.fromInt(Prefix.toInt(Prefix.parseAddress(value)) + nth).getHostAddress()
              : value);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(line, "Invalid value for " + flag + ": " + e.getMessage(), e);
    }
  }

  private static FieldKey key(CommandLine line, Field field, String tag) {
    ParseResult parsed = line.getParseResult();
    String owner =
        switch (field.group()) {
          case NETDEV -> parsed.matchedOptionValue("--netname", "default");
          case DISK, PARTITION -> named(line, "--diskname", field);
          case FILESYSTEM -> named(line, "--fsname", field);
          default -> "";
        };
    String part = field.group() == Field.Group.PARTITION ? named(line, "--partname", field) : "";
    return new FieldKey(field, owner, part, tag);
  }

  private static String named(CommandLine line, String flag, Field field) {
    String name = line.getParseResult().matchedOptionValue(flag, "");
    if (name.isEmpty()) {
      throw new ParameterException(line, longFlag(field) + " needs " + flag + " NAME beside it");
    }
    return name;
  }

  /** The flag's name as messages show it. */
  static String longFlag(Field field) {
    return field.flags().stream().filter(f -> f.startsWith("--")).findFirst().orElse("");
  }

  private static Map<String, String> tags(CommandLine line, String flag, List<String> pairs) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new ParameterException(line, flag + " takes KEY=VALUE, not '" + pair + "'");
      }
      tags.put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return tags;
  }

  /** A comma list; double quotes protect commas. */
  static List<String> csv(String text) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        items.add(item.toString().strip());
        item.setLength(0);
      } else {
        item.append(c);
      }
    }
    items.add(item.toString().strip());
    items.removeIf(String::isEmpty);
    return List.copyOf(items);
  }
}
