package org.wwj.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** The files of the reference, kept as resources, with {@code @NAME@} for what differs by run. */
final class ReferenceFiles {
  private ReferenceFiles() {}

  /** Writes a resource, its names replaced. */
  static void write(String resource, Path to, Map<String, String> names) {
    try (InputStream in = ReferenceFiles.class.getResourceAsStream("reference/" + resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (Map.Entry<String, String> name : names.entrySet()) {
        text = text.replace("@" + name.getKey() + "@", name.getValue());
      }
      Files.createDirectories(to.getParent());
      Files.writeString(to, text);
      boolean program = text.startsWith("#!/");
      Files.setPosixFilePermissions(
          to, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    } catch (IOException e) {
      throw new IllegalStateException(to.toString(), e);
    }
  }
}
