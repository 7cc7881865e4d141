package org.wwj.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What makes an image's users and groups those of the server (warewulf.md §5): names that both have
 * get the server's numbers, names that only the server has are added, and names that only the image
 * has keep theirs, which must be free.
 *
 * @param users numbers of users that change, new ones by old ones
 * @param groups the same of groups
 * @param changes each user and group that changes or is added
 * @param conflicts numbers that would belong to two; nothing can be done as long as there are any
 * @param passwd the image's passwd afterwards
 * @param group the image's group afterwards
 */
public record SyncPlan(
    Map<Integer, Integer> users,
    Map<Integer, Integer> groups,
    List<Changed> changes,
    List<Conflict> conflicts,
    String passwd,
    String group) {

  /** The two kinds of names. */
  public enum Kind {
    USER,
    GROUP;

    @Override
    public String toString() {
      return this == USER ? "user" : "group";
    }
  }

  /**
   * A user or group that is to be another.
   *
   * @param from its number in the image, empty when it is not there
   * @param to its number on the server
   */
  public record Changed(Kind kind, String name, String from, String to) {}

  /**
   * A number that two would have.
   *
   * @param image the image's name for it
   * @param id the number
   * @param server the server's name for it
   */
  public record Conflict(Kind kind, String image, String id, String server) {}

  /** Works it out of the four files. */
  static SyncPlan of(
      String imagePasswd, String imageGroup, String serverPasswd, String serverGroup) {
    Accounts users = Accounts.parse(imagePasswd);
    Accounts groups = Accounts.parse(imageGroup);
    Side user = new Side(Kind.USER, users, Accounts.parse(serverPasswd));
    Side group = new Side(Kind.GROUP, groups, Accounts.parse(serverGroup));
    List<Changed> changes = new ArrayList<>(user.changes);
    changes.addAll(group.changes);
    List<Conflict> conflicts = new ArrayList<>(user.conflicts);
    conflicts.addAll(group.conflicts);
    return new SyncPlan(
        Map.copyOf(user.moves),
        Map.copyOf(group.moves),
        List.copyOf(changes),
        List.copyOf(conflicts),
        users.changed(user.wanted, group.moves, user.missing).text(),
        groups.changed(group.wanted, Map.of(), group.missing).text());
  }

  /** Whether the image is as the server is already. */
  public boolean isEmpty() {
    return changes.isEmpty() && conflicts.isEmpty();
  }

  /** Users or groups, as one is worked out like the other. */
  private static final class Side {
    private final Kind kind;
    private final SequencedMap<String, Integer> here;
    private final SequencedMap<String, Integer> there;
    private final Map<String, Integer> wanted = new LinkedHashMap<>();
    private final Map<Integer, Integer> moves = new TreeMap<>();
    private final List<String> missing = new ArrayList<>();
    private final List<Changed> changes = new ArrayList<>();
    private final List<Conflict> conflicts = new ArrayList<>();

    Side(Kind kind, Accounts image, Accounts server) {
      this.kind = kind;
      this.here = image.ids();
      this.there = server.ids();
      there.forEach((name, to) -> {
        Integer from = here.get(name);
        if (from == null) {
          missing.add(server.line(name));
          changes.add(new Changed(kind, name, "", text(to)));
        } else if (!from.equals(to)) {
          wanted.put(name, to);
          changes.add(new Changed(kind, name, text(from), text(to)));
        }
      });
      collide();
      move();
    }

    /** A number that only the image's name had may not become the server's other name's as well. */
    private void collide() {
      Map<Integer, List<String>> taken =
          there.keySet().stream().collect(Collectors.groupingBy(there::get));
      here.forEach((name, id) -> {
        if (there.containsKey(name)) {
          return;
        }
        for (String other : taken.getOrDefault(id, List.of())) {
          boolean already = Objects.equals(here.get(other), id);
          if (!already) {
            conflicts.add(new Conflict(kind, name, text(id), other));
          }
        }
      });
    }

    /** Files tell numbers only: those of a number that two share must all go one way. */
    private void move() {
      Map<Integer, String> first = new HashMap<>();
      here.forEach((name, from) -> {
        int to = wanted.getOrDefault(name, from);
        String other = first.putIfAbsent(from, name);
        if (other == null) {
          if (to != from) {
            moves.put(from, to);
          }
        } else if (to != moves.getOrDefault(from, from)) {
          conflicts.add(new Conflict(kind, name, text(from), other));
        }
      });
    }

    private static String text(int id) {
      return Integer.toUnsignedString(id);
    }
  }
}
