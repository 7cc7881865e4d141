package org.wwj.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.wwj.ops.Display;

class ImportDisplayTest {
  private final StringWriter text = new StringWriter();

  @Test
  void writesLinesWhereNobodyLooks() {
    try (ImportDisplay display = new ImportDisplay("a", new PrintWriter(text), Display.none())) {
      display.step("asking");
      display.expect(2, 100);
      display.received(60);
      display.unpacked();
      display.received(40);
      display.unpacked();
    }
    assertThat(text)
        .hasToString("a: asking%na: layer 1 of 2 unpacked%na: layer 2 of 2 unpacked%n".formatted());
  }

  @Test
  void drawsOneLineThatFits() {
    try (ImportDisplay display =
        new ImportDisplay("a", new PrintWriter(text), new Display(true, 200, 24))) {
      display.expect(4, 100 << 20);
      display.received(50 << 20);
      display.unpacked();
      assertThat(display.bar(Duration.ofSeconds(5).toNanos()))
          .isEqualTo(
              "[############------------]  50 %  50.0 of 100.0 MiB  10 MiB/s  1 of 4 layers unpacked");
    }
    assertThat(text.toString()).endsWith("\r\u001b[K");
    try (ImportDisplay narrow =
        new ImportDisplay("a", new PrintWriter(text), new Display(true, 30, 24))) {
      narrow.expect(1, 0);
      assertThat(narrow.bar(1)).hasSize(29);
    }
  }
}
