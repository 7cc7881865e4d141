package org.wwj.overlay;

/** An overlay that cannot be rendered; the message names the node, the file and what to do. */
public final class OverlayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message is for the admin. */
  public OverlayException(String message) {
    super(message);
  }

  /** An error with what led to it. */
  public OverlayException(String message, Throwable cause) {
    super(message, cause);
  }
}
