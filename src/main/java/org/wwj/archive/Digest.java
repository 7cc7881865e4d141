package org.wwj.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A SHA-256 digest.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  /** A digest of 64 lower-case digits; anything else is refused. */
  public Digest {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("'" + hex + "' is not a SHA-256 digest");
    }
  }

  /** Whether the text is a digest. */
  public static boolean matches(String text) {
    return FORM.matcher(text).matches();
  }

  /** The digest of some text in UTF-8. */
  public static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The digest of some bytes. */
  public static Digest of(byte[] bytes) {
    return finish(sha256(), bytes, bytes.length);
  }

  /** The digest of a file's content. */
  public static Digest of(Path file) throws IOException {
    MessageDigest sha = sha256();
    byte[] buffer = new byte[1 << 17];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
      }
    }
    return finish(sha, buffer, 0);
  }

  /** A new SHA-256 computation. */
  public static MessageDigest sha256() {
    return computation("SHA-256");
  }

  /** A new SHA-512 computation. */
  public static MessageDigest sha512() {
    return computation("SHA-512");
  }

  private static MessageDigest computation(String name) {
    try {
      return MessageDigest.getInstance(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + name, e);
    }
  }

  /** Ends a computation with the first {@code length} bytes of the buffer. */
  public static Digest finish(MessageDigest sha, byte[] buffer, int length) {
    sha.update(buffer, 0, length);
    return new Digest(HexFormat.of().formatHex(sha.digest()));
  }

  @Override
  public String toString() {
    return hex;
  }
}
