package org.wwj.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SdNotifyTest {
  @TempDir private Path folder;

  @Test
  void tellsReadinessAndStatusToSocketPath() throws Throwable {
    String path = folder.resolve("notify").toString();
    try (Receiver systemd = new Receiver(path)) {
      new SdNotify(path).ready("2 nodes on 10.0.0.1/24\nsecond line");

      assertThat(systemd.receive()).isEqualTo("READY=1\nSTATUS=2 nodes on 10.0.0.1/24 second line");
    }
  }

  @Test
  void tellsStopAndStatusToAbstractSocket() throws Throwable {
    String name = "@wwj-test-" + ProcessHandle.current().pid();
    try (Receiver systemd = new Receiver(name)) {
      SdNotify notify = new SdNotify(name);
      notify.status("reading nodes.conf");
      notify.stopping();

      assertThat(systemd.receive()).isEqualTo("STATUS=reading nodes.conf");
      assertThat(systemd.receive()).isEqualTo("STOPPING=1");
    }
  }

  @Test
  void saysNothingWithoutServiceManager() {
    assertThatCode(
            () -> {
              new SdNotify(null).ready("x");
              new SdNotify("").stopping();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void logsWhereItCouldNotSpeakAndGoesOn() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    Log.install(new PrintStream(log, true, StandardCharsets.UTF_8), true, Level.INFO);
    try {
      new SdNotify(folder.resolve("nobody").toString()).stopping();
      new SdNotify("vsock:2:1234").stopping();
      new SdNotify("/" + "x".repeat(200)).stopping();
    } finally {
      LogManager.getLogManager().readConfiguration();
    }
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("<4>event=notify-failed socket="))
        .first()
        .asString()
        .endsWith("errno=2");
  }

  /** A bound Unix datagram socket, which the JDK's channels do not offer. */
  private static final class Receiver implements AutoCloseable {
    private final int fd;

    Receiver(String path) throws Throwable {
      fd = (int) call("socket", 1, 2, 0);
      byte[] name = path.getBytes(StandardCharsets.UTF_8);
      boolean isAbstract = name[0] == '@';
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment address = arena.allocate(110, 2);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
        MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, 2, name.length);
        if (isAbstract) {
          address.set(ValueLayout.JAVA_BYTE, 2, (byte) 0);
        }
        int length = 2 + name.length + (isAbstract ? 0 : 1);
        assertThat((int) call("bind", fd, address, length)).isZero();
      }
    }

    String receive() throws Throwable {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment buffer = arena.allocate(4096);
        int dontWait = 0x40;
        int length = (int) call("recv", fd, buffer, 4096L, dontWait);
        assertThat(length).as("bytes received").isPositive();
        byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
        return new String(bytes, StandardCharsets.UTF_8);
      }
    }

    private static Object call(String function, Object... arguments) throws Throwable {
      ValueLayout[] types = new ValueLayout[arguments.length];
      for (int i = 0; i < arguments.length; i++) {
        types[i] =
            switch (arguments[i]) {
              case Integer ignored -> ValueLayout.JAVA_INT;
              case Long ignored -> ValueLayout.JAVA_LONG;
              default -> ValueLayout.ADDRESS;
            };
      }
      Linker linker = Linker.nativeLinker();
      return linker
          .downcallHandle(
              linker.defaultLookup().findOrThrow(function),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, types))
          .invokeWithArguments(arguments);
    }

    @Override
    public void close() {
      try {
        call("close", fd);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
