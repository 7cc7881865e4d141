package org.wwj.delivery;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the core says to a request: an artifact, or a refusal with its reason. */
public sealed interface Answer {

  /** Something to send. */
  sealed interface Artifact extends Answer {
    /** Size in bytes. */
    long size();

    /** Media type for HTTP. */
    String mediaType();

    /** Strong validator without quotes; equal exactly when the bytes are equal. */
    String etag();

    /** Whether the bytes behind this name never change (chunks by digest). */
    boolean immutable();

    /** Who is told of progress. */
    Transfer.Listener listener();
  }

  /**
   * A byte range of a file on disk, sent without copying.
   *
   * @param file the file; stays readable as long as the answer is in use
   * @param offset first byte
   * @param size number of bytes
   * @param pace the most that is sent in a second, in bytes; 0 for no limit
   * @param few whether few are sent at the same time, so that each may have room in its socket
   */
  record FileSlice(
      Path file,
      long offset,
      long size,
      String mediaType,
      String etag,
      boolean immutable,
      Transfer.Listener listener,
      long pace,
      boolean few)
      implements Artifact {
    /** A slice that is sent as fast as it goes. */
    public FileSlice(
        Path file,
        long offset,
        long size,
        String mediaType,
        String etag,
        boolean immutable,
        Transfer.Listener listener) {
      this(file, offset, size, mediaType, etag, immutable, listener, 0, false);
    }

    /** The same for another listener, and with or without room in the socket. */
    FileSlice told(Transfer.Listener other, boolean few) {
      return new FileSlice(file, offset, size, mediaType, etag, immutable, other, pace, few);
    }
  }

  /**
   * Bytes made for this request.
   *
   * @param content not changed after construction
   * @param pace the most that is sent in a second, in bytes; 0 for no limit
   */
  @SuppressWarnings("ArrayRecordComponent") // identity is enough: answers are never compared
  record Bytes(
      byte[] content,
      String mediaType,
      String etag,
      boolean immutable,
      Transfer.Listener listener,
      long pace)
      implements Artifact {
    /** Bytes that are sent as fast as it goes. */
    public Bytes(
        byte[] content,
        String mediaType,
        String etag,
        boolean immutable,
        Transfer.Listener listener) {
      this(content, mediaType, etag, immutable, listener, 0);
    }

    @Override
    public long size() {
      return content.length;
    }
  }

  /**
   * Nothing to send.
   *
   * @param reason why, by class
   * @param message one line that names the cause and the fix; safe to show to the asker
   * @param retryAfter when to ask again, or null
   */
  record Refusal(Reason reason, String message, @Nullable Duration retryAfter) implements Answer {}

  /** Classes of refusal, with their HTTP status. */
  enum Reason {
    BAD_REQUEST(400),
    UNAUTHORIZED(401),
    FORBIDDEN(403),
    NOT_FOUND(404),
    ERROR(500),
    /** The server behind this one failed. */
    BAD_GATEWAY(502),
    BUSY(503);

    private final int status;

    Reason(int status) {
      this.status = status;
    }

    /** The HTTP status code. */
    public int status() {
      return status;
    }
  }
}
