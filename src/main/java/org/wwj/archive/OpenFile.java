package org.wwj.archive;

import java.nio.file.FileSystemException;

/** A new file of a tree while its content is written; closed unfinished it stays unreadable. */
public final class OpenFile implements AutoCloseable {
  private final Syscalls calls;
  private final AttributeWriter attributes;
  private final int descriptor;
  private final String path;
  private final Attributes wanted;
  private boolean closed;

  OpenFile(
      Syscalls calls, AttributeWriter attributes, int descriptor, String path, Attributes wanted) {
    this.calls = calls;
    this.attributes = attributes;
    this.descriptor = descriptor;
    this.path = path;
    this.wanted = wanted;
  }

  /** Writes bytes at that place of the file; what is never written is a hole. */
  public void write(byte[] bytes, int offset, int length, long position)
      throws FileSystemException {
    int written = 0;
    while (written < length) {
      int n =
          calls.write(descriptor, bytes, offset + written, length - written, position + written);
      check(n);
      written += n;
    }
  }

  /** Ends a file that has its content: owner, mode, attributes and time, in this order. */
  public void finish(long size, boolean endsInHole) throws FileSystemException {
    if (endsInHole) {
      check(calls.truncate(descriptor, size));
    }
    attributes.set(descriptor, path, wanted);
    closed = true;
    check(calls.close(descriptor));
  }

  private void check(int result) throws FileSystemException {
    if (result < 0) {
      throw new FileSystemException(path, null, "cannot be written: " + Syscalls.reason(result));
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      calls.close(descriptor);
    }
  }
}
