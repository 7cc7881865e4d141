package org.wwj.image;

/** Something about an image that cannot be done; the message says what and how to mend it. */
public final class ImageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message is for the admin. */
  public ImageException(String message) {
    super(message);
  }

  /** An error with what led to it. */
  public ImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
