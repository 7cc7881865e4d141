package org.wwj.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The lines of a passwd or group file, passwd(5) and group(5): name, password, number, and more.
 * Lines that are none, such as comments and {@code +} of NIS, stay where they are.
 */
record Accounts(List<String> lines) {
  /** The place of the user's or group's number. */
  static final int ID = 2;

  /** The place of the primary group's number in passwd. */
  static final int GROUP = 3;

  private static final int MIN_FIELDS = 4;

  static Accounts parse(String text) {
    return new Accounts(text.lines().toList());
  }

  /** Numbers by name, in the order of the file; of a name that stands twice the first counts. */
  SequencedMap<String, Integer> ids() {
    SequencedMap<String, Integer> ids = new LinkedHashMap<>();
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      if (isAccount(fields)) {
        ids.putIfAbsent(fields[0], Integer.parseUnsignedInt(fields[ID]));
      }
    }
    return ids;
  }

  private static boolean isAccount(String[] fields) {
    if (fields.length < MIN_FIELDS
        || fields[0].isEmpty()
        || "+-#".indexOf(fields[0].charAt(0)) >= 0) {
      return false;
    }
    return isNumber(fields[ID]);
  }

  private static boolean isNumber(String text) {
    try {
      return Integer.parseUnsignedInt(text) != -1; // which means none to the kernel
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /**
   * These lines with other numbers, and with what is missing at the end.
   *
   * @param ids the number each name is to have
   * @param groups new numbers of primary groups by old ones; for passwd alone
   * @param missing lines of names that are not here
   */
  Accounts changed(Map<String, Integer> ids, Map<Integer, Integer> groups, List<String> missing) {
    List<String> changed = new ArrayList<>();
    for (String line : lines) {
      String[] fields = line.split(":", -1);
      if (isAccount(fields)) {
        int now = Integer.parseUnsignedInt(fields[ID]);
        fields[ID] = Integer.toUnsignedString(ids.getOrDefault(fields[0], now));
        if (!groups.isEmpty() && isNumber(fields[GROUP])) {
          int group = Integer.parseUnsignedInt(fields[GROUP]);
          fields[GROUP] = Integer.toUnsignedString(groups.getOrDefault(group, group));
        }
      }
      changed.add(String.join(":", fields));
    }
    changed.addAll(missing);
    return new Accounts(changed);
  }

  /** The line of a name. */
  String line(String name) {
    return lines.stream().filter(line -> line.startsWith(name + ":")).findFirst().orElseThrow();
  }

  String text() {
    return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
  }
}
