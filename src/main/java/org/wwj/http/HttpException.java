package org.wwj.http;

/** The HTTP server cannot start; the message says why and what to do. */
public final class HttpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HttpException(String message, Throwable cause) {
    super(message, cause);
  }
}
