package org.wwj.image;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * Finds what a program of the image needs to start, as the image's own loader would (ld.so(8)): its
 * interpreter and libraries, and theirs.
 */
final class Libraries {
  private static final int MAX_INCLUDES = 8;

  private final ImageTree tree;
  private final List<String> folders;

  Libraries(ImageTree tree) {
    this.tree = tree;
    SequencedSet<String> all = new LinkedHashSet<>();
    configured("etc/ld.so.conf", all, MAX_INCLUDES);
    all.addAll(List.of("lib64", "usr/lib64", "lib", "usr/lib"));
    // Debian's loader knows these without being told.
    for (String triplet : tree.names("usr/lib", "*-linux-gnu*")) {
      all.add("usr/lib/" + triplet);
    }
    this.folders = List.copyOf(all);
  }

  /**
   * All files that the program needs, as paths that the loader opens, itself first.
   *
   * @throws ImageException when one is missing in the image
   */
  List<String> closure(String program) {
    SequencedSet<String> paths = new LinkedHashSet<>();
    add(program, paths);
    return List.copyOf(paths);
  }

  private void add(String path, SequencedSet<String> paths) {
    if (!paths.add(path)) {
      return;
    }
    ImageTree.Resolved file =
        tree.plainFile(path).orElseThrow(() -> new ImageException("the image has no /" + path));
    Optional<Elf> elf = Elf.read(tree.file(file));
    if (elf.isEmpty()) {
      return; // a script, say; its interpreter is in the list of tools
    }
    if (!elf.get().interpreter().isEmpty()) {
      add(relative(elf.get().interpreter()), paths);
    }
    for (String name : elf.get().needed()) {
      add(find(name, elf.get(), file.path()), paths);
    }
  }

  private String find(String name, Elf user, String userPath) {
    if (name.contains("/")) {
      return relative(name);
    }
    List<String> candidates = new ArrayList<>();
    int slash = userPath.lastIndexOf('/');
    String origin = slash < 0 ? "" : userPath.substring(0, slash);
    for (String folder : user.runpath()) {
      candidates.add(
          relative(folder.replace("${ORIGIN}", "/" + origin).replace("$ORIGIN", "/" + origin)));
    }
    candidates.addAll(folders);
    for (String folder : candidates) {
      String path = folder + "/" + name;
      Optional<ImageTree.Resolved> file = tree.plainFile(path);
      if (file.isPresent()
          && Elf.read(tree.file(file.get()))
              .filter(e -> e.machine() == user.machine())
              .isPresent()) {
        return path;
      }
    }
    throw new ImageException(
        "the image's /"
            + userPath
            + " needs the library "
            + name
            + ", which the image does not have");
  }

  private void configured(String file, SequencedSet<String> into, int includes) {
    for (String line : tree.lines(file)) {
      String text = line.replaceFirst("#.*", "").strip();
      if (text.startsWith("include ") && includes > 0) {
        String glob = text.substring("include ".length()).strip();
        String full = glob.startsWith("/") ? relative(glob) : "etc/" + glob;
        int slash = full.lastIndexOf('/');
        for (String name : tree.names(full.substring(0, slash), full.substring(slash + 1))) {
          configured(full.substring(0, slash) + "/" + name, into, includes - 1);
        }
      } else if (text.startsWith("/")) {
        into.add(relative(text));
      }
    }
  }

  private static String relative(String path) {
    return path.replaceFirst("^/+", "");
  }
}
