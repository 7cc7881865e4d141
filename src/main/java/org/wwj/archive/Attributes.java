package org.wwj.archive;

import java.util.Map;

/**
 * What belongs to a file beside its name and content.
 *
 * @param mode permission bits with setuid, setgid and sticky: 07777 at most
 * @param uid owner's number, 32 bits without sign
 * @param gid group's number, 32 bits without sign
 * @param seconds of its last change, since the epoch; before it when negative
 * @param nanos to be added to the seconds, 0 to 999,999,999
 * @param xattrs values by full name, such as {@code security.capability}
 */
public record Attributes(
    int mode, long uid, long gid, long seconds, int nanos, Map<String, byte[]> xattrs) {

  /** Those of a folder that an archive uses without naming it. */
  static Attributes ofUnnamedFolder(Attributes member) {
    return new Attributes(0755, 0, 0, member.seconds(), member.nanos(), Map.of());
  }
}
