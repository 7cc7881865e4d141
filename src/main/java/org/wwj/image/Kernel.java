package org.wwj.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  /** What may stand in a file's name and in a line of text. */
  private static final Pattern NAME = Pattern.compile("[\\w\\-.:+~]{1,200}");

  private static final Pattern BESIDE_MODULES =
      Pattern.compile("(?:usr/)?lib/modules/([^/]+)/(?:vmlinuz|Image)[^/]*");

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
      for (String name : tree.names("lib/modules/" + release, "{vmlinuz,Image}*")) {
        found.add(of(tree, "lib/modules/" + release + "/" + name, release));
      }
    }
    found.removeIf(
        kernel -> !NAME.matcher(kernel.release).matches() || tree.plainFile(kernel.path).isEmpty());
    Map<String, Kernel> first =
        found.stream().collect(Collectors.toMap(Kernel::release, Function.identity(), (a, b) -> a));
    return sorted(first.values());
  }

  /**
   * The kernel to boot.
   *
   * @param wish a path in the image, a version or the beginning of one; empty for the highest
   *     version that is neither debug nor rescue
   * @throws ImageException naming what there is
   */
  static Kernel choose(ImageTree tree, String wish) {
    List<Kernel> kernels = all(tree);
    Optional<Kernel> chosen = wish.isEmpty() ? newest(tree, kernels) : find(tree, kernels, wish);
    return chosen.orElseThrow(() ->
        new ImageException(
            kernels.isEmpty()
                ? "the image has no kernel in /boot or /lib/modules/*/vmlinuz; install one in it"
                    + " (Debian: linux-image-amd64, Rocky: kernel-core and kernel-modules)"
                : (wish.isEmpty() ? "no kernel to boot" : "no kernel '" + wish + "'")
                    + " in the image; it has "
                    + kernels.stream().map(Kernel::release).collect(Collectors.joining(", "))));
  }

  /** One whose modules have been removed would find no disk and no network. */
  private static Optional<Kernel> newest(ImageTree tree, List<Kernel> kernels) {
    List<Kernel> usual = kernels.stream().filter(kernel -> !kernel.special()).toList();
    return usual.stream()
        .filter(kernel -> tree.plainFile(kernel.modules() + "modules.dep").isPresent())
        .findFirst()
        .or(() -> usual.stream().findFirst());
  }

  /** The kernel of that path, release, version or beginning of a release. */
  static Optional<Kernel> find(ImageTree tree, List<Kernel> kernels, String wish) {
    if (!wish.startsWith("/")) {
      return find(kernels, wish);
    }
    String path = wish.replaceFirst("^/+", "");
    return tree.plainFile(path)
        .map(ImageTree.Resolved::path)
        .map(real ->
            kernels.stream()
                .filter(kernel -> real.equals(kernel.real(tree)))
                .findFirst()
                .map(kernel -> new Kernel(path, kernel.release, kernel.version))
                // A link such as /vmlinuz says nothing of the version; what it leads to does.
                .orElseGet(() -> of(tree, path, suffix(real))))
        .filter(kernel -> NAME.matcher(kernel.release).matches());
  }

  /**
   * The one of these, the newest first, that a wish means: the release or version itself before the
   * beginning of one, whole numbers before parts of them (6.1 is not 6.12), and what is for
   * debugging or rescue last.
   */
  static Optional<Kernel> find(List<Kernel> kernels, String wish) {
    List<Predicate<Kernel>> rules =
        List.of(
            kernel -> kernel.release.equals(wish),
            kernel -> kernel.version.equals(wish) && !kernel.special(),
            kernel -> kernel.beginsWith(wish) && !kernel.special(),
            kernel -> kernel.beginsWith(wish),
            kernel -> kernel.release.startsWith(wish) && !kernel.special(),
            kernel -> kernel.release.startsWith(wish));
    return rules.stream().flatMap(rule -> kernels.stream().filter(rule)).findFirst();
  }

  private String real(ImageTree tree) {
    return tree.plainFile(path).map(ImageTree.Resolved::path).orElse("");
  }

  private boolean beginsWith(String wish) {
    return release.startsWith(wish)
        && (release.length() == wish.length()
            || !Character.isDigit(release.charAt(wish.length()))
            || !Character.isDigit(wish.charAt(wish.length() - 1)));
  }

  /** The folder of its modules, ending in a slash. */
  String modules() {
    return "lib/modules/" + release + "/";
  }

  /** Where distributions put the initramfs of a kernel (dracut's, for {@code root: dracut}). */
  Optional<ImageTree.Resolved> initramfs(ImageTree tree) {
    return Stream.of(
            "boot/initramfs-" + release + ".img",
            "boot/initrd-" + release,
            "boot/initrd.img-" + release,
            modules() + "initramfs.img",
            modules() + "initrd")
        .flatMap(path -> tree.plainFile(path).stream())
        .findFirst();
  }

  /** A kernel of that name at that path, outside of any tree. */
  static Kernel named(String path, String release) {
    Matcher matcher = VERSION.matcher(release);
    return new Kernel(path, release, matcher.find() ? matcher.group() : "");
  }

  /** In the order in which they are looked through: the newest first. */
  static List<Kernel> sorted(Collection<Kernel> kernels) {
    return kernels.stream().sorted(BY_VERSION.reversed()).toList();
  }

  /** What a path says of the version: its last part, or the folder of the modules it lies in. */
  private static String suffix(String path) {
    Matcher beside = BESIDE_MODULES.matcher(path);
    return beside.matches()
        ? beside.group(1)
        : path.replaceFirst(".*/", "").replaceFirst("^(vmlinuz|Image)-?", "");
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

  private boolean special() {
    return path.contains("debug")
        || path.contains("rescue")
        || release.contains("debug")
        || release.contains("rescue");
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
