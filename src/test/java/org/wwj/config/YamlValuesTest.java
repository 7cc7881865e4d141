package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link YamlEditor} writes beside texts and whole lists. */
class YamlValuesTest {
  private static String put(String text, YamlEdit edit, String... path) {
    YamlEdit.Within edits = new YamlEdit.Within();
    edits.at(List.of(path), edit);
    return YamlEditor.apply("nodes.conf", text, edits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a:\n  k: old # why\n",
        "a:\n  k: 'old' # why\n",
        "a:\n  k: [x, y] # why\n",
        "a:\n  k:   # why\n  - x\n  - y\n",
        "a: {k: old, l: x}\n",
        "a: {k: [x, y]}\n",
        "a:\n  l: x\n",
        "a: {}\n",
        "a:\n  k:\n",
      })
  void anExplicitNullTakesThePlaceOfAnything(String text) {
    String cleared = put(text, YamlEdit.Put.nothing(), "a", "k");
    assertThat(cleared).contains("k: ~");
    assertThat(cleared.contains("# why")).isEqualTo(text.contains("# why"));
    assertThat(put(cleared, YamlEdit.Put.nothing(), "a", "k")).isEqualTo(cleared);
    assertThat(put(cleared, new YamlEdit.Put("new"), "a", "k")).contains("k: new");
    assertThat(put(cleared, new YamlEdit.Put(List.of("p", "q")), "a", "k"))
        .containsPattern("k: \\[p, q]|k: *(# why)?\n *- p\n *- q\n");
    assertThat(put(cleared, new YamlEdit.Remove(), "a", "k")).doesNotContain("k:");
  }

  @Test
  void onlyTheLinesOfAListThatChangeAreTouched() {
    String text =
        """
        args:
        - quiet     # first
        - a=1
        # the console
        - console   # second
        - b=2
        - debug     # third
        """;
    assertThat(put(text, new YamlEdit.Put(List.of("quiet", "console", "debug", "x")), "args"))
        .isEqualTo(
            """
            args:
            - quiet     # first
            # the console
            - console   # second
            - debug     # third
            - x
            """);
    assertThat(put(text, new YamlEdit.Put(List.of("n", "a=1", "m", "b=2")), "args"))
        .isEqualTo(
            """
            args:
            - n
            - a=1
            - m
            # the console
            - b=2
            """);
  }

  @Test
  void treesKeepWordsAndNumbersApart() {
    Map<String, Object> mount = new LinkedHashMap<>();
    Yaml tree = StrictYaml.parse("f", "{freq: 0, spec: '0', options: [rw, \"1\"], deep: {a: yes}}");
    ((Yaml.Mapping) tree)
        .entries()
        .forEach(e ->
            mount.put(
                e.key().value(),
                switch (e.value()) {
                  case Yaml.Sequence list -> List.copyOf(list.items());
                  case Yaml.Mapping map -> Map.of("a", map.entries().getFirst().value());
                  default -> e.value();
                }));
    String written =
        put("r: {}\n", new YamlEdit.Put(List.of(mount, "plain", Map.of())), "r", "fstab");
    assertThat(written)
        .isEqualTo(
            """
            r:
              fstab:
              - freq: 0
                spec: '0'
                options:
                - rw
                - "1"
                deep:
                  a: yes
              - plain
              - {}
            """);
  }
}
