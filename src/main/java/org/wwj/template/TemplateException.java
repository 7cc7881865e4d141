package org.wwj.template;

/**
 * A template that does not parse or whose rendering fails. The message is Go's, with the place as
 * {@code name:line:column}.
 */
public sealed class TemplateException extends RuntimeException permits JsonException {
  private static final long serialVersionUID = 1L;

  /** An error whose message is for the admin; functions throw it without a place. */
  public TemplateException(String message) {
    super(message);
  }

  TemplateException(String message, Throwable cause) {
    super(message, cause);
  }
}
