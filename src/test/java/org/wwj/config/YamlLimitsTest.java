package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents beyond reason are refused with their line, and large ones within it are read. */
class YamlLimitsTest {
  private static @Nullable Yaml parse(String text) {
    return StrictYaml.parse("f.conf", text);
  }

  /** Each anchor stands for twice what the one before it does. */
  private static String doubling(int levels, String first, String next) {
    StringBuilder text = new StringBuilder("a0: &a0 " + first + "\n");
    for (int i = 1; i <= levels; i++) {
      text.append("a%1$d: &a%1$d %2$s\n".formatted(i, next.replace("X", "*a" + (i - 1))));
    }
    return text.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[x, x]|[X, X]",
        "{k: v}|{l: X, r: X}",
        "{k: v}|{<<: [X, X]}",
        "{k: v}|{<<: X, m: X}",
        "[x]|[[X], [X]]",
      })
  void refusesWhatAliasesBlowUp(String shape) {
    String[] parts = shape.split("\\|");
    assertThatThrownBy(() -> parse(doubling(60, parts[0], parts[1])))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("f\\.conf:\\d+: more than 5000000 values after following aliases");
    // What is just within the limit is worked out in full.
    Yaml within = parse(doubling(14, parts[0], parts[1]));
    assertThat(within).isNotNull().extracting(Yaml::plain).isInstanceOf(Map.class);
  }

  @Test
  void refusesAnAnchorWithinItself() {
    assertThatThrownBy(() -> parse("a: &a [b, *a]\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("f.conf:1: ");
    assertThatThrownBy(() -> parse("x: 1\na: &a\n  b: {c: *a}\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("f.conf:3: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "[{a: [", "{? "})
  void refusesDepth(String opening) {
    assertThatThrownBy(() -> parse("a:\n  " + opening.repeat(20_000)))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("(?s)f\\.conf:\\d+: .*");
  }

  @Test
  void refusesDepthByIndent() {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, 3000).forEach(i -> text.append(" ".repeat(i)).append("a:\n"));
    assertThatThrownBy(() -> parse(text.toString()))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("f\\.conf:\\d+: nested deeper than 64 levels");
  }

  @Test
  void readsManyKeysAndLongTexts() {
    StringBuilder keys = new StringBuilder();
    IntStream.range(0, 200_000).forEach(i -> keys.append('k').append(i).append(": v\n"));
    assertThat(parse(keys.toString()))
        .isInstanceOfSatisfying(
            Yaml.Mapping.class, map -> assertThat(map.entries()).hasSize(200_000));
    assertThatThrownBy(() -> parse(keys + "k7: again\n"))
        .hasMessageStartingWith("f.conf:200001: key 'k7' appears twice");
    String word = "x".repeat(4 << 20);
    assertThat(parse("a: " + word + " # " + word + "\nb: |\n  " + word + "\n"))
        .isNotNull()
        .extracting(Yaml::plain)
        .isEqualTo(Map.of("a", word, "b", word + "\n"));
    assertThatThrownBy(() -> parse(word + ": a\n")).isInstanceOf(ConfigException.class);
    assertThat(parse("#" + "\n".repeat(1 << 20))).isNull();
  }

  @Test
  void readsManyAnchorsAndAliases() {
    StringBuilder text = new StringBuilder("all: &all {a: b, c: d}\n");
    IntStream.range(0, 50_000)
        .forEach(i -> text.append("k%1$d: &n%1$d {<<: *all, own: v}\n".formatted(i)));
    assertThat(parse(text.toString()))
        .isInstanceOfSatisfying(
            Yaml.Mapping.class,
            map ->
                assertThat(map.entries().getLast().value().plain())
                    .isEqualTo(Map.of("a", "b", "c", "d", "own", "v")));
  }

  @Test
  void refusesAFileThatIsTooLarge(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("nodes.conf");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(StrictYaml.MAX_BYTES + 1L);
    }
    assertThatThrownBy(() -> StrictYaml.text(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage(file + ": larger than 64 MiB");
  }

  @Test
  void anyBytesAreATextOrRefused(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("nodes.conf");
    Random random = new Random(20261125);
    int read = 0;
    for (int round = 0; round < 2000; round++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      if (random.nextBoolean()) {
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] &= 0x7f;
        }
      }
      Files.write(file, bytes);
      try {
        StrictYaml.parse(file.toString(), StrictYaml.text(file));
        read++;
      } catch (ConfigException e) {
        assertThat(e.getMessage()).matches("(?s)" + file + ":\\d+: .+");
      }
    }
    assertThat(read).isPositive();
  }
}
