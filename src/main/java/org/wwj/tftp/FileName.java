package org.wwj.tftp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The file name of a read request, made comparable or refused before anybody looks for it. */
sealed interface FileName {
  /** Longest name that is looked for, in bytes of UTF-8. */
  int MAX_LENGTH = 255;

  /**
   * A name to look for: single forward slashes, none in front, no {@code .} or {@code ..} between
   * them, case as the client wrote it.
   */
  record Normalised(String path) implements FileName {}

  /** A name that is never looked for. */
  record Refused(TftpPacket.ErrorMessage error) implements FileName {}

  /**
   * Takes a name as firmware writes it: with backslashes, leading or double slashes, or with bytes
   * 0xff at its end. The latter come from ROMs that read the boot file option up to the next zero
   * byte and so take DHCP's end option for a part of the name.
   */
  static FileName of(String asked) {
    int end = asked.length();
    while (end > 0 && asked.charAt(end - 1) == '\ufffd') { // what 0xff decodes to
      end--;
    }
    String name = asked.substring(0, end).replace('\\', '/');
    if (name.chars().anyMatch(Character::isISOControl)) {
      return refused(ErrorCode.ACCESS_VIOLATION, "file name has control characters");
    }
    String[] parts = name.split("/");
    if (Arrays.asList(parts).contains("..")) {
      return refused(ErrorCode.ACCESS_VIOLATION, "file name leaves the served folder");
    }
    String path =
        Arrays.stream(parts)
            .filter(part -> !part.isEmpty() && !part.equals("."))
            .collect(Collectors.joining("/"));
    if (path.isEmpty()) {
      return refused(ErrorCode.FILE_NOT_FOUND, "file name is empty");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > MAX_LENGTH) {
      return refused(ErrorCode.FILE_NOT_FOUND, "file name is longer than " + MAX_LENGTH + " bytes");
    }
    return new Normalised(path);
  }

  private static FileName refused(ErrorCode code, String message) {
    return new Refused(new TftpPacket.ErrorMessage(code, message));
  }
}
