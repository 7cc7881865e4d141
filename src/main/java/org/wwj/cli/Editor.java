package org.wwj.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;

/** The editor that the admin likes. */
public final class Editor {
  private Editor() {}

  /**
   * Lets the admin edit a file, until the editor ends.
   *
   * @param given the editor; null for the environment's VISUAL or EDITOR, else vi
   * @throws ConfigException when it cannot be started or fails
   */
  public static void run(@Nullable String given, Path draft) {
    String command = given == null ? fromEnvironment() : given;
    try {
      // Through the shell, as everywhere: an editor may come with options.
      int code =
          new ProcessBuilder("sh", "-c", command + " \"$1\"", "sh", draft.toString())
              .inheritIO()
              .start()
              .waitFor();
      if (code != 0) {
        throw new ConfigException("the editor (" + command + ") ended with " + code);
      }
    } catch (IOException e) {
      throw new ConfigException("the editor (" + command + ") cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigException("interrupted", e);
    }
  }

  private static String fromEnvironment() {
    for (String name : new String[] {"VISUAL", "EDITOR"}) {
      String command = System.getenv(name);
      if (command != null && !command.isBlank()) {
        return command;
      }
    }
    return "vi";
  }
}
