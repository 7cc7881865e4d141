package org.wwj.ops;

import java.io.PrintStream;
import java.time.Instant;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One line an event: {@code node=c1 event=offer ip=10.0.0.11 …}. Under systemd the line starts with
 * the priority journald reads ({@code <6>}); on a terminal with the time.
 */
public final class Log {
  private static final Logger ROOT = Logger.getLogger("org.wwj");

  /**
   * Where our own lines go once installed. Not by way of the loggers: those are closed at exit
   * before the server has stopped, and the stop would leave no line.
   */
  private static volatile @Nullable LineHandler lines;

  private static final ThreadLocal<@Nullable StringBuilder> HELD = new ThreadLocal<>();

  private Log() {}

  /** The time in which a thread's lines are held back. */
  public interface Hold extends AutoCloseable {
    /** From now on they are written at once again. */
    @Override
    void close();
  }

  /**
   * Lines that are held back, and written with one call. For what has something better to do first
   * than to wait for a disk or a terminal. For one thread at a time.
   */
  public static final class Lines {
    private final StringBuilder text = new StringBuilder();

    /** This thread's lines come here until that is closed, unless they go elsewhere already. */
    public Hold collect() {
      if (lines == null || HELD.get() != null) {
        return () -> {};
      }
      HELD.set(text);
      return HELD::remove;
    }

    /** Characters that wait. */
    public int length() {
      return text.length();
    }

    /** Writes them. */
    public void write() {
      LineHandler installed = lines;
      if (installed != null && !text.isEmpty()) {
        installed.write(text);
        text.setLength(0);
      }
    }
  }

  /**
   * Sends all logging of the process to the given stream. {@code journal} picks the line's start.
   */
  public static void install(PrintStream out, boolean journal, Level level) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.WARNING);
    ROOT.setLevel(level);
    LineHandler handler = new LineHandler(out, journal);
    root.addHandler(handler);
    lines = handler;
  }

  /** What an admin did or a node reached. Keys and values alternate after the event's name. */
  public static void info(String event, Object... keysAndValues) {
    log(Level.INFO, event, null, keysAndValues);
  }

  /** Something an admin should look at. */
  public static void warn(String event, Object... keysAndValues) {
    log(Level.WARNING, event, null, keysAndValues);
  }

  /** A defect of the server itself; the stack trace is kept. */
  public static void error(String event, Throwable cause, Object... keysAndValues) {
    log(Level.SEVERE, event, cause, keysAndValues);
  }

  /** Packets and requests one by one. */
  public static void debug(String event, Object... keysAndValues) {
    if (ROOT.isLoggable(Level.FINE)) {
      log(Level.FINE, event, null, keysAndValues);
    }
  }

  private static void log(Level level, String event, @Nullable Throwable cause, Object... pairs) {
    if (!ROOT.isLoggable(level)) {
      return;
    }
    LogRecord record = new LogRecord(level, line(event, pairs));
    record.setLoggerName(ROOT.getName());
    record.setThrown(cause);
    Handler installed = lines;
    if (installed == null) {
      ROOT.log(record);
    } else {
      installed.publish(record);
    }
  }

  /** The text of an event: {@code node=} first when it is among the keys, then the event's name. */
  static String line(String event, Object... pairs) {
    StringBuilder line = new StringBuilder(160);
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      if ("node".equals(pairs[i])) {
        append(line, pairs[i], pairs[i + 1]).append(' ');
      }
    }
    line.append("event=").append(event);
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      if (!"node".equals(pairs[i])) {
        append(line.append(' '), pairs[i], pairs[i + 1]);
      }
    }
    return line.toString();
  }

  private static StringBuilder append(StringBuilder line, Object key, Object value) {
    line.append(key).append('=');
    String text = String.valueOf(value);
    return isPlain(text) ? line.append(text) : quote(line, text);
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c >= 127 || c == '"' || c == '=' || c == '\\') {
        return false;
      }
    }
    return !value.isEmpty();
  }

  private static StringBuilder quote(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        default -> line.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    return line.append('"');
  }

  /** The text of a second since 1970, up to where the milliseconds go. */
  private record Second(long number, String text) {}

  private static final class LineHandler extends Handler {
    private volatile Second lastSecond = new Second(-1, "");
    private final PrintStream out;
    private final boolean journal;
    private final Formatter messages = new MessageFormatter();

    LineHandler(PrintStream out, boolean journal) {
      this.out = out;
      this.journal = journal;
    }

    @Override
    public void publish(LogRecord record) {
      StringBuilder held = HELD.get();
      StringBuilder text = held == null ? new StringBuilder() : held;
      if (journal) {
        text.append('<').append(priority(record.getLevel())).append('>');
      } else {
        appendTime(text, record.getMillis());
        if (!record.getLevel().equals(Level.INFO)) {
          text.append(record.getLevel().equals(Level.FINE) ? "debug " : "warning ");
        }
      }
      text.append(messages.formatMessage(record));
      Throwable thrown = record.getThrown();
      if (thrown != null) {
        text.append(" cause=").append(thrown);
        for (StackTraceElement frame : thrown.getStackTrace()) {
          text.append("\n    at ").append(frame);
        }
      }
      text.append('\n');
      if (held == null) {
        write(text);
      }
    }

    private void write(StringBuilder text) {
      out.print(text);
      out.flush();
    }

    /** Many lines share their second, and to make a date of that costs more than the rest. */
    private void appendTime(StringBuilder text, long millis) {
      long second = Math.floorDiv(millis, 1000);
      Second last = lastSecond;
      if (last.number != second) {
        String date = Instant.ofEpochSecond(second).toString();
        last = new Second(second, date.substring(0, date.length() - 1) + '.');
        lastSecond = last;
      }
      int part = (int) Math.floorMod(millis, 1000L);
      text.append(last.text)
          .append((char) ('0' + part / 100))
          .append((char) ('0' + part / 10 % 10))
          .append((char) ('0' + part % 10))
          .append("Z ");
    }

    private static int priority(Level level) {
      if (level.intValue() >= Level.SEVERE.intValue()) {
        return 3;
      }
      if (level.intValue() >= Level.WARNING.intValue()) {
        return 4;
      }
      return level.intValue() >= Level.INFO.intValue() ? 6 : 7;
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() {}
  }

  /** Only there for {@link Formatter#formatMessage}, which is an instance method. */
  private static final class MessageFormatter extends Formatter {
    @Override
    public String format(LogRecord record) {
      return formatMessage(record);
    }
  }
}
