package org.wwj.template;

/** A text that is no JSON, or a value that JSON has no way to write. */
final class JsonException extends TemplateException {
  private static final long serialVersionUID = 1L;

  JsonException(String message) {
    super(message);
  }
}
