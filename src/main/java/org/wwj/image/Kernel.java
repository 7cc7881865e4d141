package org.wwj.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kernel found in an image's tree.
 *
 * @param path where it lies in the tree, without leading slash
 * @param release its full name, as {@code uname -r} prints it and its modules' folder is called
 * @param version the number within the name, by which kernels are compared; may be empty
 */
record Kernel(String path, String release, String version) {
  /** Warewulf's rule for the number in a kernel's name. */
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[\\d.]+|)");

  private static final Comparator<Kernel> BY_VERSION =
      Comparator.comparing(Kernel::numbers, Kernel::compare).thenComparing(Kernel::release);

  /** All kernels of the tree, the newest first. */
  static List<Kernel> all(ImageTree tree) {
    List<Kernel> found = new ArrayList<>();
    for (String glob : List.of("Image-*", "vmlinuz-linux*", "vmlinuz-*")) {
      for (String name : tree.names("boot", glob)) {
        found.add(of(tree, "boot/" + name, name.substring(name.indexOf('-') + 1)));
      }
    }
    for (String release : tree.names("lib/modules", "*")) {
      for (String name : tree.names("lib/modules/" + release, "vmlinuz*")) {
        found.add(of(tree, "lib/modules/" + release + "/" + name, release));
      }
    }
    found.removeIf(kernel -> tree.plainFile(kernel.path).isEmpty());
    Map<String, Kernel> first =
        found.stream().collect(Collectors.toMap(Kernel::release, Function.identity(), (a, b) -> a));
    return first.values().stream().sorted(BY_VERSION.reversed()).toList();
  }

  /**
   * The kernel to boot.
   *
   * @param wish a path in the image, a version or the beginning of one; empty for the highest
   *     version that is neither debug nor rescue
   * @throws ImageException naming what there is
   */
  static Kernel choose(ImageTree tree, String wish) {
    if (wish.startsWith("/")) {
      String path = wish.substring(1);
      if (tree.plainFile(path).isEmpty()) {
        throw new ImageException("the image has no file " + wish + " to boot as its kernel");
      }
      return of(tree, path, path.replaceFirst(".*/(vmlinuz|Image)-?", ""));
    }
    List<Kernel> kernels = all(tree);
    if (kernels.isEmpty()) {
      throw new ImageException(
          "the image has no kernel in /boot or /lib/modules/*/vmlinuz; install one in it"
              + " (Debian: linux-image-amd64, Rocky: kernel-core and kernel-modules)");
    }
    return kernels.stream()
        .filter(kernel -> wish.isEmpty() ? !kernel.special() : kernel.release.startsWith(wish))
        .findFirst()
        .orElseThrow(() ->
            new ImageException(
                (wish.isEmpty() ? "no kernel to boot" : "no kernel '" + wish + "'")
                    + " in the image; it has "
                    + kernels.stream().map(Kernel::release).collect(Collectors.joining(", "))));
  }

  /** The kernel's build settings that are {@code y} or {@code m}; empty when it left none. */
  static Map<String, String> settings(ImageTree tree, String release) {
    List<String> lines = tree.lines("boot/config-" + release);
    if (lines.isEmpty()) {
      lines = tree.lines("lib/modules/" + release + "/config");
    }
    return lines.stream()
        .filter(line -> line.startsWith("CONFIG_") && (line.endsWith("=y") || line.endsWith("=m")))
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1], (a, b) -> b));
  }

  private static Kernel of(ImageTree tree, String path, String suffix) {
    Matcher matcher = VERSION.matcher(suffix);
    String version = matcher.find() ? matcher.group() : "";
    return new Kernel(path, release(tree.names("lib/modules", "*"), suffix, version), version);
  }

  /**
   * Names without a version, such as Arch's vmlinuz-linux, belong to the only modules there are.
   */
  private static String release(List<String> modules, String suffix, String version) {
    if (modules.contains(suffix) || modules.isEmpty()) {
      return suffix;
    }
    List<String> near =
        modules.stream().filter(name -> !version.isEmpty() && name.startsWith(version)).toList();
    if (near.size() == 1) {
      return near.getFirst();
    }
    return version.isEmpty() && modules.size() == 1 ? modules.getFirst() : suffix;
  }

  /** Whether it is booted only when asked for. */
  boolean special() {
    return path.contains("debug") || path.contains("rescue");
  }

  private List<Long> numbers() {
    return Arrays.stream(version.split("[.-]"))
        .filter(part -> !part.isEmpty())
        .map(part -> part.length() > 15 ? Long.MAX_VALUE : Long.parseLong(part))
        .toList();
  }

  private static int compare(List<Long> a, List<Long> b) {
    for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.size(), b.size());
  }
}
