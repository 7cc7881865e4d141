package org.wwj.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Digest;
import org.wwj.config.ConfigException;
import org.wwj.image.Inspection.Damage;
import org.wwj.image.Inspection.Seal;
import org.wwj.image.sign.Signed;
import org.wwj.image.sign.VerifyingKey;

/** Looks whether a generation is still what was built and signed. */
public final class Inspector {
  /** {@code hsqs}, the first bytes of a squashfs (squashfs_fs.h). */
  private static final int SQUASHFS_MAGIC = 0x73717368;

  private static final String SQUASHFS = "root.squashfs";
  private static final int SUPERBLOCK = 96;
  private static final int BYTES_USED = 40;

  private final Path keys;

  /**
   * Checks by the site's key.
   *
   * @param keys folder of the site's keys, {@code localstatedir/keys}
   */
  public Inspector(Path keys) {
    this.keys = keys;
  }

  /** What the signatures, the names and the sizes of the files tell: quick, whatever their size. */
  public Inspection quick(Generation generation) {
    return new Look(generation).finish();
  }

  /** Reads every byte of it, too. */
  public Inspection thorough(Generation generation) {
    Look look = new Look(generation);
    look.contents();
    return look.finish();
  }

  private Optional<VerifyingKey> key() {
    try {
      return VerifyingKey.load(keys);
    } catch (ConfigException e) {
      return Optional.empty(); // told by who signs; here it is a signature that cannot be checked
    }
  }

  /** One look at one generation. */
  private final class Look {
    private final Generation generation;
    private final Optional<VerifyingKey> key = key();
    private final List<Damage> damages = new ArrayList<>();
    private final @Nullable Manifest manifest;
    private final @Nullable FileList files;
    private Seal seal = Seal.NONE;
    private String keyId = "";
    private int looked;

    Look(Generation generation) {
      this.generation = generation;
      Optional<Signed> text = text(generation.manifest());
      text.flatMap(Signed::signature).ifPresent(signature -> keyId = signature.keyId());
      this.manifest = text.map(this::manifest).orElse(null);
      this.files = files();
      sizes();
    }

    private void damage(String file, String what) {
      damages.add(new Damage(file, what));
    }

    private Optional<Signed> text(Path file) {
      try {
        return Optional.of(Signed.parse(Files.readString(file, StandardCharsets.ISO_8859_1)));
      } catch (NoSuchFileException e) {
        damage(file.getFileName().toString(), "is missing");
      } catch (IOException e) {
        damage(file.getFileName().toString(), "cannot be read (" + e + ")");
      }
      return Optional.empty();
    }

    private @Nullable Manifest manifest(Signed text) {
      seal = seal(text);
      try {
        Manifest parsed = Manifest.parse(text.body());
        if (seal == Seal.WRONG) {
          damage("manifest", "does not match its signature");
        } else if (!parsed.generation().equals(generation.id())) {
          damage("manifest", "is that of generation " + parsed.generation());
        }
        return parsed;
      } catch (ImageException e) {
        damage("manifest", "is damaged: " + e.getMessage());
        return null;
      }
    }

    private Seal seal(Signed text) {
      if (text.signature().isEmpty()) {
        return Seal.NONE;
      }
      String by = text.signature().get().keyId();
      if (key.isEmpty() || !key.get().id().equals(by)) {
        return Seal.OTHER;
      }
      return key.get().verifies(text) ? Seal.SITE : Seal.WRONG;
    }

    private @Nullable FileList files() {
      Path file = generation.folder().resolve(FileList.NAME);
      if (seal == Seal.NONE && !Files.exists(file)) {
        return null; // built before there was a list
      }
      Optional<Signed> text = text(file);
      if (text.isEmpty()) {
        return null;
      }
      try {
        FileList list = FileList.parse(text.get().body());
        Seal own = seal(text.get());
        if (own == Seal.WRONG) {
          damage(FileList.NAME, "does not match its signature");
        } else if (own == Seal.NONE || (own == Seal.OTHER && seal == Seal.SITE)) {
          damage(FileList.NAME, "is not signed by the key that signed the manifest");
        } else if (!list.generation().equals(generation.id())) {
          damage(FileList.NAME, "is that of generation " + list.generation());
        }
        return list;
      } catch (ImageException e) {
        damage(FileList.NAME, "is damaged: " + e.getMessage());
        return null;
      }
    }

    private void sizes() {
      if (files != null) {
        files.files().forEach((name, entry) -> size(name, entry.size()));
      } else if (manifest != null) {
        size(SQUASHFS, manifest.size());
      }
    }

    private void size(String name, long expected) {
      looked++;
      Path file = generation.folder().resolve(name);
      try {
        long size = Files.size(file);
        if (size != expected) {
          damage(name, "has %d bytes, it was built with %d".formatted(size, expected));
        }
      } catch (NoSuchFileException e) {
        damage(name, "is missing");
      } catch (IOException e) {
        damage(name, "cannot be read (" + e + ")");
      }
    }

    void contents() {
      if (files != null) {
        for (Map.Entry<String, FileList.Entry> file : files.files().entrySet()) {
          content(file.getKey(), file.getValue());
        }
      }
      chunks();
      superblock();
    }

    /** The image itself is told by its chunks. */
    private void content(String name, FileList.Entry expected) {
      Path file = generation.folder().resolve(name);
      if (file.equals(generation.squashfs()) && manifest != null) {
        return;
      }
      try {
        if (Files.size(file) == expected.size() && !Digest.of(file).equals(expected.sha256())) {
          damage(name, "is not what was built: its SHA-256 is another");
        }
      } catch (IOException e) {
        unreadable(name, e);
      }
    }

    private void unreadable(String name, IOException e) {
      if (!(e instanceof NoSuchFileException)) {
        damage(name, "cannot be read (" + e + ")");
      }
    }

    private void chunks() {
      if (manifest == null) {
        return;
      }
      try (FileChannel image = FileChannel.open(generation.squashfs())) {
        List<Chunk> wrong =
            manifest.chunks().parallelStream().filter(chunk -> damaged(image, chunk)).toList();
        for (Chunk chunk : wrong) {
          damage(
              SQUASHFS,
              "has a damaged chunk %s (bytes %d to %d)"
                  .formatted(chunk.digest(), chunk.offset(), chunk.offset() + chunk.size() - 1));
        }
      } catch (UncheckedIOException e) {
        unreadable(SQUASHFS, new IOException(e.getMessage(), e));
      } catch (IOException e) {
        unreadable(SQUASHFS, e);
      }
    }

    private static boolean damaged(FileChannel image, Chunk chunk) {
      MessageDigest sha = Digest.sha256();
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      long at = chunk.offset();
      long end = at + chunk.size();
      try {
        while (at < end) {
          buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
          int n = image.read(buffer, at);
          if (n < 0) {
            return true;
          }
          sha.update(buffer.flip());
          at += n;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return !Digest.finish(sha, new byte[0], 0).equals(chunk.digest());
    }

    private void superblock() {
      try (FileChannel image = FileChannel.open(generation.squashfs())) {
        ByteBuffer block = ByteBuffer.allocate(SUPERBLOCK).order(ByteOrder.LITTLE_ENDIAN);
        while (block.hasRemaining() && image.read(block, block.position()) >= 0) {}
        if (block.hasRemaining() || block.getInt(0) != SQUASHFS_MAGIC) {
          damage(SQUASHFS, "is no squashfs: its first bytes are others");
        } else if (block.getLong(BYTES_USED) > image.size()) {
          damage(
              SQUASHFS,
              "is cut off: it says it has %d bytes and has %d"
                  .formatted(block.getLong(BYTES_USED), image.size()));
        }
      } catch (IOException e) {
        unreadable(SQUASHFS, e);
      }
    }

    Inspection finish() {
      int chunks = manifest == null ? 0 : manifest.chunks().size();
      return new Inspection(generation, seal, keyId, damages, looked, chunks);
    }
  }
}
