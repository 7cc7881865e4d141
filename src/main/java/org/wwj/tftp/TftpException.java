package org.wwj.tftp;

/** The server cannot start; the message says why and what to do. */
public final class TftpException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TftpException(String message, Throwable cause) {
    super(message, cause);
  }
}
