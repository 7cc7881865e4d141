package org.wwj.registry;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.wwj.ops.Log;

/**
 * Tells when files change, however they are saved: in place, by rename, by another link target, on
 * a file system without notices. The notice of the folder only wakes it early; what counts is that
 * a file's size, time or identity differ from what was seen.
 */
final class FileWatch implements AutoCloseable {
  /** Editors write in steps: wait until they have been quiet for so long. */
  private static final Duration QUIET = Duration.ofMillis(30);

  private final List<Path> files;
  private final Duration poll;
  private final @Nullable WatchService service;
  private List<String> seen;
  private @Nullable Thread thread;
  private volatile boolean closed;

  FileWatch(List<Path> files, Duration poll) {
    this.files = files;
    this.poll = poll;
    this.service = open(files);
    // Taken before the first load, so that a change while loading is not missed.
    this.seen = marks();
  }

  private static @Nullable WatchService open(List<Path> files) {
    try {
      WatchService service = FileSystems.getDefault().newWatchService();
      for (Path folder : files.stream().map(Path::getParent).distinct().toList()) {
        folder.register(
            service,
            StandardWatchEventKinds.ENTRY_CREATE,
            StandardWatchEventKinds.ENTRY_MODIFY,
            StandardWatchEventKinds.ENTRY_DELETE);
      }
      return service;
    } catch (IOException e) {
      Log.debug("no-file-notices", "cause", e);
      return null; // polling alone will do
    }
  }

  /** Runs the action on an own daemon thread after every change. */
  void start(Runnable action) {
    Thread watcher = Thread.ofPlatform().daemon().name("wwj-registry").unstarted(() -> run(action));
    thread = watcher;
    watcher.start();
  }

  private void run(Runnable action) {
    while (!closed) {
      try {
        await();
        List<String> now = marks();
        if (!now.equals(seen)) {
          now = settled(now);
          seen = now;
          action.run();
        }
      } catch (InterruptedException | ClosedWatchServiceException e) {
        return;
      } catch (RuntimeException e) {
        Log.error("registry-watch", e);
      }
    }
  }

  private List<String> settled(List<String> first) throws InterruptedException {
    List<String> last = first;
    for (int i = 0; i < 5; i++) {
      TimeUnit.NANOSECONDS.sleep(QUIET.toNanos());
      List<String> now = marks();
      if (now.equals(last)) {
        break;
      }
      last = now;
    }
    return last;
  }

  private void await() throws InterruptedException {
    if (service == null) {
      TimeUnit.NANOSECONDS.sleep(poll.toNanos());
      return;
    }
    WatchKey key = service.poll(poll.toMillis(), TimeUnit.MILLISECONDS);
    if (key != null) {
      key.pollEvents();
      key.reset();
    }
  }

  private List<String> marks() {
    List<String> marks = new ArrayList<>();
    for (Path file : files) {
      marks.add(mark(file));
    }
    return marks;
  }

  private static String mark(Path file) {
    try {
      BasicFileAttributes real = Files.readAttributes(file, BasicFileAttributes.class);
      BasicFileAttributes link =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return real.size()
          + " "
          + real.lastModifiedTime()
          + " "
          + real.fileKey()
          + " "
          + link.fileKey();
    } catch (IOException e) {
      return "none";
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread watcher = thread;
    if (watcher != null) {
      watcher.interrupt();
    }
    try {
      if (service != null) {
        service.close();
      }
      if (watcher != null && watcher != Thread.currentThread()) {
        watcher.join(Duration.ofSeconds(5));
      }
    } catch (IOException e) {
      Log.debug("file-watch", "cause", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
