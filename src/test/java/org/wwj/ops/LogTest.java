package org.wwj.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogTest {
  @AfterEach
  void quiet() {
    Log.install(new PrintStream(PrintStream.nullOutputStream()), true, Level.OFF);
  }

  @Test
  void aLineBeginsWithItsNode() {
    assertThat(Log.line("offer", "ip", "10.0.0.11", "node", "c1", "ms", 5))
        .isEqualTo("node=c1 event=offer ip=10.0.0.11 ms=5");
    assertThat(Log.line("ready")).isEqualTo("event=ready");
  }

  @Test
  void quotesWhatWouldNotReadBackAsOneValue() {
    assertThat(Log.line("x", "a", "", "b", "two words", "c", "k=v", "d", "say \"hi\"\\\n\7"))
        .isEqualTo("event=x a=\"\" b=\"two words\" c=\"k=v\" d=\"say \\\"hi\\\"\\\\\\n?\"");
    assertThat(Log.line("x", "a", "ärger")).isEqualTo("event=x a=\"ärger\"");
  }

  @Test
  void tellsTheTimeToTheMillisecond() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Log.install(new PrintStream(out, true, StandardCharsets.UTF_8), false, Level.INFO);
    Instant before = Instant.now();
    Log.info("one");
    Log.warn("two");
    String[] lines = out.toString(StandardCharsets.UTF_8).split("\n");
    for (String line : lines) {
      String time = line.substring(0, line.indexOf(' '));
      assertThat(time).hasSize("2026-11-29T23:43:41.712Z".length());
      assertThat(Duration.between(before, Instant.parse(time)))
          .isBetween(Duration.ofMillis(-1), Duration.ofMinutes(1));
    }
    assertThat(lines[0]).endsWith("Z event=one");
    assertThat(lines[1]).endsWith("Z warning event=two");
  }

  @Test
  void givesSystemdThePriorityInsteadOfTheTime() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Log.install(new PrintStream(out, true, StandardCharsets.UTF_8), true, Level.INFO);
    Log.warn("two", "node", "c1");
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("<4>node=c1 event=two\n");
  }

  @Test
  void linesThatAreHeldBackAreWrittenTogether() {
    List<String> writes = new ArrayList<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int octet) {
            writes.add(String.valueOf((char) octet));
          }

          @Override
          public void write(byte[] octets, int from, int length) {
            writes.add(new String(octets, from, length, StandardCharsets.UTF_8));
          }
        };
    Log.install(new PrintStream(out, false, StandardCharsets.UTF_8), true, Level.INFO);
    Log.Lines lines = new Log.Lines();
    try (Log.Hold _ = lines.collect()) {
      Log.info("one");
      try (Log.Hold _ = new Log.Lines().collect()) {
        Log.warn("two");
      }
    }
    assertThat(writes).isEmpty();
    assertThat(lines.length()).isEqualTo("<6>event=one\n<4>event=two\n".length());
    Log.info("three");
    lines.write();
    lines.write();
    assertThat(writes).containsExactly("<6>event=three\n", "<6>event=one\n<4>event=two\n");
  }
}
