package org.wwj.image.layer;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Compression;
import org.wwj.archive.Digest;

/**
 * A layer's archive without its compression, made ready ahead of its reader: one thread
 * decompresses, one computes the digest, in a ring of buffers.
 *
 * <pre>
 * free buffers -> decompress -> raw -> digest -> ready -> reader -> free buffers
 * </pre>
 */
final class BlobStream extends InputStream {
  private static final int BUFFERS = 24;
  private static final int BUFFER = 1 << 18;
  private static final long RATIO_STARTS_AT = 64 << 20;
  private static final long REPORT_NANOS = 200_000_000;

  private final Layer layer;
  private final long ratio;
  private final Progress progress;
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(BUFFERS);
  private final BlockingQueue<Chunk> raw = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final BlockingQueue<Chunk> ready = new ArrayBlockingQueue<>(BUFFERS + 1);
  private final MessageDigest sha = Digest.sha256();
  private final Thread decompressor;
  private final Thread digester;
  private Chunk chunk = new Chunk(new byte[0], 0, null);
  private int at;
  private boolean ended;
  private int buffers;

  /** A filled buffer; the last one is empty, with what went wrong if anything did. */
  @SuppressWarnings("ArrayRecordComponent") // chunks are passed on, never compared
  private record Chunk(byte[] bytes, int length, @Nullable Throwable failure) {
    boolean isLast() {
      return length == 0;
    }
  }

  BlobStream(Layer layer, long ratio, Progress progress) {
    this.layer = layer;
    this.ratio = ratio;
    this.progress = progress;
    decompressor = Thread.ofPlatform().daemon().name("decompress").start(this::decompress);
    digester = Thread.ofPlatform().daemon().name("digest").start(this::digest);
  }

  private void decompress() {
    Chunk last = new Chunk(new byte[0], 0, null);
    try (Counted source = new Counted(layer.source().open())) {
      BufferedInputStream in = new Ahead(source);
      in.mark(8);
      byte[] magic = in.readNBytes(8);
      in.reset();
      pump(Compression.ofContent(magic).decompress(in), source);
      progress.read(layer, source.count);
    } catch (InterruptedException e) {
      return; // the reader has closed
    } catch (Throwable e) { // whatever it is, the reader is told of it
      last = new Chunk(new byte[0], 0, e);
    }
    raw.add(last);
  }

  private void pump(InputStream in, Counted source) throws IOException, InterruptedException {
    long total = 0;
    long reported = System.nanoTime();
    while (true) {
      byte[] bytes = buffer();
      int length = in.readNBytes(bytes, 0, bytes.length);
      if (length == 0) {
        return;
      }
      total += length;
      if (total - RATIO_STARTS_AT > source.count * ratio) {
        throw new IOException(
            "it unpacks to more than " + ratio + " times its size, as archives made to harm do");
      }
      raw.add(new Chunk(bytes, length, null));
      long now = System.nanoTime();
      if (now - reported > REPORT_NANOS) {
        reported = now;
        progress.read(layer, source.count);
      }
    }
  }

  /** A small layer takes few of them. */
  private byte[] buffer() throws InterruptedException {
    byte[] used = free.poll();
    if (used != null) {
      return used;
    }
    if (buffers < BUFFERS) {
      buffers++;
      return new byte[BUFFER];
    }
    return free.take();
  }

  private void digest() {
    try {
      Chunk next;
      do {
        next = raw.take();
        sha.update(next.bytes(), 0, next.length());
        ready.add(next);
      } while (!next.isLast());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the reader has closed
    }
  }

  @Override
  public int read() throws IOException {
    return fill() ? chunk.bytes()[at++] & 0xFF : -1;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, chunk.length() - at);
    System.arraycopy(chunk.bytes(), at, bytes, offset, n);
    at += n;
    return n;
  }

  @Override
  public long skip(long bytes) throws IOException {
    if (bytes <= 0 || !fill()) {
      return 0;
    }
    int n = (int) Math.min(bytes, chunk.length() - at);
    at += n;
    return n;
  }

  private boolean fill() throws IOException {
    if (at < chunk.length()) {
      return true;
    }
    if (ended) {
      return false;
    }
    if (chunk.bytes().length > 0) {
      free.add(chunk.bytes());
    }
    try {
      chunk = ready.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    at = 0;
    ended = chunk.isLast();
    Throwable failure = chunk.failure();
    if (failure != null) {
      throw failure instanceof IOException io ? io : new IOException(failure.toString(), failure);
    }
    return !ended;
  }

  /** Reads to the end, past whatever follows the archive. */
  Digest finish() throws IOException {
    while (fill()) {
      at = chunk.length();
    }
    return Digest.finish(sha, new byte[0], 0);
  }

  /** Stops the threads. */
  @Override
  public void close() {
    decompressor.interrupt();
    digester.interrupt();
  }

  /** Counts what is read of the blob. */
  private static final class Counted extends InputStream {
    private final InputStream in;
    private long count;

    Counted(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int b = in.read();
      count += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int n = in.read(bytes, offset, length);
      count += Math.max(0, n);
      return n;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** Tells truly whether there is more: the JDK's gzip takes the end of a member for the end. */
  private static final class Ahead extends BufferedInputStream {
    Ahead(InputStream in) {
      super(in, BUFFER);
    }

    @Override
    public synchronized int available() throws IOException {
      if (pos < count) {
        return count - pos;
      }
      mark(1);
      int next = read();
      reset();
      return next < 0 ? 0 : count - pos;
    }
  }
}
