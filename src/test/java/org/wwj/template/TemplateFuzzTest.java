package org.wwj.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Mutated templates: no hang, and no exception but the one that tells the admin. */
class TemplateFuzzTest {
  private static final Limits SMALL = new Limits(100_000, 10_000, 5_000, 20);
  private static final List<String> PIECES =
      List.of(
          "{{",
          "}}",
          "{{-",
          "-}}",
          " ",
          "\n",
          "|",
          "(",
          ")",
          "\"",
          "`",
          "'",
          "$",
          "$x",
          ".",
          ":=",
          "=",
          ",",
          "{{if ",
          "{{end}}",
          "{{else}}",
          "{{range ",
          "{{with ",
          "{{define \"a\"}}",
          "{{template \"a\"}}",
          "{{block \"b\" .}}",
          "{{break}}",
          "{{continue}}",
          "/*",
          "*/",
          "nil",
          "true",
          "0x",
          "1e9",
          "-1",
          "99999999999",
          ".Name",
          ".Box.Join",
          "printf",
          "\"%*[2]v%d\"",
          "index",
          "slice",
          "repeat 9999",
          "until 99999",
          "dict",
          "set",
          "\\",
          "\u00fc",
          "\ud83d\ude00",
          "\udc80",
          "\u0000");

  private final Random random = new Random(20261123);

  private String mutated(List<String> seeds) {
    StringBuilder text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
    int edits = 1 + random.nextInt(4);
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(6));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.insert(at, (char) (32 + random.nextInt(95)));
        case 3 -> text.replace(at, end, PIECES.get(random.nextInt(PIECES.size())));
        default -> {
          String other = seeds.get(random.nextInt(seeds.size()));
          int from = random.nextInt(other.length() + 1);
          text.insert(at, other, from, Math.min(other.length(), from + random.nextInt(20)));
        }
      }
    }
    return text.toString();
  }

  @Test
  void mutatedTemplatesOnlyEverFailWithTheirOwnException() {
    List<String> seeds = new ArrayList<>(Corpus.templates().values());
    Map<String, Object> data = Corpus.data();
    int parsed = 0;
    int rendered = 0;
    for (int i = 0; i < 200_000; i++) {
      String text = mutated(seeds);
      try {
        Template template = Template.parse("fuzz", text, Sprig.functions());
        parsed++;
        template.render(data, piece -> {}, SMALL);
        rendered++;
      } catch (TemplateException e) {
        assertThat(e).hasMessageStartingWith("template: ");
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError("template " + GoString.quote(text), e);
      }
    }
    assertThat(parsed).isGreaterThan(10_000);
    assertThat(rendered).isGreaterThan(5_000);
  }
}
