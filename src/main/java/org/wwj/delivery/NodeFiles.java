package org.wwj.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.wwj.boot.BootTags;
import org.wwj.boot.Phase;
import org.wwj.image.BuiltKernels;
import org.wwj.image.Generation;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import org.wwj.ops.Log;
import org.wwj.registry.Node;
import org.wwj.registry.RootMethod;

/**
 * The big files of a node: kernel, initramfs, image and manifest of the generation its script
 * named.
 */
final class NodeFiles {
  private static final Pattern GENERATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");
  private static final String BINARY = "application/octet-stream";

  private final ImageStore images;

  NodeFiles(ImageStore images) {
    this.images = images;
  }

  /** Who is told that a file of that name begins to leave, in which phase of the boot. */
  interface Follower {
    Transfer.Listener follow(Phase phase, String what);
  }

  /** The generation a request means: the one its script pinned, else the image's current one. */
  Optional<Generation> generation(Node node, Map<String, String> query) {
    String pinned = query.getOrDefault("generation", "");
    if (node.imageName().isEmpty()) {
      return Optional.empty();
    }
    if (pinned.isEmpty()) {
      return find(node.imageName());
    }
    String image = ImageStore.nameOf(node.imageName());
    return GENERATION.matcher(pinned).matches() ? find(image + "@" + pinned) : Optional.empty();
  }

  private Optional<Generation> find(String reference) {
    return Optional.ofNullable(Glance.of(reference, () -> images.find(reference).orElse(null)));
  }

  /** What a boot of that generation by that method is going to take, in bytes. */
  long bootBytes(RootMethod method, Generation generation, String kernel) {
    long initramfs =
        switch (method) {
          case SQUASHFS, TMPFS -> size(generation.stage1(kernel)) + size(generation.squashfs());
          case INITRD -> size(generation.initrd());
          case DRACUT -> size(generation.dracut(kernel)) + size(generation.initrd());
        };
    return size(generation.kernel(kernel)) + initramfs;
  }

  /**
   * Which of the generation's kernels the node boots.
   *
   * @throws ImageException when it has none such, with the fix; the node is the sentence's subject
   */
  static String kernelOf(Node node, Generation generation) {
    String wish = node.kernel().version();
    if (wish.isEmpty()) {
      return "";
    }
    BuiltKernels kernels = BuiltKernels.of(generation);
    return kernels
        .find(wish)
        .orElseThrow(() ->
            new ImageException(
                "asks for kernel '%s', and %s has %s: run `wwj image build %s` if it is in the image, or `wwj node set %s --kernelversion VERSION`"
                    .formatted(
                        wish,
                        reference(generation),
                        String.join(", ", kernels.releases()),
                        generation.image(),
                        node.name())));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // told when the node asks for it
    }
  }

  Answer kernel(Node node, Map<String, String> query, Follower follower) {
    return file(
        node, query, follower, g -> g.kernel(kernelOf(node, g)), Phase.KERNEL, "kernel", BINARY);
  }

  Answer manifest(Node node, Map<String, String> query, Follower follower) {
    return file(node, query, follower, Generation::manifest, Phase.IMAGE, "manifest", "text/plain");
  }

  Answer initramfs(Node node, Map<String, String> query, Follower follower) {
    boolean dracut = method(node) == RootMethod.DRACUT;
    return file(
        node,
        query,
        follower,
        dracut ? g -> g.dracut(kernelOf(node, g)) : g -> g.stage1(kernelOf(node, g)),
        Phase.KERNEL,
        dracut ? "initramfs" : "stage-1",
        BINARY);
  }

  Answer image(Node node, Map<String, String> query, Follower follower) {
    return switch (method(node)) {
      case SQUASHFS, TMPFS ->
          file(node, query, follower, Generation::squashfs, Phase.IMAGE, "image", BINARY);
      case INITRD, DRACUT ->
          file(node, query, follower, Generation::initrd, Phase.IMAGE, "image", "application/gzip");
    };
  }

  /** An unknown word was told when the script was asked for; here it means the default. */
  private static RootMethod method(Node node) {
    return RootMethod.tryParse(node.root()).orElse(RootMethod.SQUASHFS);
  }

  /** Whether our stage-1 boots the node, which does without a runtime overlay. */
  static boolean byStage1(Node node) {
    return switch (method(node)) {
      case SQUASHFS, TMPFS -> true;
      case INITRD, DRACUT -> false;
    };
  }

  /** Which file of a generation. */
  private interface Part {
    Path of(Generation generation);
  }

  private Answer file(
      Node node,
      Map<String, String> query,
      Follower follower,
      Part part,
      Phase phase,
      String what,
      String mediaType) {
    Optional<Generation> generation = generation(node, query);
    if (generation.isEmpty()) {
      return Answers.notFound(missingImage(node, query));
    }
    try {
      Path path = part.of(generation.get());
      long size = Glance.at(path).size();
      Transfer.Listener progress =
          follower.follow(phase, what + " of " + reference(generation.get()));
      String etag = generation.get().id() + "-" + path.getFileName();
      long pace = BootTags.bytesPerSecond(node);
      return new Answer.FileSlice(path, 0, size, mediaType, etag, false, progress, pace, false);
    } catch (NoSuchFileException e) {
      return Answers.notFound(
          "image %s has no %s (%s): run `wwj image build %s`"
              .formatted(
                  reference(generation.get()),
                  what,
                  Path.of(String.valueOf(e.getMessage())).getFileName(),
                  generation.get().image()));
    } catch (IOException e) {
      Log.warn("image-unreadable", "node", node.name(), "reason", e);
      return Answers.error(
          "the server cannot read the %s of image %s: its log says why (image-unreadable)"
              .formatted(what, reference(generation.get())));
    } catch (ImageException e) {
      return Answers.notFound("node " + node.name() + " " + e.getMessage());
    }
  }

  /** Why a node's image cannot be given, with the fix. */
  static String missingImage(Node node, Map<String, String> query) {
    if (node.imageName().isEmpty()) {
      return "node %1$s has no image: run `wwj node set %1$s --image NAME`".formatted(node.name());
    }
    String pinned = query.getOrDefault("generation", "");
    if (pinned.isEmpty() && node.imageName().contains("@")) {
      return "node %1$s is pinned to %2$s, which does not exist: run `wwj image history %3$s` and `wwj node set %1$s --image %3$s` or with one of those"
          .formatted(node.name(), node.imageName(), ImageStore.nameOf(node.imageName()));
    }
    return pinned.isEmpty()
        ? "image %1$s of node %2$s is not built: run `wwj image build %1$s`"
            .formatted(node.imageName(), node.name())
        : "image %s has no generation '%s': boot node %s again"
            .formatted(node.imageName(), pinned, node.name());
  }

  private static String reference(Generation generation) {
    return generation.image() + "@" + generation.id();
  }
}
