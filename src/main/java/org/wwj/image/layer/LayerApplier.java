package org.wwj.image.layer;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Digest;
import org.wwj.archive.FileTree;
import org.wwj.archive.OpenFile;
import org.wwj.archive.TarMember;
import org.wwj.archive.TarMember.Extent;
import org.wwj.archive.TarReader;
import org.wwj.image.ImageException;

/**
 * A tree into which layers are unpacked one after the other, the base first, as OCI image-spec
 * layer.md says. After a failure the tree is unfinished and its owner deletes it.
 *
 * <p>One thread at a time; each layer may still be on its way until it is its turn.
 */
public final class LayerApplier implements AutoCloseable {
  private static final int BUFFER = 1 << 17;

  /** What a folder or a small file takes on the disk at least. */
  private static final int BLOCK = 4096;

  private static final String SHA256 = "sha256:";

  private final Limits limits;
  private final Progress progress;
  private final Notes notes = new Notes();
  private final FileTree tree;
  private final byte[] buffer = new byte[BUFFER];
  private long members;
  private long bytes;
  private long taken;

  /**
   * An applier into a folder that is there, usually empty.
   *
   * @throws IOException when the folder cannot be opened
   */
  public LayerApplier(Path tree, Limits limits, Progress progress) throws IOException {
    this.limits = limits;
    this.progress = progress;
    this.tree = new FileTree(tree, notes);
  }

  /**
   * Unpacks layers as they come.
   *
   * @param layers base first; each is asked for when the one before it is done, and may wait
   * @throws ImageException naming layer and member
   */
  public static Unpacked apply(List<? extends Supplier<Layer>> layers, Path tree, Progress progress)
      throws IOException {
    try (LayerApplier applier = new LayerApplier(tree, Limits.of(tree), progress)) {
      for (Supplier<Layer> layer : layers) {
        applier.apply(layer.get());
      }
      return applier.unpacked();
    }
  }

  /**
   * Unpacks the archive of a root file system into an empty folder.
   *
   * @throws ImageException naming archive and member
   */
  public static Unpacked rootfs(Layer archive, Path tree, Progress progress) throws IOException {
    try (LayerApplier applier = new LayerApplier(tree, Limits.of(tree), progress)) {
      applier.apply(archive, Convention.ROOTFS);
      return applier.unpacked();
    }
  }

  /**
   * Unpacks the next layer.
   *
   * @throws ImageException naming layer and member: damaged, harmful, too large, or its digest is
   *     not the promised one
   */
  public void apply(Layer layer) {
    apply(layer, Convention.LAYER);
  }

  private void apply(Layer layer, Convention convention) {
    tree.startLayer();
    TarMember member = null;
    try (BlobStream stream = new BlobStream(layer, limits.ratio(), progress)) {
      TarReader tar = new TarReader(stream);
      long before = members;
      for (member = tar.next(); member != null; member = tar.next()) {
        place(member, tar, convention);
      }
      if (convention == Convention.ROOTFS && members == before) {
        throw new ImageException(layer.name() + " is no tar archive, or an empty one");
      }
      Digest digest = stream.finish();
      if (layer.diffId().isEmpty() && !tar.endIsMarked()) {
        throw new IOException("the archive is cut off: nothing marks its end");
      }
      check(layer, digest);
    } catch (FileSystemException e) {
      throw new ImageException(refusal(layer, member, e, convention), e);
    } catch (IOException e) {
      throw new ImageException(
          layer.name() + " cannot be read to its end: " + e.getMessage() + "; get it again", e);
    }
  }

  private static String refusal(
      Layer layer, @Nullable TarMember member, FileSystemException e, Convention convention) {
    String name = FileTree.display(member == null ? e.getFile() : member.name());
    return layer.name()
        + " is not imported: its member '"
        + name
        + "' "
        + e.getReason()
        + "; "
        + convention.remedy();
  }

  private static void check(Layer layer, Digest found) {
    String promised = layer.diffId();
    if (!promised.isEmpty() && !promised.equals(SHA256 + found)) {
      throw new ImageException(
          layer.name()
              + " is not what the image's configuration promises: its content has the digest "
              + SHA256
              + found
              + " instead of "
              + promised
              + "; import the image again, and if that fails push it again");
    }
  }

  private void place(TarMember member, TarReader tar, Convention convention) throws IOException {
    if (++members > limits.members()) {
      throw refused(member, "is one more than the " + limits.members() + " that an image may have");
    }
    taken += BLOCK;
    if (taken > limits.bytes()) {
      throw tooLarge(member);
    }
    String path = convention.path(member.name());
    switch (convention.whiteout(path)) {
      case Whiteout.None none -> make(member, path, tar, convention);
      case Whiteout.Of hidden -> tree.whiteout(hidden.path());
      case Whiteout.Opaque opaque -> tree.opaque(opaque.folder());
      case Whiteout.Aufs aufs -> {}
    }
  }

  private void make(TarMember member, String path, TarReader tar, Convention convention)
      throws IOException {
    switch (member.kind()) {
      case FOLDER -> tree.folder(path, member.attributes());
      case FILE -> file(member, path, tar);
      case SYMLINK -> tree.symlink(path, member.linkName(), member.attributes());
      case HARD_LINK ->
          tree.hardLink(path, convention.target(member.linkName()), member.attributes());
      case CHARACTER, BLOCK, FIFO -> {
        if (Devices.allowed(member, path)) {
          tree.node(path, member.kind(), member.major(), member.minor(), member.attributes());
        } else {
          notes.tell("device nodes outside of /dev", path);
        }
      }
    }
  }

  private void file(TarMember member, String path, TarReader tar) throws IOException {
    long stored = 0;
    for (Extent extent : member.extents()) {
      stored += extent.length();
    }
    bytes += stored;
    taken += stored;
    if (taken > limits.bytes()) {
      throw tooLarge(member);
    }
    try (OpenFile file = tree.file(path, member.attributes())) {
      long written = 0;
      for (Extent extent : member.extents()) {
        long end = extent.offset() + extent.length();
        for (long at = extent.offset(); at < end; written = at) {
          int n = tar.read(buffer, 0, (int) Math.min(buffer.length, end - at));
          file.write(buffer, 0, n, at);
          at += n;
        }
      }
      file.finish(member.size(), written < member.size());
    }
  }

  private FileSystemException tooLarge(TarMember member) {
    return refused(
        member,
        "needs more than the " + limits.bytes() + " bytes that the disk has for this image");
  }

  private static FileSystemException refused(TarMember member, String why) {
    return new FileSystemException(member.name(), null, why);
  }

  /** What has been unpacked by now. */
  public Unpacked unpacked() {
    return new Unpacked(members, bytes, notes.sentences());
  }

  @Override
  public void close() {
    tree.close();
  }
}
