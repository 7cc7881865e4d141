package org.wwj.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** What a change of users is going to do, kept on the disk until it is done. */
final class SyncJournal {
  private static final int FIELDS = 10;
  private static final HexFormat HEX = HexFormat.of();

  private final Path file;

  SyncJournal(Path file) {
    this.file = file;
  }

  /** A change that was begun. */
  record Begun(List<Owned> files, String passwd, String group) {}

  /** All of it is there, or nothing. */
  void write(List<Owned> files, String passwd, String group) {
    StringBuilder text = new StringBuilder();
    for (Owned f : files) {
      text.append(f.inode()).append(' ').append(f.links()).append(' ');
      text.append(f.uid()).append(' ').append(f.gid()).append(' ');
      text.append(f.newUid()).append(' ').append(f.newGid()).append(' ').append(f.mode());
      text.append(" cap=").append(f.capability()).append(' ').append(hex(f.path())).append(" .\n");
    }
    text.append("passwd ").append(hex(passwd)).append("\ngroup ").append(hex(group)).append('\n');
    Path fresh = file.resolveSibling(".tmp-" + file.getFileName());
    try {
      Files.writeString(fresh, text);
      Folders.sync(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      Folders.sync(Folders.parent(file));
    } catch (IOException e) {
      throw new ImageException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  /** What was begun and not brought to its end. */
  Optional<Begun> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      List<Owned> files = new ArrayList<>();
      String passwd = "";
      String group = "";
      for (String line : Files.readAllLines(file)) {
        String[] w = line.split(" ", -1);
        if (w[0].equals("passwd")) {
          passwd = text(w[1]);
        } else if (w[0].equals("group")) {
          group = text(w[1]);
        } else if (w.length == FIELDS) {
          files.add(
              new Owned(
                  text(w[8]),
                  Long.parseLong(w[0]),
                  number(w[1]),
                  number(w[2]),
                  number(w[3]),
                  number(w[4]),
                  number(w[5]),
                  number(w[6]),
                  w[7].substring("cap=".length())));
        }
      }
      return Optional.of(new Begun(files, passwd, group));
    } catch (IOException e) {
      throw new ImageException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  void delete() throws IOException {
    Files.delete(file);
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  private static String hex(String text) {
    return HEX.formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(String hex) {
    return new String(HEX.parseHex(hex), StandardCharsets.UTF_8);
  }
}
