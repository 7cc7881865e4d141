package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.wwj.ops.Log;

/** On the loop's own thread, so that no timer goes off in between. */
class LogLinesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
  private final LogLines lines = new LogLines();

  LogLinesTest() {
    Log.install(new PrintStream(out, false, StandardCharsets.UTF_8), true, Level.INFO);
  }

  @AfterEach
  void end() {
    loop.shutdownNow();
  }

  private void say(String event, int times) {
    try (Log.Hold _ = lines.collect()) {
      for (int i = 0; i < times; i++) {
        Log.info(event);
      }
    }
    lines.writeSoon(loop);
  }

  private String written() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void linesOfManyTurnsAreWrittenTogetherAMomentLater() throws Exception {
    loop.submit(
            () -> {
              say("one", 1);
              say("two", 1);
              assertThat(written()).isEmpty();
            })
        .get();
    Awaitility.await().until(() -> written().equals("<6>event=one\n<6>event=two\n"));
    loop.submit(() -> say("three", 1)).get();
    Awaitility.await().until(() -> written().endsWith("<6>event=three\n"));
  }

  @Test
  void manyLinesWaitForNothing() throws Exception {
    loop.submit(
            () -> {
              say("many", 10_000);
              assertThat(written()).hasSize(10_000 * "<6>event=many\n".length());
            })
        .get();
  }

  @Test
  void whatIsLeftAtTheEndIsWritten() throws Exception {
    loop.submit(
            () -> {
              say("last", 1);
              loop.shutdownNow();
            })
        .get();
    lines.write();
    assertThat(written()).isEqualTo("<6>event=last\n");
  }
}
