package org.wwj.ops;

import static org.wwj.libc.Native.INT;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.wwj.libc.Native;

/**
 * The JVM's second compiler. What it makes pays off after minutes; a server that starts because the
 * power is back has a thousand machines before it in its first seconds, maybe one processor, and
 * would leave half of that to the compiler. The first compiler is not touched: without it code is
 * interpreted.
 */
public final class OptimizingCompiler {
  /** The kernel's account of this process's threads, by their numbers. */
  private static final Path THREADS = Path.of("/proc/self/task");

  /** Names are cut after 15 characters (proc(5)). */
  private static final String NAME = "C2 CompilerThre";

  private static final int PRIO_PROCESS = 0;
  private static final int LEAST = 19;

  private OptimizingCompiler() {}

  /**
   * Lets it run when nobody else wants to (setpriority(2)), which needs no privilege. Where that
   * does not work, it goes on as before.
   */
  public static void giveWay() {
    try {
      List<Integer> threads = threads();
      if (threads.isEmpty()) {
        return; // another JVM's names, or it runs without
      }
      MethodHandle setpriority = Native.plain("setpriority", INT, INT, INT, INT);
      for (int thread : threads) {
        int failed = (int) setpriority.invokeExact(PRIO_PROCESS, thread, LEAST);
        Log.debug("compiler", "thread", thread, "gives way", failed == 0);
      }
    } catch (Throwable e) {
      Log.debug("compiler", "reason", e);
    }
  }

  private static List<Integer> threads() throws IOException {
    try (Stream<Path> all = Files.list(THREADS)) {
      return all.filter(OptimizingCompiler::isOne)
          .map(path -> Integer.valueOf(path.getFileName().toString()))
          .toList();
    }
  }

  private static boolean isOne(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip().equals(NAME);
    } catch (IOException e) {
      return false; // it ended meanwhile
    }
  }
}
