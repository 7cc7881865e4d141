package org.wwj.image;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.wwj.archive.Compression;
import org.wwj.archive.Digest;
import org.wwj.image.layer.Layer;
import org.wwj.image.layer.LayerApplier;
import org.wwj.image.layer.Unpacked;

/** A tar archive of a root file system; plain, gzip, zstd or xz. */
public record RootfsArchive(String source, Path archive) implements ImageSource {
  private static final byte[] XZ = {(byte) 0xFD, '7', 'z', 'X', 'Z', 0};

  @Override
  public String imageName() {
    return String.valueOf(archive.getFileName());
  }

  @Override
  public Origin fill(Path tree, Path scratch, ImportProgress progress) throws IOException {
    progress.step("unpacking " + archive);
    long size = Files.size(archive);
    progress.expect(1, size);
    FutureTask<Digest> digest = new FutureTask<>(() -> Digest.of(archive));
    Thread.ofPlatform().daemon().start(digest);
    AtomicLong read = new AtomicLong();
    Layer layer = new Layer(archive.toString(), () -> withoutXz(archive), "", size);
    Unpacked unpacked =
        LayerApplier.rootfs(
            layer, tree, (same, bytes) -> progress.received(bytes - read.getAndSet(bytes)));
    progress.unpacked();
    unpacked.notes().forEach(progress::step);
    return Origin.of(source, "sha256:" + await(digest));
  }

  private static Digest await(FutureTask<Digest> digest) throws IOException {
    try {
      return digest.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ImageException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
  }

  /** Any compression but that of xz is told when it is unpacked. */
  private static InputStream withoutXz(Path archive) throws IOException {
    return isXz(archive)
        ? Tool.output(List.of("xz", "-dc", archive.toString()))
        : Files.newInputStream(archive);
  }

  /** Whether the file is compressed, as its first bytes tell. */
  public static boolean compressed(Path archive) throws IOException {
    return isXz(archive) || Compression.ofContent(start(archive)) != Compression.NONE;
  }

  /** A file's bytes without its compression. */
  public static InputStream open(Path archive) throws IOException {
    InputStream in = new BufferedInputStream(withoutXz(archive), 1 << 16);
    try {
      return isXz(archive) ? in : Compression.ofContent(start(archive)).decompress(in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static boolean isXz(Path archive) throws IOException {
    return Arrays.equals(start(archive), XZ);
  }

  private static byte[] start(Path archive) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      return in.readNBytes(XZ.length);
    }
  }
}
