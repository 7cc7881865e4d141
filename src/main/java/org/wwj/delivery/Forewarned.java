package org.wwj.delivery;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Status;
import org.wwj.net.HostList;

/** Tells in the status of nodes that will not boot as they are. */
final class Forewarned {
  private Forewarned() {}

  /**
   * The status with these sentences: at each node that was seen, and once among the problems for
   * all that were not.
   *
   * @param sentences by node, which is their subject
   */
  static Status in(Status status, Map<String, String> sentences) {
    if (sentences.isEmpty()) {
      return status;
    }
    List<NodeStatus> nodes = new ArrayList<>();
    Map<String, String> unseen = new LinkedHashMap<>(sentences);
    for (NodeStatus node : status.nodes()) {
      String sentence = unseen.remove(node.name());
      nodes.add(sentence == null ? node : node.because(sentence));
    }
    Map<String, SortedSet<String>> groups =
        unseen.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    LinkedHashMap::new,
                    Collectors.mapping(Map.Entry::getKey, Collectors.toCollection(TreeSet::new))));
    List<String> problems = new ArrayList<>(status.problems());
    groups.forEach((sentence, names) -> problems.add(HostList.compress(names) + " " + sentence));
    return new Status(nodes, status.unknown(), problems, status.running(), status.traffic());
  }
}
