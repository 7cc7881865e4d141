package org.wwj.template;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.Adler32;

/** Sprig's Base64, Base32 and checksums. */
final class SprigEncoding {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private SprigEncoding() {}

  static void addTo(Map<String, Function> all) {
    SprigStrings.each(all, "b64enc", s -> Base64.getEncoder().encodeToString(GoString.encode(s)));
    SprigStrings.each(all, "b64dec", s -> decoded(BaseDecoder::base64, s));
    SprigStrings.each(all, "b32enc", s -> base32(GoString.encode(s)));
    SprigStrings.each(all, "b32dec", s -> decoded(BaseDecoder::base32, s));
    SprigStrings.each(all, "sha1sum", s -> sum("SHA-1", s));
    SprigStrings.each(all, "sha256sum", s -> sum("SHA-256", s));
    SprigStrings.each(all, "sha512sum", s -> sum("SHA-512", s));
    SprigStrings.each(
        all,
        "adler32sum",
        s -> {
          Adler32 sum = new Adler32();
          sum.update(GoString.encode(s));
          return Long.toString(sum.getValue());
        });
  }

  /** Sprig answers the error as text. */
  private static String decoded(java.util.function.Function<String, byte[]> decoder, String text) {
    try {
      return GoString.decode(decoder.apply(text));
    } catch (TemplateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static String base32(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length * 8 / 5 + 8);
    int waiting = 0;
    int bits = 0;
    for (byte b : bytes) {
      waiting = waiting << 8 | (b & 0xff);
      for (bits += 8; bits >= 5; bits -= 5) {
        out.append(BASE32.charAt(waiting >> (bits - 5) & 31));
      }
      waiting &= (1 << bits) - 1;
    }
    if (bits > 0) {
      out.append(BASE32.charAt(waiting << (5 - bits) & 31));
    }
    return out.append("=".repeat((8 - out.length() % 8) % 8)).toString();
  }

  private static String sum(String algorithm, String text) {
    return HexFormat.of().formatHex(digest(algorithm, GoString.encode(text)));
  }

  static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has these
    }
  }
}
