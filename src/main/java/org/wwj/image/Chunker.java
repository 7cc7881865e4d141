package org.wwj.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.wwj.archive.Digest;

/**
 * Cuts a file where its content says so, by a gear hash over the last 64 bytes with FastCDC's
 * normalisation: the rule is stricter before the average size and laxer after it. So an insertion
 * moves only the cuts near it, and the generations of an image share most of their chunks. Cuts are
 * part of what mirrors cache: the constants never change.
 */
final class Chunker {
  static final int MIN = 256 << 10;
  static final int AVERAGE = 1 << 20;
  static final int MAX = 4 << 20;

  /** What a node checks in one go: small enough to share the work among processors. */
  static final int PART = 8 << 20;

  /** The hash shifts left, so its high bits have seen the most bytes. */
  private static final long STRICT = -1L << (64 - 22);

  private static final long LAX = -1L << (64 - 18);
  private static final long[] GEAR = gear();

  private Chunker() {}

  /**
   * The chunks of a file, the parts that they make, and the digests of the whole: SHA-256, and
   * SHA-512 in hex.
   */
  record Cut(List<Chunk> chunks, List<Part> parts, long size, Digest digest, String sha512) {}

  /**
   * Reads the file, by three threads: the digests of the whole take as long as all else, and are no
   * work to share.
   */
  static Cut cut(Path file) throws IOException {
    try (ExecutorService others = Executors.newFixedThreadPool(2);
        InputStream in = Files.newInputStream(file)) {
      Future<byte[]> sha256 = others.submit(() -> digest(file, Digest.sha256()));
      Future<byte[]> sha512 = others.submit(() -> digest(file, Digest.sha512()));
      List<Chunk> chunks = new ArrayList<>();
      List<Part> parts = new ArrayList<>();
      long size = cut(in, chunks, parts);
      return new Cut(
          List.copyOf(chunks),
          List.copyOf(parts),
          size,
          new Digest(hex(sha256.get())),
          hex(sha512.get()));
    } catch (ExecutionException e) {
      throw new IOException(file + " cannot be read: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }

  private static byte[] digest(Path file, MessageDigest computation) throws IOException {
    byte[] buffer = new byte[1 << 17];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        computation.update(buffer, 0, n);
      }
    }
    return computation.digest();
  }

  /** Reads the stream to its end; returns its size. */
  static long cut(InputStream in, List<Chunk> chunks, List<Part> parts) throws IOException {
    MessageDigest part = Digest.sha512();
    long begin = 0;
    byte[] buffer = new byte[MAX];
    long offset = 0;
    int held = in.readNBytes(buffer, 0, MAX);
    while (held > 0) {
      int length = length(buffer, held);
      chunks.add(new Chunk(Digest.finish(Digest.sha256(), buffer, length), offset, length));
      part.update(buffer, 0, length);
      offset += length;
      held -= length;
      System.arraycopy(buffer, length, buffer, 0, held);
      held += in.readNBytes(buffer, held, MAX - held);
      if (offset - begin >= PART || held == 0) {
        parts.add(new Part(hex(part.digest()), begin, offset - begin));
        begin = offset;
      }
    }
    return offset;
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  /** Length of the first chunk of what is held. */
  private static int length(byte[] bytes, int held) {
    if (held <= MIN) {
      return held;
    }
    long hash = 0;
    int i = MIN - Long.SIZE;
    for (int end = Math.min(held, AVERAGE); i < end; i++) {
      hash = (hash << 1) + GEAR[bytes[i] & 0xFF];
      if (i >= MIN && (hash & STRICT) == 0) {
        return i + 1;
      }
    }
    for (; i < held; i++) {
      hash = (hash << 1) + GEAR[bytes[i] & 0xFF];
      if ((hash & LAX) == 0) {
        return i + 1;
      }
    }
    return held;
  }

  /** Random numbers by splitmix64 from a fixed seed. */
  private static long[] gear() {
    long[] table = new long[256];
    long state = 0x7777_6A00_0000_0001L;
    for (int i = 0; i < table.length; i++) {
      state += 0x9E3779B97F4A7C15L;
      long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      table[i] = z ^ (z >>> 31);
    }
    return table;
  }
}
