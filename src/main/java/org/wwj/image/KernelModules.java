package org.wwj.image;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * The modules of one kernel, as depmod wrote them down: {@code modules.dep}, {@code
 * modules.builtin} and {@code modules.softdep}.
 */
final class KernelModules {
  private final Map<String, String> files = new HashMap<>();
  private final Map<String, List<String>> needs = new HashMap<>();
  private final Set<String> builtin = new HashSet<>();

  /** Reads the lists below {@code lib/modules/RELEASE}. */
  KernelModules(ImageTree tree, String release) {
    String folder = "lib/modules/" + release + "/";
    List<String> lines = tree.lines(folder + "modules.dep");
    if (lines.isEmpty()) {
      throw new ImageException(
          "the image has no /"
              + folder
              + "modules.dep: install the modules of kernel "
              + release
              + " (Rocky: kernel-modules), or run depmod "
              + release
              + " in the image");
    }
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String module = name(line.substring(0, colon));
        files.put(module, line.substring(0, colon));
        needs.put(
            module, words(line.substring(colon + 1)).stream().map(KernelModules::name).toList());
      }
    }
    tree.lines(folder + "modules.builtin").forEach(line -> builtin.add(name(line)));
    tree.lines(folder + "modules.softdep").forEach(this::soft);
  }

  /** Whether the kernel has it, built in or as a module. */
  boolean has(String module) {
    return files.containsKey(module) || builtin.contains(module);
  }

  /**
   * Files of those of the wanted modules that exist and of all that they need, relative to the
   * modules' folder, each after what it needs. What is built in needs no file.
   */
  List<String> files(Collection<String> wanted) {
    SequencedSet<String> order = new LinkedHashSet<>();
    Set<String> visited = new HashSet<>();
    wanted.forEach(module -> visit(name(module), visited, order));
    return List.copyOf(order);
  }

  private void visit(String module, Set<String> visited, SequencedSet<String> order) {
    String file = files.get(module);
    if (file == null || !visited.add(module)) {
      return;
    }
    needs.getOrDefault(module, List.of()).forEach(need -> visit(need, visited, order));
    order.add(file);
  }

  /** {@code softdep NAME pre: A B post: C}. */
  private void soft(String line) {
    List<String> words = words(line);
    if (words.size() < 3 || !words.getFirst().equals("softdep")) {
      return;
    }
    List<String> all = new ArrayList<>(needs.getOrDefault(name(words.get(1)), List.of()));
    for (String word : words.subList(2, words.size())) {
      if (!word.endsWith(":")) {
        all.add(name(word));
      }
    }
    needs.put(name(words.get(1)), all);
  }

  private static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
  }

  /** {@code kernel/fs/overlayfs/overlay.ko.xz} is overlay; dashes and underscores are the same. */
  static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1)
        .replaceFirst("\\.ko(\\.(xz|zst|gz))?$", "")
        .replace('-', '_');
  }
}
