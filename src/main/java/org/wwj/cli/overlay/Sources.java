package org.wwj.cli.overlay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.OverlayFile;
import org.wwj.overlay.TemplateInfo;
import org.wwj.template.GoString;

/** The contents of overlays' files. */
final class Sources {
  private Sources() {}

  /** The bytes of a plain file. */
  static byte[] bytes(OverlayFile file) {
    try {
      return Files.readAllBytes(file.source());
    } catch (IOException e) {
      throw new OverlayException(file.source() + " cannot be read: " + e, e);
    }
  }

  /** What a template uses. */
  static TemplateInfo info(SiteOverlays overlays, OverlayFile file) {
    return TemplateInfo.of(
        file.source().toString(), GoString.decode(bytes(file)), overlays.config());
  }

  /** Prints a text to the byte, also where it is none in UTF-8. */
  static void print(PrintWriter out, String text) {
    boolean plain = text.chars().noneMatch(c -> c >= 0xdc80 && c <= 0xdcff) || valid(text);
    if (plain) {
      out.print(text);
      out.flush();
    } else {
      out.flush();
      byte[] bytes = GoString.encode(text);
      System.out.write(bytes, 0, bytes.length);
      System.out.flush();
    }
  }

  private static boolean valid(String text) {
    return java.nio.charset.StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
