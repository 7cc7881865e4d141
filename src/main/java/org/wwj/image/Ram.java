package org.wwj.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.wwj.registry.RootMethod;

/**
 * Bytes of RAM below which a machine cannot boot a generation, by root method; 0 where that is not
 * known. They are what is certainly needed, not what is comfortable: a machine with less fails, and
 * programs come on top.
 *
 * <p>Each is the sum of what is in RAM at the narrowest moment: the kernel, its own bookkeeping (a
 * part of all RAM), stage-1 unpacked with the programs it runs, the image, and for tmpfs the tree
 * beside it. For an initrd it is the archive and the tree, as the kernel frees the former only when
 * it has unpacked all. Calibrated on boots at the least RAM (docs/benchmarks.md, decision 014).
 *
 * @param squashfs with the image in RAM under an overlay
 * @param tmpfs with the image copied out
 * @param initrd with the tree as one initramfs
 */
public record Ram(long squashfs, long tmpfs, long initrd) {
  /** Of a generation that was made before this was worked out. */
  public static final Ram UNKNOWN = new Ram(0, 0, 0);

  /** MiB that must stay free beside the image; stage-1 refuses to go on without. */
  static final int SPARE = 24;

  private static final long MIB = 1 << 20;

  /** What the kernel takes for tables, drivers and the programs of stage-1. */
  private static final long BESIDE_STAGE1 = 25 * MIB;

  /** The same while it unpacks an initrd: there are no programs yet. */
  private static final long BESIDE_INITRD = 32 * MIB;

  /** One part in so many of all RAM describes the others: 64 bytes a page, and caches as large. */
  private static final long SHARE = 32;

  /** Firmware keeps some for itself, so that 512 MiB are never quite that. */
  private static final long FIRMWARE = 2 * MIB;

  /** Nothing is below zero. */
  public Ram {
    if (squashfs < 0 || tmpfs < 0 || initrd < 0) {
      throw new IllegalArgumentException("RAM below zero");
    }
  }

  /**
   * Works them out.
   *
   * @param kernel bytes that the running kernel takes, as of {@link #ofKernel}
   * @param stage1 bytes of the unpacked stage-1
   * @param image bytes of the squashfs
   * @param tree bytes that the tree takes in a tmpfs
   * @param archive bytes of the compressed initrd; 0 when there is none, and then taken to be as
   *     large as the image
   */
  static Ram of(long kernel, long stage1, long image, long tree, long archive) {
    long mounted = kernel + BESIDE_STAGE1 + stage1 + image + SPARE * MIB;
    long unpacking = kernel + BESIDE_INITRD + tree + (archive > 0 ? archive : image);
    return new Ram(whole(mounted), whole(mounted + tree), whole(unpacking));
  }

  /** All RAM of which so much is left beside its bookkeeping. */
  private static long whole(long bytes) {
    return bytes * SHARE / (SHARE - 1);
  }

  /**
   * What a kernel takes when it runs: half of what it asks for to unpack itself, which includes the
   * packed kernel (Linux x86 boot protocol, {@code init_size}; arm64 booting.rst, {@code
   * image_size}).
   */
  static long ofKernel(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(0x264);
    }
    ByteBuffer bytes = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    if (head.length == 0x264 && bytes.getInt(0x202) == 0x53726448) {
      return bounded(Integer.toUnsignedLong(bytes.getInt(0x260)) / 2);
    }
    if (head.length >= 64 && bytes.getInt(56) == 0x644D5241) {
      return bounded(bytes.getLong(16) / 2);
    }
    return bounded(Files.size(file));
  }

  /** A header that lies shall keep nobody from booting. */
  private static long bounded(long bytes) {
    return Math.clamp(bytes, 0, 128 * MIB);
  }

  /** What a machine needs by that method, 0 when unknown. */
  public long need(RootMethod method) {
    return switch (method) {
      case SQUASHFS -> squashfs;
      case TMPFS -> tmpfs;
      case INITRD -> initrd;
      case DRACUT -> 0;
    };
  }

  /**
   * Why a machine cannot boot it, with what would help; empty when it may.
   *
   * @param memoryKib KiB of its RAM, 0 when unknown
   * @param image what it boots, for the sentence
   */
  public Optional<String> tooSmall(long memoryKib, RootMethod method, String image) {
    long has = memoryKib * 1024 + FIRMWARE;
    if (memoryKib == 0 || has >= need(method)) {
      return Optional.empty();
    }
    String help =
        method != RootMethod.SQUASHFS && has >= squashfs
            ? "set root: squashfs, which needs %d MiB, or give it more RAM".formatted(mib(squashfs))
            : method == RootMethod.SQUASHFS
                ? "give it more RAM, or make the image smaller"
                : "give it more RAM; the least, with root: squashfs, is %d MiB"
                    .formatted(mib(squashfs));
    return Optional.of(
        "has %d MiB of RAM, and %s needs %d MiB with root: %s; %s"
            .formatted(
                mib(memoryKib * 1024),
                image,
                mib(need(method)),
                method.name().toLowerCase(java.util.Locale.ROOT),
                help));
  }

  private static long mib(long bytes) {
    return (bytes + MIB - 1) / MIB;
  }
}
