package org.wwj.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.wwj.image.sign.Signed;
import org.wwj.image.sign.VerifyingKey;
import org.wwj.net.HostList;

/**
 * What machines boot of a generation before they have its root file system: for each kernel the
 * kernel itself, a stage-1 with its modules, and dracut's initramfs if the image has one.
 */
final class BootFiles implements AutoCloseable {
  private final Generation made;
  private final List<String> warnings = new ArrayList<>();
  private final List<Assembled> assembled = new ArrayList<>();

  /**
   * One kernel of the generation.
   *
   * @param name what its files are called by, empty for the usual one
   */
  private record Assembled(String name, Kernel kernel, Stage1 stage1) {}

  private BootFiles(Generation made) {
    this.made = made;
  }

  /**
   * Copies kernels and gathers what belongs in their stage-1s.
   *
   * @param modules drivers that the site wants in stage-1
   * @throws ImageException naming what the image lacks for its usual kernel; another kernel is then
   *     left out, with a warning
   */
  static BootFiles gather(
      Generation made, ImageTree tree, KernelPlan plan, Demand demand, List<String> modules)
      throws IOException {
    BootFiles files = new BootFiles(made);
    try {
      for (Kernel kernel : plan.kernels()) {
        try {
          files.add(kernel, tree, demand, modules);
        } catch (ImageException e) {
          if (kernel.equals(plan.standard())) {
            throw e;
          }
          files.warnings.add(
              "kernel %s, which a node asks for, is left out: %s"
                  .formatted(kernel.release(), e.getMessage()));
        }
      }
      files.copyKernels(tree, plan);
      return files;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void add(Kernel kernel, ImageTree tree, Demand demand, List<String> modules)
      throws IOException {
    Stage1 stage1 = Stage1.assemble(tree, kernel, modules, demand.cards().keySet(), made.folder());
    String name = assembled.isEmpty() ? "" : kernel.release();
    if (name.isEmpty() && !stage1.verifies()) {
      warnings.add(
          "the image has no openssl 3, so nodes take the manifest that comes with stage-1 and no other; install the package openssl in the image");
    }
    assembled.add(new Assembled(name, kernel, stage1));
    stage1
        .problems()
        .forEach((card, problem) ->
            warnings.add(
                "%s: network card %s, kernel %s: %s"
                    .formatted(
                        HostList.compress(demand.cards().getOrDefault(card, new TreeSet<>())),
                        card,
                        kernel.release(),
                        problem)));
  }

  private void copyKernels(ImageTree tree, KernelPlan plan) throws IOException {
    List<Kernel> names = new ArrayList<>();
    for (Assembled one : assembled) {
      Kernel kernel = one.kernel;
      copy(tree, tree.plainFile(kernel.path()), made.kernel(one.name));
      copy(tree, kernel.initramfs(tree), made.dracut(one.name));
      plan.names().stream()
          .filter(name -> name.release().equals(kernel.release()))
          .forEach(names::add);
    }
    Files.writeString(made.kernels(), new BuiltKernels(names).format());
  }

  private static void copy(ImageTree tree, Optional<ImageTree.Resolved> source, Path target)
      throws IOException {
    if (source.isPresent()) {
      Files.copy(tree.file(source.get()), target);
    }
  }

  /** What nodes will miss. */
  List<String> warnings() {
    return warnings;
  }

  /** What each of the kernels can do; empty maps of those that left no settings. */
  List<Map<String, String>> settings(ImageTree tree) {
    return assembled.stream().map(one -> Kernel.settings(tree, one.kernel.release())).toList();
  }

  /** Bytes that the usual stage-1 takes when unpacked. */
  long stage1Bytes() throws IOException {
    return assembled.getFirst().stage1.unpackedBytes();
  }

  /**
   * Writes the stage-1s, each with the manifest.
   *
   * @param manifest of the generation, with its signature
   * @param place folder of the generation on this server, for messages
   */
  void write(Signed manifest, VerifyingKey key, Path place) throws IOException {
    for (Assembled one : assembled) {
      one.stage1.write(manifest, key, place, made.stage1(one.name));
    }
  }

  @Override
  public void close() throws IOException {
    for (Assembled one : assembled) {
      one.stage1.close();
    }
  }
}
