package org.wwj.delivery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop has seen on the disk since it last turned to its sockets. A thousand requests
 * that come at the same moment want the same image: those that had come before the first look go by
 * that one. Threads that take no {@link #turn} look each time. Confined to its thread.
 */
public final class Glance {
  private static final ThreadLocal<@Nullable Glance> NOW = new ThreadLocal<>();

  private final Map<Object, Object> seen = new HashMap<>();

  private Glance() {}

  /** A look at something; null when it is not there. */
  @FunctionalInterface
  interface Look<T, E extends Exception> {
    @Nullable T look() throws E;
  }

  /** This thread is about to ask its sockets what has come: what it has seen is of the past. */
  public static void turn() {
    Glance now = NOW.get();
    if (now == null) {
      NOW.set(new Glance());
    } else {
      now.seen.clear();
    }
  }

  /**
   * The file's attributes, links followed.
   *
   * @throws IOException when it cannot be looked at; that is not kept
   */
  public static BasicFileAttributes at(Path file) throws IOException {
    return Objects.requireNonNull(
        of(file, () -> Files.readAttributes(file, BasicFileAttributes.class)));
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

  /** What was seen by that key, or is seen now; what is not there is looked for again. */
  @SuppressWarnings("unchecked") // by the same key the same
  static <T, E extends Exception> @Nullable T of(Object key, Look<T, E> look) throws E {
    Glance now = NOW.get();
    if (now == null) {
      return look.look();
    }
    T seen = (T) now.seen.get(key);
    if (seen == null) {
      seen = look.look();
      if (seen != null) {
        now.seen.put(key, seen);
      }
    }
    return seen;
  }
}
