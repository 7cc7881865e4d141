package org.wwj.template;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.Adler32;

/** Sprig's Base64 and digests. */
final class SprigEncoding {
  private SprigEncoding() {}

  static void addTo(Map<String, Function> all) {
    SprigStrings.each(all, "b64enc", s -> Base64.getEncoder().encodeToString(GoString.encode(s)));
    SprigStrings.each(all, "b64dec", SprigEncoding::decode);
    SprigStrings.each(all, "sha256sum", s -> digest("SHA-256", s));
    SprigStrings.each(all, "sha1sum", s -> digest("SHA-1", s));
    SprigStrings.each(all, "sha512sum", s -> digest("SHA-512", s));
    SprigStrings.each(
        all,
        "adler32sum",
        s -> {
          Adler32 sum = new Adler32();
          sum.update(GoString.encode(s));
          return Long.toString(sum.getValue());
        });
  }

  private static String decode(String text) {
    try {
      return GoString.decode(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      return "illegal base64 data: " + e.getMessage(); // sprig answers the error as text
    }
  }

  private static String digest(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(algorithm).digest(GoString.encode(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has these
    }
  }
}
