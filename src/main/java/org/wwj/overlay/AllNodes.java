package org.wwj.overlay;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.wwj.config.SiteConfig;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * The nodes of one snapshot in the order that templates see them in. What some fields of all of
 * them say is compared with the snapshot before once, and not for each node that is rendered.
 */
final class AllNodes {
  private final Snapshot snapshot;
  private final SiteConfig config;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<List<String>, Column> columns = new ConcurrentHashMap<>();
  private final Map<List<String>, Column> former = new HashMap<>();
  private final Consumer<Column> superseded;

  /** What some fields of all nodes say. Equal only to itself: there is one as long as they do. */
  static final class Column {
    private final Object[] values;

    private Column(Object[] values) {
      this.values = values;
    }
  }

  /**
   * The nodes of a snapshot.
   *
   * @param before those that it follows
   * @param superseded told of what the nodes before said and these do not
   */
  AllNodes(Snapshot snapshot, @Nullable AllNodes before, Consumer<Column> superseded) {
    this.snapshot = snapshot;
    this.superseded = superseded;
    this.config =
        before != null && before.config.equals(snapshot.config())
            ? before.config
            : snapshot.config();
    if (before != null) {
      former.putAll(before.former);
      former.putAll(before.columns);
    }
    snapshot.nodes().values().stream()
        .sorted(Comparator.comparing(Node::clusterName).thenComparing(Node::name))
        .forEach(nodes::add);
  }

  Snapshot snapshot() {
    return snapshot;
  }

  /** The site's settings: the same object as long as they are equal. */
  SiteConfig config() {
    return config;
  }

  /** As templates see them, each struct made when it is looked at. */
  List<Object> watched(Looking looking) {
    return new Watching(looking);
  }

  private final class Watching extends AbstractList<Object> implements RandomAccess {
    private final Looking looking;

    Watching(Looking looking) {
      this.looking = looking;
    }

    @Override
    public Object get(int index) {
      return new Watched(new NodeStruct(nodes.get(index)), looking::all);
    }

    @Override
    public int size() {
      return nodes.size();
    }
  }

  /** What those fields say. */
  Column column(List<String> fields) {
    return columns.computeIfAbsent(
        fields,
        wanted -> {
          Object[] values = new Object[nodes.size() * wanted.size()];
          int at = 0;
          for (Node node : nodes) {
            for (String field : wanted) {
              values[at++] = NodeStruct.basis(node, field);
            }
          }
          Column before = former.get(wanted);
          if (before != null && Arrays.equals(before.values, values)) {
            return before;
          }
          if (before != null) {
            superseded.accept(before);
          }
          return new Column(values);
        });
  }
}
