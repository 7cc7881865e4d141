package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressViewTest {
  private static final long MIB = 1 << 20;

  @Test
  void showsOneAlignedLineEach() {
    assertThat(
            ProgressView.render(
                List.of(
                    line("c1", Firmware.BIOS, "image", 35 * MIB, 70 * MIB, 12_340, ""),
                    line("c10", Firmware.UEFI, "ready", 70 * MIB, 70 * MIB, 43_000, ""),
                    line("c2", Firmware.UEFI_HTTP, "power-on", 0, 0, 0, ""),
                    line("c3", Firmware.BIOS, "failed", MIB, 0, 9_000, "no image")),
                200))
        .containsExactly(
            "c1   bios       image      [############............]    35.0/70.0 MiB   12.3 s",
            "c10  uefi       ready      [########################]    70.0/70.0 MiB   43.0 s",
            "c2   uefi-http  power-on   [........................]                     0.0 s",
            "c3   bios       failed     [........................]          1.0 MiB    9.0 s"
                + "  no image");
  }

  @Test
  void neverWrapsNorOverflowsTheBar() {
    List<String> lines =
        ProgressView.render(
            List.of(line("c1", Firmware.BIOS, "image", 99 * MIB, 70 * MIB, 1, "x".repeat(300))),
            80);
    assertThat(lines).singleElement().asString().hasSize(80).contains("[" + "#".repeat(24) + "]");
  }

  @Test
  void terminalIsRedrawnInPlace() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Screen screen = new Screen(stream(out), true, 100);
    screen.show(List.of(line("c1", Firmware.BIOS, "kernel", 0, 0, 1000, "")));
    screen.show(List.of(line("c1", Firmware.BIOS, "image", 0, 0, 2000, "")));
    screen.say("done");
    screen.show(List.of(line("c1", Firmware.BIOS, "ready", 0, 0, 2000, "")));

    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).containsOnlyOnce("\u001b[1A\u001b[J");
    assertThat(text.indexOf("\u001b[1A")).isBetween(text.indexOf("kernel"), text.indexOf("image"));
  }

  @Test
  void elsewhereOnlyNewsIsPrinted() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Screen screen = new Screen(stream(out), false, Integer.MAX_VALUE);
    for (int ms = 0; ms < 20_000; ms += 500) {
      screen.show(
          List.of(
              line("c1", Firmware.BIOS, ms < 5000 ? "kernel" : "image", ms, 20_000, ms, ""),
              line("c2", Firmware.UEFI, "loader", 0, 0, ms, "")));
    }
    String text = out.toString(StandardCharsets.UTF_8);
    assertThat(text).doesNotContain("\u001b");
    assertThat(text.lines().filter(line -> line.startsWith("c1"))).hasSize(2);
    assertThat(text.lines().filter(line -> line.startsWith("c2"))).hasSize(2);
  }

  private static PrintStream stream(ByteArrayOutputStream out) {
    return new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  private static ProgressView.Line line(
      String name, Firmware fw, String phase, long bytes, long total, long ms, String reason) {
    return new ProgressView.Line(name, fw, phase, bytes, total, Duration.ofMillis(ms), reason);
  }
}
