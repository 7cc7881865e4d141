package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
  private static List<List<String>> cells(String text) {
    return Csv.parse(text).stream().map(Csv.Row::cells).toList();
  }

  @Test
  void readsWhatSpreadsheetsWrite() {
    assertThat(cells("a,b\r\n1,\"x,\"\"y\"\"\nz\"\r\n\r\n# no\n,\n"))
        .containsExactly(List.of("a", "b"), List.of("1", "x,\"y\"\nz"), List.of("", ""));
    assertThat(cells("\uFEFFa")).containsExactly(List.of("a"));
    assertThat(cells("")).isEmpty();
    assertThat(cells("a,b\"c\",\n")).containsExactly(List.of("a", "b\"c\"", ""));
    assertThat(Csv.parse("a\n\"x\ny\"\nb\n")).extracting(Csv.Row::line).containsExactly(1, 2, 4);
    assertThatThrownBy(() -> Csv.parse("a\nb,\"c\nd\n")).hasMessageStartingWith("2: a quote");
  }

  @Test
  void writesWhatItReads() {
    List<String> cells = List.of("a", "x,y", "q\"q", "two\nlines", "", "#");
    assertThat(cells(Csv.line(cells))).containsExactly(cells);
    assertThat(Csv.line(List.of("a", "b"))).isEqualTo("a,b\n");
  }
}
