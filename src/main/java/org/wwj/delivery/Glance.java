package org.wwj.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop has seen on the disk since it last turned to its sockets. A thousand requests
 * that come at the same moment want the same image: all those that had come before the first look
 * go by that one. Threads that {@link #begin} nothing look each time. Confined to its thread.
 */
public final class Glance {
  private static final ThreadLocal<@Nullable Glance> NOW = new ThreadLocal<>();

  private final Map<Object, Object> seen = new HashMap<>();

  private Glance() {}

  /** A look at something, by the same key the same. */
  @FunctionalInterface
  interface Look<T, E extends Exception> {
    T look() throws E;
  }

  /**
   * From now on this thread keeps what it sees.
   *
   * @param loop runs a task on this thread once all of what has come is dealt with; then it forgets
   */
  public static void begin(Executor loop) {
    if (NOW.get() != null) {
      return;
    }
    try {
      loop.execute(NOW::remove);
      NOW.set(new Glance());
    } catch (RejectedExecutionException e) {
      // The loop is ending: it looks each time.
    }
  }

  /**
   * The file's attributes, links followed.
   *
   * @throws IOException when it cannot be looked at; that is not kept
   */
  public static BasicFileAttributes at(Path file) throws IOException {
    return of(file, () -> Files.readAttributes(file, BasicFileAttributes.class));
  }

  /** Whether there is a file, links followed. */
  static boolean exists(Path file) {
    try {
      at(file);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What was seen by that key, or is seen now; what fails is looked at again. */
  @SuppressWarnings("unchecked") // by the same key the same
  static <T, E extends Exception> T of(Object key, Look<T, E> look) throws E {
    Glance now = NOW.get();
    if (now == null) {
      return look.look();
    }
    Object seen = now.seen.get(key);
    if (seen == null) {
      seen = look.look();
      now.seen.put(key, seen);
    }
    return (T) seen;
  }
}
