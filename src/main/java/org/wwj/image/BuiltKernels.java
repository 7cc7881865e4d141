package org.wwj.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernels that one generation brings. Its file {@code kernels} has a line {@code RELEASE /PATH}
 * for each path by which a kernel was known in the image; the first is the one that nodes boot
 * which ask for no other.
 */
public final class BuiltKernels {
  private static final Pattern LINE = Pattern.compile("([\\w\\-.:+~]{1,200}) /(.+)");
  private static final Pattern VERSION = Pattern.compile("kernel-version ([\\w\\-.:+~]{1,200})");
  private static final int MAX_LINES = 1000;

  /** In the order of the file. */
  private final List<Kernel> kernels;

  BuiltKernels(List<Kernel> kernels) {
    this.kernels = List.copyOf(kernels);
  }

  /**
   * Reads those of a generation.
   *
   * @throws ImageException when it says of none
   */
  public static BuiltKernels of(Generation generation) {
    List<Kernel> kernels = new ArrayList<>();
    try {
      for (String line : lines(generation.kernels())) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          kernels.add(Kernel.named(matcher.group(2), matcher.group(1)));
        }
      }
    } catch (NoSuchFileException e) {
      kernels.addAll(onlyOne(generation));
    } catch (IOException e) {
      throw new ImageException(
          generation.kernels() + " cannot be read: " + e + "; build the image again", e);
    }
    if (kernels.isEmpty()) {
      throw new ImageException(generation.kernels() + " names no kernel; build the image again");
    }
    return new BuiltKernels(kernels);
  }

  /** Generations made before there was such a file have the kernel that the manifest names. */
  private static List<Kernel> onlyOne(Generation generation) {
    try {
      return lines(generation.manifest()).stream()
          .limit(5)
          .map(VERSION::matcher)
          .filter(Matcher::matches)
          .map(matcher -> Kernel.named("boot/vmlinuz-" + matcher.group(1), matcher.group(1)))
          .toList();
    } catch (IOException e) {
      throw new ImageException(
          generation.manifest() + " cannot be read: " + e + "; build the image again", e);
    }
  }

  private static List<String> lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      return lines.limit(MAX_LINES).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Their full names, that of the usual one first. */
  public List<String> releases() {
    return kernels.stream().map(Kernel::release).distinct().toList();
  }

  /**
   * The name in the generation of the kernel that a node asks for: empty for the usual one, else
   * its release. Empty when it brings no such kernel.
   *
   * @param wish the node's {@code kernel version}: a path in the image, a release, the beginning of
   *     one, or nothing
   */
  public Optional<String> find(String wish) {
    if (wish.isEmpty()) {
      return Optional.of("");
    }
    Optional<Kernel> found =
        wish.startsWith("/")
            ? kernels.stream().filter(k -> wish.equals("/" + k.path())).findFirst()
            : Kernel.find(Kernel.sorted(kernels), wish);
    return found
        .map(Kernel::release)
        .map(release -> release.equals(kernels.getFirst().release()) ? "" : release);
  }

  /** The lines of the file. */
  String format() {
    return kernels.stream()
        .map(kernel -> kernel.release() + " /" + kernel.path() + "\n")
        .distinct()
        .collect(Collectors.joining());
  }
}
