package org.wwj.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.wwj.registry.Field;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Who runs a command, and the command line as it may be put on record. */
final class Author {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private Author() {}

  /** User and host; behind sudo the user who called it. */
  static String name() {
    String sudo = System.getenv("SUDO_USER");
    String user = sudo == null || sudo.isEmpty() ? System.getProperty("user.name", "?") : sudo;
    return user + "@" + host();
  }

  private static String host() {
    try {
      // Without asking a name service, which may hang.
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /** The command line as a shell would take it, secrets blanked. */
  static String command(CommandSpec spec) {
    @Nullable ParseResult parsed = spec.root().commandLine().getParseResult();
    List<String> words = new ArrayList<>();
    words.add(spec.root().name());
    if (parsed != null) {
      words.addAll(blanked(parsed.originalArgs()));
    }
    return String.join(" ", words.stream().map(Author::quoted).toList());
  }

  static List<String> blanked(List<String> args) {
    Set<String> secret = new HashSet<>();
    for (Field field : Field.values()) {
      if (field.secret()) {
        secret.addAll(field.flags());
      }
    }
    List<String> words = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      int equals = arg.indexOf('=');
      if (equals > 0 && secret.contains(arg.substring(0, equals))) {
        words.add(arg.substring(0, equals) + "=***");
      } else {
        words.add(i > 0 && secret.contains(args.get(i - 1)) ? "***" : arg);
      }
    }
    return words;
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() || word.endsWith("***")
        ? word
        : "'" + word.replace("'", "'\\''") + "'";
  }
}
