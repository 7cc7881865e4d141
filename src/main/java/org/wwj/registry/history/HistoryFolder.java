package org.wwj.registry.history;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the history lies on disk: {@code 000042.patch} an entry, {@code .000043.pending} one whose
 * change is under way, {@code base} the text before the newest entry, {@code of} the path of the
 * file whose history it is. The diffs hold passwords, so only the owner reads them.
 */
final class HistoryFolder {
  private static final String OWNER = "of";
  private static final Pattern NAME = Pattern.compile("(\\d{6,9})\\.patch|\\.(\\d{6,9})\\.pending");
  private static final FileAttribute<?> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<?> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;
  private final Path file;

  /** The folder of the history of that file. */
  HistoryFolder(Path folder, Path file) {
    this.folder = folder;
    this.file = file;
  }

  /**
   * The folder for a file's history: {@code history} itself, unless that is another file's that is
   * still there, as when two sites share their state. Then it is one below, named after the file.
   */
  static HistoryFolder of(Path history, Path file) {
    String owner = "";
    try {
      owner = Files.readString(history.resolve(OWNER)).strip();
    } catch (IOException e) {
      // Not there, or not for our eyes; the first use of the folder tells which.
    }
    boolean free =
        owner.isEmpty() || owner.equals(file.toString()) || !Files.exists(Path.of(owner));
    String name = file.toString().substring(1).replaceAll("[^A-Za-z0-9._]+", "-");
    return new HistoryFolder(free ? history : history.resolve(name), file);
  }

  Path path() {
    return folder;
  }

  Path file(int number) {
    return folder.resolve("%06d.patch".formatted(number));
  }

  private Path pending(int number) {
    return folder.resolve(".%06d.pending".formatted(number));
  }

  private Path base() {
    return folder.resolve("base");
  }

  /** Numbers of the entries, rising. */
  List<Integer> numbers() throws IOException {
    return numbers(1);
  }

  /** Numbers of the changes under way; after a crash there may be one that nobody finishes. */
  List<Integer> underWay() throws IOException {
    return numbers(2);
  }

  private List<Integer> numbers(int group) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches() && name.group(group) != null) {
          numbers.add(Integer.parseInt(name.group(group)));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    }
    Collections.sort(numbers);
    return numbers;
  }

  Optional<Entry> entry(int number) throws IOException {
    return read(number, file(number));
  }

  Optional<Entry> pendingEntry(int number) throws IOException {
    return read(number, pending(number));
  }

  private static Optional<Entry> read(int number, Path file) throws IOException {
    try {
      return Optional.of(Entry.parse(number, Files.readString(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage() + "; move it away", e);
    }
  }

  /** The text before the newest entry, empty when none is kept. */
  Optional<String> readBase() throws IOException {
    try {
      return Optional.of(Files.readString(base()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  void writeBase(String text) throws IOException {
    write(base(), text);
    if (!Files.exists(folder.resolve(OWNER))
        || !Files.readString(folder.resolve(OWNER)).strip().equals(file.toString())) {
      write(folder.resolve(OWNER), file + "\n");
    }
  }

  /** Puts an entry down as pending; afterwards all that was written before is on the disk. */
  void writePending(Entry entry) throws IOException {
    write(pending(entry.number()), entry.format());
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  void write(Entry entry) throws IOException {
    write(file(entry.number()), entry.format());
  }

  /**
   * A change that was under way is done. Another command may have seen to that already. Where a
   * power cut undoes this, the next command does it again.
   */
  void finish(int number) throws IOException {
    try {
      Files.move(pending(number), file(number), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return;
    }
  }

  /** Deletes what writers left that were killed; the caller holds the lock, so none is at work. */
  void sweep() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".*.tmp")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      return;
    }
  }

  void dropPending(int number) throws IOException {
    Files.deleteIfExists(pending(number));
  }

  /** Deletes the oldest entries beyond these bounds; the newest always stays. */
  void prune(int entries, long bytes) throws IOException {
    List<Integer> numbers = numbers();
    long sum = 0;
    for (int i = numbers.size() - 1; i >= 0; i--) {
      Path file = file(numbers.get(i));
      sum += Files.exists(file) ? Files.size(file) : 0;
      int newer = numbers.size() - 1 - i;
      if (newer > 0 && (newer >= entries || sum > bytes)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void write(Path file, String text) throws IOException {
    makeFolder();
    Path temporary = Files.createTempFile(folder, ".", ".tmp", FILE);
    try {
      try (FileChannel out = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder.getParent());
      try {
        Files.createDirectory(folder, FOLDER);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(folder)) {
          throw e;
        }
      }
    }
  }
}
