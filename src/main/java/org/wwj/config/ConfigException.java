package org.wwj.config;

/**
 * A file or a value that cannot be used; the message says which, where ({@code file:line}) and what
 * to do.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error whose message is for the admin. */
  public ConfigException(String message) {
    super(message);
  }

  /** An error with what led to it. */
  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
