package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Mutated YAML gives a document or a {@link ConfigException} with file and line. */
class YamlFuzzTest {
  private static final String ALPHABET = " \n\t:-#{}[],'\"|>&*!?%@`~<=\\/ab01\r\u00e4\uFEFF\uD83D";

  private static final List<String> SEEDS =
      Stream.concat(
              YamlEditorTest.CORPUS.stream(),
              YamlCorpus.samples().stream().map(YamlCorpus.Sample::text))
          .filter(text -> text.length() < 3000)
          .toList();

  @Test
  void mutatedTextsNeverThrowAnythingElse() {
    Random random = new Random(20261123);
    int errors = 0;
    for (int round = 0; round < 12_000; round++) {
      String seed = SEEDS.get(random.nextInt(SEEDS.size()));
      String text = mutate(seed, random);
      try {
        Yaml document = StrictYaml.parse("f.conf", text);
        if (document != null) {
          assertThat(document.plain()).isNotNull();
        }
      } catch (ConfigException e) {
        assertThat(e.getMessage()).matches("(?s)f\\.conf:\\d+: .+");
        errors++;
      }
    }
    assertThat(errors).isGreaterThan(1000);
  }

  @Test
  void editsOfMutatedTextsDoWhatWasMeantOrRefuse() {
    Random random = new Random(42);
    int done = 0;
    for (int round = 0; round < 6_000; round++) {
      String seed = SEEDS.get(random.nextInt(SEEDS.size()));
      String text = random.nextInt(4) == 0 ? seed : mutate(seed, random);
      YamlEdit.Within edits = new YamlEdit.Within();
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        edits.at(
            List.of("nodes", pick(random, "c1", "c2", "new"), pick(random, "image name", "tags")),
            random.nextInt(3) == 0
                ? new YamlEdit.Remove()
                : new YamlEdit.Put(
                    random.nextBoolean() ? value(random) : List.of(value(random), value(random))));
      }
      try {
        // The editor itself compares what came out with what was meant.
        StrictYaml.parse("f.conf", YamlEditor.apply("f.conf", text, edits));
        done++;
      } catch (ConfigException e) {
        assertThat(e.getMessage()).matches("(?s)f\\.conf:\\d+: .+");
      }
    }
    assertThat(done).isGreaterThan(1500);
  }

  private static String pick(Random random, String... words) {
    return words[random.nextInt(words.length)];
  }

  private static String value(Random random) {
    StringBuilder value = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      char c = ALPHABET.charAt(random.nextInt(ALPHABET.length() - 1));
      value.append(c);
    }
    return value.toString();
  }

  static String mutate(String seed, Random random) {
    StringBuilder text = new StringBuilder(seed);
    for (int i = 1 + random.nextInt(4); i > 0 && !text.isEmpty(); i--) {
      int at = random.nextInt(text.length());
      char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, c);
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.setCharAt(at, c);
        default -> {
          int from = random.nextInt(text.length());
          int to = Math.min(text.length(), from + random.nextInt(30));
          text.insert(at, text.substring(from, to));
        }
      }
    }
    return text.toString();
  }
}
