package org.wwj.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.Setting.Value;
import org.wwj.registry.Traced.Origin;

/** Merges nodes with their profiles by Warewulf's rules (warewulf.md §2.4). */
public final class Merge {
  private final NodesFile file;
  // Most nodes write the same list of profiles, so that part is merged once.
  private final Map<List<String>, State> cache = new HashMap<>();

  /**
   * A node after the merge, and the origin of its fields: worked out when they are asked for, as a
   * list of all nodes needs little of each. One thread at a time.
   */
  public static final class Merged {
    private final Definition definition;
    private final State shared;
    private @Nullable State state;
    private @Nullable Node node;

    private Merged(Definition definition, State shared) {
      this.definition = definition;
      this.shared = shared;
    }

    /** Its name. */
    public String name() {
      return definition.name();
    }

    /** The node. */
    public Node node() {
      Node made = node;
      if (made == null) {
        State whole = state();
        made = new NodeBuilder(name(), whole.fields(), whole.devices(), whole.disks()).node();
        node = made;
      }
      return made;
    }

    /** Its fields. */
    public SortedMap<FieldKey, Traced> fields() {
      return state().fields();
    }

    /** {@link Node#profiles}, without the rest. */
    public List<String> profiles() {
      return clean(definition.profiles());
    }

    /** The names of its network devices, without the rest. */
    public SortedSet<String> devices() {
      if (shared.devices().isEmpty()) {
        return definition.devices();
      }
      if (definition.devices().isEmpty() && definition.ended().isEmpty()) {
        return shared.devices();
      }
      SortedSet<String> all = new TreeSet<>(shared.devices());
      for (SectionKey section : definition.ended().keySet()) {
        if (section.group() == Field.Group.NETDEV) {
          all.remove(section.owner());
        }
      }
      all.addAll(definition.devices());
      return all;
    }

    /** What a field of one word at the top of the node says, without the rest. */
    public String text(Field field) {
      FieldKey key = FieldKey.of(field);
      @Nullable Setting own = definition.settings().get(key);
      @Nullable Traced inherited = own == null ? shared.fields().get(key) : null;
      @Nullable Value value = own != null ? own.value() : null;
      if (inherited != null) {
        value = inherited.value();
      }
      return value instanceof Value.Text(var text) ? text : "";
    }

    private State state() {
      State whole = state;
      if (whole == null) {
        whole = shared.copy();
        apply(whole, definition, "", name());
        state = whole;
      }
      return whole;
    }
  }

  private record State(
      SortedMap<FieldKey, Traced> fields, SortedSet<String> devices, SortedSet<String> disks) {
    State() {
      this(new TreeMap<>(), new TreeSet<>(), new TreeSet<>());
    }

    /** Whether anything is said of a section. */
    boolean has(SectionKey section) {
      return switch (section.group()) {
        case NETDEV -> devices.contains(section.owner());
        case DISK -> disks.contains(section.owner());
        default -> fields.keySet().stream().anyMatch(section::covers);
      };
    }

    void end(SectionKey section) {
      fields.keySet().removeIf(section::covers);
      switch (section.group()) {
        case NETDEV -> devices.remove(section.owner());
        case DISK -> disks.remove(section.owner());
        default -> {}
      }
    }

    State copy() {
      return new State(new TreeMap<>(fields), new TreeSet<>(devices), new TreeSet<>(disks));
    }
  }

  /** Merges the definitions of a file. Keeps a cache: one thread at a time. */
  public Merge(NodesFile file) {
    this.file = file;
  }

  /** One node; it must stand in the file. */
  public Merged node(String name) {
    Definition definition = file.nodes().get(name);
    if (definition == null) {
      throw new IllegalArgumentException("no node " + name);
    }
    return new Merged(definition, shared(definition));
  }

  /** What a node or profile inherits, without what it says itself. */
  public SortedMap<FieldKey, Traced> inherited(Definition definition) {
    return Collections.unmodifiableSortedMap(shared(definition).fields());
  }

  /** Whether a node or profile inherits anything of a device, disk, partition or file system. */
  public boolean inherits(Definition definition, SectionKey section) {
    return shared(definition).has(section);
  }

  /** The profiles that those of a list name in their turn. */
  public Set<String> nested(List<String> names) {
    Set<String> nested = new LinkedHashSet<>();
    for (String name : names) {
      if (!name.startsWith("~")) {
        nested.addAll(profiles(List.of(name)).stream().filter(n -> !n.equals(name)).toList());
      }
    }
    return nested;
  }

  /** All nodes. */
  public List<Node> nodes() {
    return file.nodes().keySet().stream().map(name -> node(name).node()).toList();
  }

  private State shared(Definition definition) {
    List<String> written = definition.profiles();
    State state = cache.get(written);
    if (state == null) {
      state = profileState(profiles(written));
      cache.put(written, state);
    }
    return state;
  }

  private State profileState(List<String> names) {
    State state = new State();
    for (String name : names) {
      Definition profile = file.profiles().get(name);
      if (profile != null) { // wwj check and the snapshot's warnings name the missing one
        apply(state, profile, name, name);
      }
    }
    return state;
  }

  /**
   * The names of the profiles that a list stands for, in the order of the merge: what a profile
   * names itself comes before it, the first place wins, {@code ~x} takes x away at the end.
   */
  List<String> profiles(List<String> written) {
    List<String> walked = new ArrayList<>();
    walk(written, new HashSet<>(), walked);
    return clean(walked);
  }

  private void walk(List<String> names, Set<String> visited, List<String> walked) {
    for (String name : names) {
      if (name.startsWith("~")) {
        walked.add(name);
      } else if (visited.add(name)) {
        Definition profile = file.profiles().get(name);
        if (profile != null) {
          walk(profile.profiles(), visited, walked);
        }
        walked.add(name);
      }
    }
  }

  /** A list without its negations and what they name. */
  static List<String> clean(List<String> items) {
    Set<String> negated = new LinkedHashSet<>();
    for (String item : items) {
      if (item.startsWith("~")) {
        negated.add(item.substring(1));
      }
    }
    return negated.isEmpty()
        ? items
        : items.stream().filter(i -> !i.startsWith("~") && !negated.contains(i)).toList();
  }

  private static void apply(State state, Definition definition, String source, String name) {
    boolean profile = !source.isEmpty();
    definition.ended().keySet().forEach(state::end);
    state.devices().addAll(definition.devices());
    state.disks().addAll(definition.disks());
    for (Map.Entry<FieldKey, Setting> entry : definition.all()) {
      FieldKey key = entry.getKey();
      boolean nodeOnly = key.field() == Field.PROFILES || key.field() == Field.COMMENT;
      if (profile && nodeOnly) {
        continue;
      }
      Setting setting = entry.getValue();
      Traced before = state.fields().get(key);
      Origin origin = new Origin(name, setting.line());
      if (setting.value() instanceof Value.Cleared) {
        state.fields().remove(key);
      } else if (before == null) {
        state.fields().put(key, new Traced(key, setting.value(), source, List.of(origin)));
      } else {
        List<Origin> chain = new ArrayList<>(before.chain());
        chain.add(origin);
        state.fields().put(key, over(before, setting.value(), source, name, List.copyOf(chain)));
      }
    }
  }

  private static Traced over(
      Traced before, Value value, String source, String name, List<Origin> chain) {
    String joined = before.source() + "," + name;
    String superseded = source.isEmpty() ? "SUPERSEDED" : source;
    return switch (value) {
      case Value.Items(var items) when before.value() instanceof Value.Items(var first) -> {
        List<String> all = new ArrayList<>(first);
        all.addAll(items);
        yield new Traced(before.key(), new Value.Items(List.copyOf(all)), joined, chain);
      }
      case Value.Tree(var tree) when before.value() instanceof Value.Tree(var first) ->
          new Traced(
              before.key(),
              new Value.Tree(Resource.merge(first, tree)),
              tree instanceof List ? joined : superseded,
              chain);
      default -> new Traced(before.key(), value, superseded, chain);
    };
  }

  /** A field's list as it takes effect after the merge. */
  public static List<String> effective(Field field, List<String> items) {
    return negates(field) ? clean(items) : items;
  }

  /** Whether a field's list loses its negations after the merge. */
  static boolean negates(Field field) {
    return field.type() == Field.Type.LIST && field != Field.FS_OPTIONS;
  }
}
