package org.wwj.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.wwj.config.ConfigException;

/**
 * The right to change a file, which one command at a time has: a lock on a file beside it, which
 * the kernel gives to those who wait in their turn and takes back from a process that dies.
 */
final class NodesLock implements AutoCloseable {
  /**
   * A file lock belongs to the process, and closing any descriptor of the file gives it up: the
   * threads of a process take turns here before one of them touches the file.
   */
  private static final ReentrantLock THREADS = new ReentrantLock(true);

  private final FileChannel channel;

  private NodesLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock beside a file, waiting if another has it.
   *
   * @throws ConfigException when it still has it after that time, naming it
   */
  static NodesLock take(Path file, Duration patience) throws IOException {
    Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
    long end = System.nanoTime() + patience.toNanos();
    try {
      if (!THREADS.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw busy(file, lock, "this process, " + ProcessHandle.current().pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(file, e);
    }
    try {
      return lock(file, lock, Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    } catch (IOException | RuntimeException e) {
      THREADS.unlock();
      throw e;
    }
  }

  private static NodesLock lock(Path file, Path lock, Duration patience) throws IOException {
    FileChannel channel =
        FileChannel.open(
            lock, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock held = channel.tryLock();
      if (held == null) {
        wait(channel, patience);
      }
      channel.truncate(0);
      String pid = ProcessHandle.current().pid() + "\n";
      channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
      return new NodesLock(channel);
    } catch (AsynchronousCloseException e) {
      throw busy(file, lock, holder(lock));
    } catch (FileLockInterruptionException e) {
      channel.close();
      throw interrupted(file, e);
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw busy(file, lock, "this very command");
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Waits in the kernel; when the time is over, the channel is closed and the wait ends. */
  private static void wait(FileChannel channel, Duration patience) throws IOException {
    AtomicBoolean decided = new AtomicBoolean();
    Thread timer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(patience);
                if (decided.compareAndSet(false, true)) {
                  channel.close();
                }
              } catch (InterruptedException | IOException e) {
                // the lock is there, or the channel is gone
              }
            });
    try {
      FileLock held = channel.lock();
      if (!held.isValid() || !decided.compareAndSet(false, true)) {
        throw new AsynchronousCloseException();
      }
    } finally {
      timer.interrupt();
    }
  }

  /** Who wrote its number into the lock, and what it runs as far as that is nobody's secret. */
  private static String holder(Path lock) throws IOException {
    String pid = Files.readString(lock, StandardCharsets.UTF_8).strip();
    return pid.isEmpty() ? "unknown" : "process " + pid + command(pid);
  }

  private static String command(String pid) {
    try {
      String line = Files.readString(Path.of("/proc", pid, "cmdline"), StandardCharsets.UTF_8);
      List<String> words = List.of(line.split("\0"));
      int main = words.indexOf("org.wwj.Main");
      List<String> shown = new ArrayList<>();
      if (main > 0) {
        shown.add("wwj");
        // Up to the names and flags: a password may be among them.
        for (String word : words.subList(main + 1, Math.min(words.size(), main + 3))) {
          if (!word.startsWith("-")) {
            shown.add(word);
          }
        }
      } else {
        shown.add(String.valueOf(Path.of(words.getFirst()).getFileName()));
      }
      return " (" + String.join(" ", shown) + ")";
    } catch (IOException | IllegalArgumentException e) {
      return ""; // it is gone
    }
  }

  private static ConfigException busy(Path file, Path lock, String holder) {
    return new ConfigException(
        "%s: another command is changing it (%s, lock %s); try again when it is done"
            .formatted(file, holder, lock));
  }

  private static ConfigException interrupted(Path file, Exception cause) {
    return new ConfigException(file + ": interrupted while waiting for the lock", cause);
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      THREADS.unlock();
    }
  }
}
