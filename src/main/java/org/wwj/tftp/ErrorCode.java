package org.wwj.tftp;

/**
 * A TFTP error code, RFC 1350 §5 and RFC 2347. Codes nobody has named yet are values too.
 *
 * @param code 0 to 65535
 */
record ErrorCode(int code) {
  static final ErrorCode NOT_DEFINED = new ErrorCode(0);
  static final ErrorCode FILE_NOT_FOUND = new ErrorCode(1);
  static final ErrorCode ACCESS_VIOLATION = new ErrorCode(2);
  static final ErrorCode DISK_FULL = new ErrorCode(3);
  static final ErrorCode ILLEGAL_OPERATION = new ErrorCode(4);
  static final ErrorCode UNKNOWN_TRANSFER = new ErrorCode(5);
  static final ErrorCode FILE_EXISTS = new ErrorCode(6);
  static final ErrorCode NO_SUCH_USER = new ErrorCode(7);

  /** RFC 2347: the options are not to the asker's liking. */
  static final ErrorCode OPTIONS_REFUSED = new ErrorCode(8);

  @Override
  public String toString() {
    String name =
        switch (code) {
          case 0 -> "not defined";
          case 1 -> "file not found";
          case 2 -> "access violation";
          case 3 -> "disk full";
          case 4 -> "illegal operation";
          case 5 -> "unknown transfer";
          case 6 -> "file exists";
          case 7 -> "no such user";
          case 8 -> "options refused";
          default -> "unknown";
        };
    return code + " (" + name + ")";
  }
}
