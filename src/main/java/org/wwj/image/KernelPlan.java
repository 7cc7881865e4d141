package org.wwj.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.wwj.net.HostList;

/**
 * The kernels that a generation shall bring.
 *
 * @param kernels by release, the usual one first
 * @param names all paths by which each is known, for {@link BuiltKernels}
 * @param warnings what nodes ask for and the image does not have
 */
record KernelPlan(List<Kernel> kernels, List<Kernel> names, List<String> warnings) {
  /**
   * Works out what there shall be.
   *
   * @param wish the usual kernel, as for {@link Kernel#choose}
   */
  static KernelPlan of(String image, ImageTree tree, String wish, Demand demand) {
    Kernel standard = Kernel.choose(tree, wish);
    Map<String, Kernel> kernels = new LinkedHashMap<>();
    kernels.put(standard.release(), standard);
    List<Kernel> names = new ArrayList<>();
    name(tree, standard, names);
    List<Kernel> all = Kernel.all(tree);
    List<String> warnings = new ArrayList<>();
    demand
        .kernels()
        .forEach((asked, nodes) -> {
          Optional<Kernel> found = Kernel.find(tree, all, asked);
          if (found.isEmpty()) {
            warnings.add(
                "image %s has no kernel '%s', which %s asks for; it has %s: install it, or run"
                        .formatted(image, asked, HostList.compress(nodes), releases(all))
                    + " `wwj node set %s --kernelversion VERSION`"
                        .formatted(HostList.compress(nodes)));
          } else {
            kernels.putIfAbsent(found.get().release(), found.get());
            name(tree, found.get(), names);
          }
        });
    all.stream()
        .filter(kernel -> kernels.containsKey(kernel.release()))
        .forEach(kernel -> name(tree, kernel, names));
    return new KernelPlan(List.copyOf(kernels.values()), List.copyOf(names), warnings);
  }

  Kernel standard() {
    return kernels.getFirst();
  }

  /** The kernel's path as it was found, and the file that this leads to. */
  private static void name(ImageTree tree, Kernel kernel, List<Kernel> names) {
    for (String path : List.of(kernel.path(), tree.plainFile(kernel.path()).orElseThrow().path())) {
      if (path.chars().noneMatch(Character::isISOControl)) {
        names.add(Kernel.named(path, kernel.release()));
      }
    }
  }

  private static String releases(List<Kernel> kernels) {
    return kernels.stream().map(Kernel::release).collect(Collectors.joining(", "));
  }
}
