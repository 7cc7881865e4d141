package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictYamlTest {
  private static Object plain(String text) {
    Yaml document = StrictYaml.parse("f.conf", text);
    return document == null ? "" : document.plain();
  }

  @Test
  void allScalarsAreText() {
    assertThat(plain("a: no\nb: 0012\nc: 1.10\nd: true\ne: 52:54:00:00:00:01\nf: 0x1F\n"))
        .isEqualTo(
            Map.of(
                "a",
                "no",
                "b",
                "0012",
                "c",
                "1.10",
                "d",
                "true",
                "e",
                "52:54:00:00:00:01",
                "f",
                "0x1F"));
  }

  @Test
  void tellsNothingFromAnExplicitNull() {
    Yaml.Mapping map = (Yaml.Mapping) StrictYaml.parse("f", "a: ~\nb:\nc: 'null'\nd: null\n");
    assertThat(map.entries())
        .extracting(e -> ((Yaml.Text) e.value()).isExplicitNull())
        .containsExactly(true, false, false, true);
    assertThat(((Yaml.Text) map.entries().get(1).value()).isNull()).isTrue();
  }

  @Test
  void resolvesAliasesAndMergeKeys() {
    assertThat(plain("x: &x {a: 1, b: 2}\ny:\n  <<: *x\n  b: 3\nz: [*x]\n"))
        .isEqualTo(
            Map.of(
                "x", Map.of("a", "1", "b", "2"),
                "y", Map.of("a", "1", "b", "3"),
                "z", List.of(Map.of("a", "1", "b", "2"))));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a: 1;b: 2;a: 3                | 3 | appears twice
          a: 1;---;b: 2                 | 2 | second document
          a: !java/object 1             | 1 | tag !java/object
          a: &x [*x]                    | 1 | inside its own anchor
          a: 1;b: *nope                 | 2 | *nope
          ? [a, b];: c                  | 1 | a key must be a word
          a: 1;<<: word                 | 2 | merge key
          a: b: c                       | 1 | mapping values
          a: 1; b: 2: 3                 | 2 | mapping values
          a: [1, 2;b: 3                 | 2 | expected
          a: 'open                      | 1 | end of stream
          """)
  void namesTheLineOfEveryMistake(String text, int line, String message) {
    assertThatThrownBy(() -> plain(text.replace(';', '\n') + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("f.conf:" + line + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void saysToIndentWithSpaces() {
    assertThatThrownBy(() -> plain("a:\n\tb: 1\n"))
        .hasMessageStartingWith("f.conf:2: ")
        .hasMessageContaining("indent with spaces");
  }

  @Test
  void refusesBombs() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, "*a%d,".formatted(i - 1).repeat(10)));
    }
    assertThatThrownBy(() -> plain(bomb.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("after following aliases");
  }

  @Test
  void refusesDepth() {
    assertThatThrownBy(() -> plain("a: " + "[".repeat(50_000)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("deeper than 64");
  }

  @Test
  void refusesBytesThatAreNotUtf8WithTheirLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("x.conf");
    Files.write(file, new byte[] {'a', ':', ' ', '1', '\n', 'b', ':', ' ', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> StrictYaml.text(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + ":2: ")
        .hasMessageContaining("UTF-8");
  }

  @Test
  void refusesControlCharactersWithTheirLine() {
    assertThatThrownBy(() -> plain("a: 1\nb: \u0001\n"))
        .hasMessageStartingWith("f.conf:2: ")
        .hasMessageContaining("U+0001");
  }

  @Test
  void spansCountUtf16Units() {
    String text = "\uD83D\uDE00: 1\nb: two\n";
    Yaml.Mapping map = (Yaml.Mapping) StrictYaml.parse("f", text);
    Yaml.Span span = map.entries().get(1).value().span();
    assertThat(text.substring(span.start(), span.end())).isEqualTo("two");
    assertThat(span.line()).isEqualTo(2);
  }

  @Test
  void emptyTextHoldsNoDocument() {
    assertThat(StrictYaml.parse("f", "")).isNull();
    assertThat(StrictYaml.parse("f", "# only this\n")).isNull();
  }

  @Test
  void guessesTheMeantWord() {
    assertThat(Spelling.hint("image nam", List.of("image name", "init")))
        .isEqualTo("; did you mean 'image name'?");
    assertThat(Spelling.hint("zebra", List.of("image name", "init"))).isEmpty();
  }
}
