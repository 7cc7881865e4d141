package org.wwj.archive;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * How a stream is compressed: always one gzip member or one zstd frame, as the kernel's initramfs
 * loader takes the end of a frame for the end of the archive.
 */
public enum Compression {
  NONE,
  GZIP,
  ZSTD;

  private static final int BUFFER = 1 << 16;

  /** The compression that a file name's ending tells; NONE when it tells nothing. */
  public static Compression ofName(String name) {
    if (name.endsWith(".gz") || name.endsWith(".tgz")) {
      return GZIP;
    }
    return name.endsWith(".zst") ? ZSTD : NONE;
  }

  /** The compression that a stream's first bytes tell; NONE when they tell nothing. */
  public static Compression ofContent(byte[] start) {
    if (startsWith(start, 0x1F, 0x8B)) {
      return GZIP;
    }
    boolean skippable =
        start.length >= 4 && (start[0] & 0xF0) == 0x50 && startsWith(tail(start), 0x2A, 0x4D, 0x18);
    return skippable || startsWith(start, 0x28, 0xB5, 0x2F, 0xFD) ? ZSTD : NONE;
  }

  private static byte[] tail(byte[] bytes) {
    return Arrays.copyOfRange(bytes, 1, bytes.length);
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** A stream that compresses into {@code out}; closing it closes {@code out}. */
  public OutputStream compress(OutputStream out, int level) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new LeveledGzip(out, Math.min(level, Deflater.BEST_COMPRESSION));
      case ZSTD -> new ZstdOutputStream(out, level);
    };
  }

  /** A stream that decompresses {@code in}; closing it closes {@code in}. */
  public InputStream decompress(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER);
      case ZSTD -> new ZstdInputStream(in);
    };
  }

  private static final class LeveledGzip extends GZIPOutputStream {
    LeveledGzip(OutputStream out, int level) throws IOException {
      super(out, BUFFER);
      def.setLevel(level);
    }
  }
}
