package org.wwj.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.registry.NodesStore;

/** Puts a new file in the place of an old one, which stays beside it. */
public final class Replacement {
  private final Path file;
  private @Nullable Path backup;

  /** For that file, which need not be there yet. */
  public Replacement(Path file) {
    this.file = file;
  }

  /**
   * What came of it.
   *
   * @param backup where the old file is, null when there was none or nothing changed
   */
  public record Outcome(Path file, boolean written, @Nullable Path backup) {
    @Override
    public String toString() {
      if (!written) {
        return file + " is up to date";
      }
      return "Wrote " + file + (backup == null ? "" : "; the old one is " + backup);
    }
  }

  /**
   * Writes the text, unless the file holds it already.
   *
   * @throws ConfigException when it cannot be written; the old file stays as it was
   */
  public Outcome with(String text) {
    boolean written =
        new NodesStore(file)
            .update(old -> {
              if (!old.isEmpty() && !old.equals(text)) {
                backup = keep();
              }
              return text;
            });
    return new Outcome(file, written, backup);
  }

  /** {@code FILE-old}; an older one of that name is kept as well. */
  private Path keep() {
    try {
      Path old = file.resolveSibling(file.getFileName() + "-old");
      for (int i = 1; Files.exists(old) && Files.mismatch(old, file) >= 0; i++) {
        old = file.resolveSibling(file.getFileName() + "-old-" + i);
      }
      return Files.copy(
          file, old, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ConfigException(file + ": the old file cannot be kept: " + e.getMessage(), e);
    }
  }
}
