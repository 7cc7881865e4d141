package org.wwj.dhcp;

/** Why DHCP cannot be served: the cause and what to do about it. */
public final class DhcpException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DhcpException(String message) {
    super(message);
  }

  DhcpException(String message, Throwable cause) {
    super(message, cause);
  }
}
