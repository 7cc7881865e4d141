package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoScalarTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "c1",
        "10.0.0.11",
        "52:54:00:aa:bb:cc",
        "fd00::1",
        "::1",
        "-E",
        "~lazy",
        "a=b,c",
        "x:y",
        "5b",
        "6.1.0",
        "6.1.0-18-amd64",
        "quiet",
        "p'w\"d",
        "a#b",
        "/dev/vda",
        "héllo",
        "2024-13-01",
        "trUe",
        "yEs",
        "_1",
        "?x",
        "a - b"
      })
  void plainText(String text) {
    assertThat(GoScalar.key(text)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "~",
        "null",
        "Null",
        "true",
        "TRUE",
        "False",
        "yes",
        "No",
        "ON",
        "y",
        "N",
        "<<",
        "1",
        "-5",
        "+5",
        "0012",
        "089",
        "0x1F",
        "0b101",
        "0o17",
        "1_000",
        "1.5",
        "1.",
        ".5",
        "1e3",
        ".inf",
        "-.Inf",
        ".NaN",
        "2024-01-31",
        "2024-1-3 10:20:30",
        "52:54:00:12:34:56",
        "10:20"
      })
  void textThatWouldBeReadAsSomethingElse(String text) {
    assertThat(GoScalar.key(text)).isEqualTo("\"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: b", "a:", " a", "a ", "a #b", "#a", "- a", "-", "? a", ": a", "@a", "`a", "*a", "&a",
        "!a", "|a", ">a", "%a", "{a", "[a", ",a", "\"a", "---", "--- a", "..."
      })
  void textThatWouldBreakTheLine(String text) {
    assertThat(GoScalar.key(text)).isEqualTo("'" + text + "'");
  }

  @Test
  void quotesAndWhatCannotBePrinted() {
    assertThat(GoScalar.key("it's: x")).isEqualTo("'it''s: x'");
    assertThat(GoScalar.key("'a'")).isEqualTo("'''a'''");
    assertThat(GoScalar.key("a\tb")).isEqualTo("\"a\\tb\"");
    assertThat(GoScalar.key("a\u0007\u001b\u0001")).isEqualTo("\"a\\a\\e\\x01\"");
    assertThat(GoScalar.key("\ufeffa")).isEqualTo("\"\\uFEFFa\"");
  }

  @Test
  void severalLinesAreABlock() {
    assertThat(GoScalar.write("a\nb\n", 4)).isEqualTo("|\n    a\n    b");
    assertThat(GoScalar.write("a\nb", 4)).isEqualTo("|-\n    a\n    b");
    assertThat(GoScalar.write("a\n\nb\n\n", 2)).isEqualTo("|+\n  a\n\n  b\n");
    assertThat(GoScalar.write(" a\nb", 4)).isEqualTo("|4-\n     a\n    b");
    assertThat(GoScalar.write("a \nb", 4)).isEqualTo("\"a \\nb\"");
  }

  @Test
  void treesAreIndentedAsGoDoes() {
    Map<String, Object> inner = new TreeMap<>(Map.of("k", List.of("x"), "m", Map.of("num", 1)));
    Map<String, Object> tree = new TreeMap<>();
    tree.put("a", List.of(inner, List.of("p", "q"), "s"));
    tree.put("b", Map.of());
    tree.put("c", List.of());
    assertThat(Printed.yaml(tree))
        .isEqualTo(
            """
            a:
                - k:
                    - x
                  m:
                    num: 1
                - - p
                  - q
                - s
            b: {}
            c: []
            """);
    assertThat(Printed.json(tree))
        .isEqualTo(
            """
            {
              "a": [
                {
                  "k": [
                    "x"
                  ],
                  "m": {
                    "num": 1
                  }
                },
                [
                  "p",
                  "q"
                ],
                "s"
              ],
              "b": {},
              "c": []
            }
            """);
    assertThat(Printed.word("a & <b>\u2028")).isEqualTo("\"a \\u0026 \\u003cb\\u003e\\u2028\"");
  }
}
