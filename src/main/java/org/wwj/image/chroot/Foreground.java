package org.wwj.image.chroot;

import static org.wwj.libc.Native.INT;
import static org.wwj.libc.Native.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;
import org.wwj.libc.Native;

/**
 * This process's place at the terminal while a child has the word. The keys that interrupt or quit
 * are for the child alone; afterwards they are ours again, and so is the terminal, which a shell
 * that was given job control leaves to nobody. The JDK knows neither, so libc is asked.
 */
final class Foreground implements AutoCloseable {
  private static final int SIGINT = 2;
  private static final int SIGQUIT = 3;
  private static final int SIGTTOU = 22;
  private static final int O_RDWR = 2;

  /** More than any Linux's {@code struct sigaction}. */
  private static final long SIGACTION_BYTES = 256;

  private static final MemorySegment SIG_IGN = MemorySegment.ofAddress(1);

  private final Arena arena = Arena.ofConfined();
  private final MethodHandle sigaction = Native.plain("sigaction", INT, INT, POINTER, POINTER);
  private final MethodHandle signal = Native.plain("signal", POINTER, INT, POINTER);
  private final MethodHandle tcsetpgrp = Native.plain("tcsetpgrp", INT, INT, INT);
  private final MethodHandle close = Native.plain("close", INT, INT);
  private final Map<Integer, MemorySegment> before = new LinkedHashMap<>();
  private final int terminal;
  private final int group;

  /** Looks who has the terminal now. */
  Foreground() {
    MethodHandle open = Native.plain("open", INT, POINTER, INT);
    MethodHandle tcgetpgrp = Native.plain("tcgetpgrp", INT, INT);
    try {
      terminal = (int) open.invokeExact(arena.allocateFrom("/dev/tty"), O_RDWR);
      group = terminal < 0 ? -1 : (int) tcgetpgrp.invokeExact(terminal);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /**
   * Leaves the keys to the child that is started next. They are caught, for nothing, rather than
   * ignored: a program that is started would ignore them too, and were they ignored once it has
   * started, a key in between would end this process.
   */
  void lend() {
    // Of libc's functions one that takes a number and has no effect.
    MemorySegment nothing = Native.address("abs");
    handle(SIGINT, nothing);
    handle(SIGQUIT, nothing);
  }

  /** Sets a handler by signal(3), with which interrupted calls go on. */
  private void handle(int number, MemorySegment handler) {
    MemorySegment was = arena.allocate(SIGACTION_BYTES, 8);
    act(number, MemorySegment.NULL, was);
    before.put(number, was);
    try {
      MemorySegment gone = (MemorySegment) signal.invokeExact(number, handler);
      assert gone.address() != -1;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  private void act(int number, MemorySegment wanted, MemorySegment was) {
    try {
      int failed = (int) sigaction.invokeExact(number, wanted, was);
      assert failed == 0;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
  }

  /**
   * Sets a handler as it was. A key pressed for the child may still wait for one of our threads to
   * run, and would end this process once its own handler is back: to ignore a signal drops it
   * (sigaction(2)).
   */
  private void takeBack(int number, MemorySegment was) {
    try {
      MemorySegment gone = (MemorySegment) signal.invokeExact(number, SIG_IGN);
      assert gone.address() != -1;
    } catch (Throwable e) {
      throw Native.unexpected(e);
    }
    act(number, was, MemorySegment.NULL);
  }

  /** Takes back what the child had. */
  @Override
  public void close() {
    try {
      if (group > 0) {
        handle(SIGTTOU, SIG_IGN); // or taking the terminal from the background would stop us
        int gone = (int) tcsetpgrp.invokeExact(terminal, group);
        assert gone <= 0;
      }
      if (terminal >= 0) {
        int closed = (int) close.invokeExact(terminal);
        assert closed <= 0;
      }
      before.forEach(this::takeBack);
    } catch (Throwable e) {
      throw Native.unexpected(e);
    } finally {
      arena.close();
    }
  }
}
