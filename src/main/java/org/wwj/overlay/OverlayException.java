package org.wwj.overlay;

/** An overlay that cannot be rendered; the message names the node, the file and what to do. */
public final class OverlayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message is for the admin. */
  public OverlayException(String message) {
    super(message);
  }

  /** A message without the node at its beginning, which others may share. */
  public static String withoutNode(String message, String node) {
    String whose = "node " + node;
    return message.startsWith(whose + ", ") || message.startsWith(whose + ": ")
        ? message.substring(whose.length() + 2)
        : message;
  }

  /** An error with what led to it. */
  public OverlayException(String message, Throwable cause) {
    super(message, cause);
  }
}
