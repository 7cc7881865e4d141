package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class YamlDraftTest {
  static final List<String> CORPUS = YamlEditorTest.CORPUS;

  @ParameterizedTest
  @FieldSource("CORPUS")
  void comesBackAsItWas(String text) {
    YamlDraft draft = YamlDraft.read("f.conf", text);
    Yaml before = StrictYaml.parse("f.conf", text);
    assertThat(draft.plain()).isEqualTo(before == null ? Map.of() : before.plain());
    if (text.indexOf('*') < 0 && before instanceof Yaml.Mapping map && !map.flow()) {
      assertThat(draft.text()).isEqualTo(text);
    }
    Yaml after = StrictYaml.parse("f.conf", draft.text());
    assertThat(after == null ? Map.of() : after.plain())
        .isEqualTo(before == null ? Map.of() : before.plain());
  }

  @Test
  void mutatedTextsKeepTheirMeaning() {
    Random random = new Random(11);
    int read = 0;
    for (int round = 0; round < 8_000; round++) {
      String text = YamlFuzzTest.mutate(CORPUS.get(random.nextInt(CORPUS.size())), random);
      YamlDraft draft;
      try {
        draft = YamlDraft.read("f.conf", text);
      } catch (ConfigException e) {
        assertThat(e.getMessage()).startsWith("f.conf:");
        continue;
      }
      Yaml now = StrictYaml.parse("f.conf", draft.text());
      assertThat(YamlDraft.same(now == null ? "" : now.plain(), draft.plain())).as(text).isTrue();
      read++;
    }
    assertThat(read).isGreaterThan(1500);
  }

  @Test
  void renamesMovesAndStrikesWithTheirComments() {
    YamlDraft draft =
        YamlDraft.read(
            "f.conf",
            """
            # top
            a:
                b: 1   # one

                # about c
                c:
                  - x   # item
                  - y
                d: |
                  two
                  lines
            e: {f: 1, g: [2]}   # flow
            # end
            """);
    DraftMap a = draft.root().map("a").orElseThrow();
    DraftEntry c = a.find("c").orElseThrow();
    a.find("b").orElseThrow().rename("beta");
    a.find("d").orElseThrow().wrapIn("group", "inner");
    c.moveTo(a.within("group"), "gamma");
    draft.root().map("e").orElseThrow().find("f").orElseThrow().strike("gone");
    draft.root().put("h", List.of("i", "j"));
    assertThat(draft.text())
        .isEqualTo(
            """
            # top
            a:
                beta: 1   # one
                group:
                    inner: |
                      two
                      lines

                    # about c
                    gamma:
                      - x   # item
                      - y
            # wwj upgrade: gone
            # f: 1
            e: {g: [2]}   # flow
            h:
              - i
              - j
            # end
            """);
  }

  @Test
  void keepsAFileWithoutALastLineEnd() {
    YamlDraft draft = YamlDraft.read("f.conf", "a: 1 # x\nb: 2");
    draft.root().find("a").orElseThrow().remove();
    assertThat(draft.text()).isEqualTo("# x\nb: 2");
  }

  @Test
  void fillsFilesThatHoldNothing() {
    for (String text : List.of("", "# only words\n", "{}\n", "---\n")) {
      YamlDraft draft = YamlDraft.read("f.conf", text);
      draft.root().within("a").put("b", "c d");
      Yaml now = StrictYaml.parse("f.conf", draft.text());
      assertThat(now).isNotNull();
      assertThat(now.plain()).as(text).isEqualTo(Map.of("a", Map.of("b", "c d")));
    }
  }
}
