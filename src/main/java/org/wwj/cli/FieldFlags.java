package org.wwj.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.wwj.config.YamlEdit;
import org.wwj.net.Prefix;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.ListItems;
import org.wwj.registry.Values;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What the flags of {@link FieldOptions} on one command line mean. */
final class FieldFlags {
  private static final Set<String> NO_FLAG = Set.of("unset", "delete", "undef", "--", "nil");

  private final CommandLine line;
  private final ParseResult parsed;

  FieldFlags(CommandLine line) {
    this.line = line;
    this.parsed = line.getParseResult();
  }

  /**
   * The fields to set for the nth of several nodes: addresses count up.
   *
   * @throws ParameterException when a value is not one
   */
  Map<FieldKey, YamlEdit> changes(int nth) {
    Map<FieldKey, YamlEdit> changes = new TreeMap<>();
    for (Field field : Field.values()) {
      List<String> removal = FieldOptions.TAG_REMOVAL.getOrDefault(field, List.of());
      for (String flag : removal) {
        for (String tag : csv(words(flag))) {
          changes.put(key(field, tag), new YamlEdit.Remove());
        }
      }
      String flag = field.longFlag();
      if (flag.isEmpty() || !parsed.hasMatchedOption(flag)) {
        continue;
      }
      switch (field.type()) {
        case TAGS ->
            tags(flag, words(flag))
                .forEach((tag, value) -> changes.put(key(field, tag), new YamlEdit.Put(value)));
        case LIST -> changes.put(key(field, ""), list(field, csv(words(flag))));
        default -> {
          String text = parsed.matchedOptionValue(flag, "");
          changes.put(key(field, ""), value(field, flag, text, nth));
        }
      }
    }
    return changes;
  }

  /** The fields that {@code unset} names. */
  List<FieldKey> named() {
    List<FieldKey> keys = new ArrayList<>();
    for (Field field : Field.values()) {
      List<String> removal = FieldOptions.TAG_REMOVAL.get(field);
      if (removal != null) {
        csv(words(removal.getLast())).forEach(tag -> keys.add(key(field, tag)));
      } else if (!field.longFlag().isEmpty() && parsed.hasMatchedOption(field.longFlag())) {
        keys.add(key(field, ""));
      }
    }
    return keys;
  }

  /** The single items of lists to add and to take away. */
  List<ListItems> items() {
    List<ListItems> all = new ArrayList<>();
    for (Field field : Field.values()) {
      if (field.type() == Field.Type.LIST && !field.longFlag().isEmpty()) {
        String flag = field.longFlag();
        List<String> add = csv(words(flag + "-add"));
        List<String> delete = csv(words(flag + "-del"));
        if (!add.isEmpty() || !delete.isEmpty()) {
          if (parsed.hasMatchedOption(flag)) {
            throw new ParameterException(
                line, flag + " gives the whole list, " + flag + "-add and -del items: give one");
          }
          all.add(new ListItems(key(field, ""), add, delete));
        }
      }
    }
    return all;
  }

  /** The whole sections to take away, by group. */
  Map<Field.Group, List<String>> sections() {
    Map<Field.Group, List<String>> sections = new TreeMap<>();
    FieldOptions.SECTION_REMOVAL.forEach((group, flags) -> {
      List<String> names = new ArrayList<>();
      flags.forEach(flag -> names.addAll(csv(words(flag))));
      if (!names.isEmpty()) {
        sections.put(group, names);
      }
    });
    return sections;
  }

  /** The name that a flag such as {@code --diskname} gives, or empty. */
  String owner(Field.Group group) {
    String flag = FieldOptions.OWNER.getOrDefault(group, "");
    return flag.isEmpty() ? "" : parsed.matchedOptionValue(flag, "");
  }

  private List<String> words(String flag) {
    return parsed.hasMatchedOption(flag)
        ? parsed.matchedOptionValue(flag, List.<String>of())
        : List.of();
  }

  private YamlEdit list(Field field, List<String> items) {
    String more = field.longFlag() + "-add";
    for (String item : items) {
      boolean single = item.startsWith("+") || item.startsWith("-");
      if (single && field != Field.KERNEL_ARGS && parsed.commandSpec().findOption(more) != null) {
        String one = item.startsWith("+") ? more : field.longFlag() + "-del";
        throw new ParameterException(
            line,
            "%s gives the whole list; for one item of it: %s %s"
                .formatted(field.longFlag(), one, item.substring(1)));
      }
    }
    return items.isEmpty() || items.stream().anyMatch(Values::isUnset)
        ? new YamlEdit.Remove()
        : new YamlEdit.Put(items);
  }

  private YamlEdit value(Field field, String flag, String text, int nth) {
    boolean noAddress = field.type() == Field.Type.IP && text.equals("0.0.0.0");
    boolean noFlag =
        field.type() == Field.Type.FLAG && NO_FLAG.contains(text.toLowerCase(Locale.ROOT));
    if (text.isEmpty() || Values.isUnset(text) || noAddress || noFlag) {
      return new YamlEdit.Remove();
    }
    try {
      String value = Values.check(field.type(), text);
      boolean counts = field == Field.NET_IPADDR || field == Field.IPMI_IPADDR;
      return new YamlEdit.Put(counts && nth > 0 ? following(value, nth) : value);
    } catch (IllegalArgumentException e) {
      boolean prefix = field == Field.NET_IPADDR && text.indexOf('/') > 0;
      String fix = prefix ? "; the length of the prefix goes to --netmask" : "";
      String wrong = "Invalid value for " + flag + ": " + e.getMessage() + fix;
      throw new ParameterException(line, wrong, e);
    }
  }

  private static String following(String address, int nth) {
    int first = Prefix.toInt(Prefix.parseAddress(address));
    if (Integer.compareUnsigned(first + nth, first) < 0) {
      throw new IllegalArgumentException(
          "counting up from '" + address + "' ends before the last node");
    }
    return Prefix.fromInt(first + nth).getHostAddress();
  }

  private FieldKey key(Field field, String tag) {
    String owner =
        switch (field.group()) {
          case NETDEV -> parsed.matchedOptionValue("--netname", "default");
          case DISK, PARTITION -> named(Field.Group.DISK, field);
          case FILESYSTEM -> named(Field.Group.FILESYSTEM, field);
          default -> "";
        };
    boolean part = field.group() == Field.Group.PARTITION;
    return new FieldKey(field, owner, part ? named(Field.Group.PARTITION, field) : "", tag);
  }

  private String named(Field.Group group, Field field) {
    String name = owner(group);
    if (name.isEmpty()) {
      throw new ParameterException(
          line, field.longFlag() + " needs " + FieldOptions.OWNER.get(group) + " NAME beside it");
    }
    return name;
  }

  /**
   * {@code a=1,b=2} are two tags; where only one sign of equality stands, its value may hold
   * commas.
   */
  private Map<String, String> tags(String flag, List<String> words) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String word : words) {
      boolean one = word.indexOf('=') == word.lastIndexOf('=');
      for (String pair : one ? List.of(word) : csv(word)) {
        int equals = pair.indexOf('=');
        if (equals <= 0) {
          throw new ParameterException(line, flag + " takes KEY=VALUE, not '" + pair + "'");
        }
        tags.put(pair.substring(0, equals).strip(), pair.substring(equals + 1));
      }
    }
    return tags;
  }

  private static List<String> csv(List<String> words) {
    List<String> items = new ArrayList<>();
    words.forEach(word -> items.addAll(csv(word)));
    return items;
  }

  /**
   * A comma list; double quotes protect commas. Those round a whole item are not part of it, others
   * are, as a kernel argument may need them.
   */
  static List<String> csv(String text) {
    List<String> items = new ArrayList<>();
    StringBuilder item = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ',';
      if (c == ',' && (!quoted || i == text.length())) {
        items.add(unquoted(item.toString().strip()));
        item.setLength(0);
      } else {
        quoted ^= c == '"';
        item.append(c);
      }
    }
    items.removeIf(String::isEmpty);
    return List.copyOf(items);
  }

  private static String unquoted(String item) {
    boolean whole =
        item.length() > 1 && item.indexOf('"') == 0 && item.indexOf('"', 1) == item.length() - 1;
    return whole ? item.substring(1, item.length() - 1) : item;
  }
}
