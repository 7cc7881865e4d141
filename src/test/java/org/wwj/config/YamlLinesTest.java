package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read line by line is what the engine reads, to the last offset. */
class YamlLinesTest {
  private static final String SITE =
      """
      # Nodes of the site, kept by hand.
      nodeprofiles:
        default:
          comment: every node; no more, no less
          system overlay:
          - wwinit
          - ssh.host_keys   # since may
          kernel:
            args: [quiet, "crashkernel=no", net.ifnames=1, console=tty0 ]
        gpu: {}
      nodes:
        # rack 0
        n00000:
          profiles:
            - default
            - ~gpu
          network devices:
            default:
              hwaddr: 52:54:00:00:00:01
              ipaddr6: fd00::1
              tags: {dns: 10.0.0.1, search: "a b", empty: [], deep: {x: [1, 2]}}
          ipmi:
            password: 'it is: secret # really'
          resources:
            fstab:
            - spec: warewulf:/home
              file: /home

            - spec: /dev/vda
              file: /scratch
        n00001:
        n00002: ~
      """;

  private static void same(String text) {
    @Nullable Yaml quick = YamlLines.document(text);
    if (quick != null) {
      assertThat(quick).isEqualTo(new YamlComposer("f", text).document());
    }
  }

  static List<String> corpus() {
    return Stream.concat(
            YamlEditorTest.CORPUS.stream(),
            YamlCorpus.samples().stream().map(YamlCorpus.Sample::text))
        .toList();
  }

  @Test
  void readsWhatNodesConfIsMadeOf() {
    for (String text :
        List.of(SITE, SITE.replace("\n", "\r\n"), "---\n" + SITE, SITE + "\n# end", "a: b")) {
      assertThat(YamlLines.document(text))
          .isNotNull()
          .isEqualTo(new YamlComposer("f", text).document());
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void agreesOnAwkwardFiles(String text) {
    same(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: b: c",
        "a: b\n c: d",
        "a: b\n  c",
        "a: [b\n]",
        "a: &x b",
        "a: *x",
        "a: !t b",
        "a: |\n  b",
        "a: b\na: c",
        "a:\tb",
        "a: 'b''c'",
        "a: \"b\\n\"",
        "a: b #",
        "a: b#c",
        "a: 'b'#c",
        "- a\n- b: c\n  d: e\n-\n- - f",
        "a:\n- b\n c",
        "<<: {a: b}",
        "? a\n: b",
        "a: b\n---\nc: d",
        "a: b\n...\n",
        "a: b\n... c",
        "a: b\n--- c",
        "{a: b}",
        "[a, b: c]",
        "{a: b, a: c}",
        "{a: b, }",
        "[a,,b]",
        "a: \u00e9\u00a0b",
        "a: \u4e00 ? b",
        "a: \uD83D\uDE00",
        "a: b\u0085c: d",
        "a: ? b",
        "\uFEFFa: b",
        "a: b\rc: d",
        "a: \u0000b",
        "a : b",
        "a: b :c",
        "'a': b\n\"c\" : d",
        "a: -1\nb: - 1",
        "%YAML 1.2\n---\na: b",
      })
  void agreesOrLeavesIt(String text) {
    same(text);
    same(text + "\n");
    same("x:\n  " + text.replace("\n", "\n  ") + "\ny: z\n");
  }

  @Test
  void agreesOnMutatedTexts() {
    Random random = new Random(20261124);
    List<String> seeds =
        Stream.concat(
                IntStream.range(0, 20).mapToObj(i -> SITE),
                corpus().stream().filter(text -> text.length() < 3000))
            .toList();
    int quick = 0;
    for (int round = 0; round < 30_000; round++) {
      String text = YamlFuzzTest.mutate(seeds.get(random.nextInt(seeds.size())), random);
      @Nullable Yaml document = YamlLines.document(text);
      if (document != null) {
        assertThat(document).as(text).isEqualTo(new YamlComposer("f", text).document());
        quick++;
      }
    }
    assertThat(quick).isGreaterThan(3000);
  }
}
