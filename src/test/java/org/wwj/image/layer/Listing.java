package org.wwj.image.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.wwj.archive.Attributes;
import org.wwj.archive.Digest;
import org.wwj.archive.TarMember;
import org.wwj.archive.TarReader;

/** All that GNU tar finds in a tree: the peer reads it, so that our writer has no say in it. */
final class Listing {
  private Listing() {}

  /** A line for each file, by name with a char for each byte. */
  static Map<String, String> of(Path tree) throws IOException {
    Process process =
        new ProcessBuilder(
                "tar",
                "--sort=name",
                "--format=pax",
                "--numeric-owner",
                "--xattrs",
                "--xattrs-include=*",
                "-C",
                tree.toString(),
                "-cf",
                "-",
                ".")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Map<String, String> lines = new TreeMap<>();
    try (InputStream in = process.getInputStream()) {
      TarReader tar = new TarReader(in);
      for (TarMember member = tar.next(); member != null; member = tar.next()) {
        lines.put(member.name(), line(member, tar));
      }
    }
    return lines;
  }

  private static String line(TarMember member, TarReader tar) throws IOException {
    Attributes a = member.attributes();
    MessageDigest sha = Digest.sha256();
    byte[] buffer = new byte[1 << 16];
    for (int n = tar.read(buffer, 0, buffer.length);
        n > 0;
        n = tar.read(buffer, 0, buffer.length)) {
      sha.update(buffer, 0, n);
    }
    List<String> xattrs = new ArrayList<>();
    new TreeMap<>(a.xattrs())
        .forEach((name, value) -> xattrs.add(name + "=" + HexFormat.of().formatHex(value)));
    return "%s %o %d:%d %d.%09d %d,%d %s %d %s %s"
        .formatted(
            member.kind(),
            a.mode(),
            a.uid(),
            a.gid(),
            a.seconds(),
            a.nanos(),
            member.major(),
            member.minor(),
            member.linkName(),
            member.size(),
            xattrs,
            Digest.finish(sha, buffer, 0).hex().substring(0, 12));
  }
}
