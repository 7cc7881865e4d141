package org.wwj.image.oci;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.wwj.archive.Digest;

/** A part of a file, as a tar archive's member is. */
record Slice(Path file, long offset, long size) {
  private static final int BUFFER = 1 << 17;

  /** Its bytes; the caller closes the stream. */
  InputStream open() throws IOException {
    InputStream in = Files.newInputStream(file);
    try {
      in.skipNBytes(offset);
      return new Bounded(in, size);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** The digest of its bytes. */
  Digest digest() throws IOException {
    MessageDigest sha = Digest.sha256();
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = open()) {
      for (int n = in.read(buffer, 0, BUFFER); n >= 0; n = in.read(buffer, 0, BUFFER)) {
        sha.update(buffer, 0, n);
      }
    }
    return Digest.finish(sha, buffer, 0);
  }

  /** The first bytes of a stream; that it ends before them is an error. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long size) {
      super(in);
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int n = in.read(bytes, offset, (int) Math.min(length, left));
      if (n < 0) {
        throw new EOFException("the file ends early");
      }
      left -= n;
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      long skipped = in.skip(Math.min(n, left));
      left -= skipped;
      return skipped;
    }

    @Override
    public int available() throws IOException {
      return (int) Math.min(in.available(), left);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
