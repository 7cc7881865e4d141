package org.wwj.image.layer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wwj.archive.FileTree;

/** What was left out, counted by kind, with the first member of each. */
final class Notes implements FileTree.LeftOut {
  private static final int MAX_KINDS = 50;

  private final Map<String, String> first = new LinkedHashMap<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();

  @Override
  public void tell(String what, String path) {
    String kind = first.containsKey(what) || first.size() < MAX_KINDS ? what : "other things";
    first.putIfAbsent(kind, path);
    counts.merge(kind, 1L, Long::sum);
  }

  List<String> sentences() {
    List<String> all = new ArrayList<>();
    first.forEach((what, path) ->
        all.add(
            "left out: "
                + FileTree.display(what)
                + ", "
                + counts.getOrDefault(what, 1L)
                + " times, first at "
                + FileTree.display(path)));
    return all;
  }
}
