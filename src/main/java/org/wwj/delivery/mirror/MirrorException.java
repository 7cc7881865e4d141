package org.wwj.delivery.mirror;

/** A mirror cannot run; the message says why and what to do. */
public final class MirrorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MirrorException(String message) {
    super(message);
  }

  public MirrorException(String message, Throwable cause) {
    super(message, cause);
  }
}
