package org.wwj.image.chroot;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The environment of a command inside an image: what a fresh login of root has, and no more. */
final class ChildEnvironment {
  /** What the server's environment may tell: the terminal, the way out, and wishes for a build. */
  private static final List<String> PASSED =
      List.of(
          "TERM",
          "COLORTERM",
          "NO_COLOR",
          "http_proxy",
          "https_proxy",
          "ftp_proxy",
          "all_proxy",
          "no_proxy",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "FTP_PROXY",
          "ALL_PROXY",
          "NO_PROXY",
          "DEBIAN_FRONTEND",
          "SOURCE_DATE_EPOCH");

  private ChildEnvironment() {}

  /**
   * The environment.
   *
   * @param ours this process's own
   * @param image the image's name and, when it cannot be changed, what else the prompt tells
   */
  static SortedMap<String, String> of(Map<String, String> ours, String image) {
    SortedMap<String, String> child = new TreeMap<>();
    child.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    child.put("HOME", "/root");
    child.put("USER", "root");
    child.put("LOGNAME", "root");
    child.put("LANG", "C.UTF-8");
    child.put("PS1", ours.getOrDefault("WW_PS1", "[" + image + "] \\w# "));
    // Its own history would be litter in every image.
    child.put("HISTFILE", ours.getOrDefault("WW_HISTFILE", ""));
    for (String name : PASSED) {
      String value = ours.getOrDefault(name, "");
      if (!value.isEmpty()) {
        child.put(name, value);
      }
    }
    return child;
  }
}
