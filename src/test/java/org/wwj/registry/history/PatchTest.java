package org.wwj.registry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatchTest {
  @Test
  void isAUnifiedDiff() {
    String before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
    String after = "a\nb\nC\nd\ne\nf\ng\nh\ni\nj\nk\nl\nm\n";
    assertThat(Patch.between(before, after).format("nodes.conf", before))
        .isEqualTo(
            """
            --- nodes.conf
            +++ nodes.conf
            @@ -1,6 +1,6 @@
             a
             b
            -c
            +C
             d
             e
             f
            @@ -10,3 +10,4 @@
             j
             k
             l
            +m
            """);
    assertThat(Patch.between("", "a\n").format("f", "")).endsWith("@@ -0,0 +1 @@\n+a\n");
    assertThat(Patch.between("a\n", "").format("f", "a\n")).endsWith("@@ -1 +0,0 @@\n-a\n");
    assertThat(Patch.between("a", "a\n").format("f", "a"))
        .endsWith("@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n");
  }

  private static void bothWays(String before, String after) {
    Patch patch = Patch.between(before, after);
    assertThat(patch.apply(before)).isEqualTo(after);
    assertThat(patch.reversed().apply(after)).isEqualTo(before);
    Patch read = Patch.parse(patch.format("nodes.conf", before));
    assertThat(read).isEqualTo(patch);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void goesBothWaysToTheByte(long seed) {
    Random random = new Random(seed);
    String[] words = {
      "a", "b", "", " x", "-", "+", "\\", "@@ -1 +1 @@", "--- f", "é", "q\r", "\uFEFFz"
    };
    for (int i = 0; i < 400; i++) {
      List<String> lines = new ArrayList<>();
      for (int n = random.nextInt(30); n > 0; n--) {
        lines.add(words[random.nextInt(words.length)]);
      }
      String before = join(lines, random);
      for (int n = random.nextInt(6); n > 0; n--) {
        if (random.nextBoolean() || lines.isEmpty()) {
          lines.add(random.nextInt(lines.size() + 1), words[random.nextInt(words.length)]);
        } else if (random.nextBoolean()) {
          lines.remove(random.nextInt(lines.size()));
        } else {
          lines.set(random.nextInt(lines.size()), "new" + n);
        }
      }
      bothWays(before, join(lines, random));
    }
  }

  private static String join(List<String> lines, Random random) {
    String text = String.join("\n", lines);
    return lines.isEmpty() || random.nextInt(4) == 0 ? text : text + "\n";
  }

  @Test
  void touchesNoMoreLinesThanNeeded() {
    String before = "x\nx\nx\na\nx\nx\nx\n";
    String after = "x\nx\nx\nb\nx\nx\nx\nx\n";
    assertThat(Patch.between(before, after).pieces())
        .containsExactly(new Patch.Piece(3, List.of("a\n"), 3, List.of("b\n", "x\n")));
  }

  @Test
  @Timeout(20)
  void tenThousandChangedNodesTakeNoTime() {
    StringBuilder before = new StringBuilder();
    StringBuilder after = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      String node =
          "  n%d:\n    profiles:\n    - default\n    image name: %s\n    tags:\n      rack: 1\n";
      before.append(node.formatted(i, "a"));
      after.append(node.formatted(i, "b"));
    }
    long start = System.nanoTime();
    Patch patch = Patch.between(before.toString(), after.toString());
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(patch.pieces()).hasSize(10_000).allMatch(p -> p.removed().size() == 1);
    bothWays(before.toString(), after.toString());
  }

  @Test
  void refusesAnotherText() {
    Patch patch = Patch.between("a\nb\nc\n", "a\nB\nc\n");
    assertThatThrownBy(() -> patch.apply("a\nx\nc\n")).hasMessage("line 2 is another one");
    assertThatThrownBy(() -> patch.apply("a\n")).hasMessage("line 2 is another one");
    assertThatThrownBy(() -> Patch.parse("@@ -1 +1 @@\nx\n")).hasMessageContaining("line 2");
    assertThat(Patch.parse("nothing of that kind\n").pieces()).isEmpty();
  }
}
