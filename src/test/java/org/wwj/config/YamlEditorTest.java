package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class YamlEditorTest {
  private static final String NODES =
      """
      # Our cluster.
      nodeprofiles:
        default:            # every node
          system overlay: [hosts, "resolv"]   # order matters
          kernel:
            args:
            - quiet
            - console=ttyS0   # serial

      nodes:
        # rack 1
        c1: # first
          image name: "rocky-10"  # old
          network devices:
            default: {hwaddr: 52:54:00:00:00:01, ipaddr: 10.0.0.11}
          tags:
              who: 'ann'
        c2: {}
        # the end
      """;

  /** Hand-written files as they come. */
  static final List<String> CORPUS =
      List.of(
          NODES,
          NODES.replace("\n", "\r\n"),
          "nodes:\n    c1:\n        image name: a   # four\n        tags:\n            x: y\n    c2: ~\n",
          "---\nnodes: {c1: {image name: a, tags: {x: y}}, c2: {}}\n",
          "nodes: {\n  c1: {image name: a}, # one\n  c2: {image name: b}  # two\n}\n",
          "nodes:\n  c1:\n    comment: |\n      two\n      lines\n\n    image name: a\n  c2:\n    tags:\n      k: >-\n        folded\n        text\n# end\n",
          "nodes:\n  \"c1\": &first\n    image name: a\n  c2:\n    <<: *first\n    tags: {x: y}\n",
          "nodes:\n  c1:\n    image name: a\n  c2:\n    profiles:\n      - default\n\n      # more\n      - gpu\n...\n",
          "\n\n# nothing here yet\n",
          "nodes: {}\nnodeprofiles: {}\n",
          "nodes:\n  c1:\n    image name: \"a\\\"b\"\n    tags:\n      \u00fcber: '\uD83D\uDE00'\n      e:   # nothing\n  c2:\n",
          "{}\n");

  private static String edit(String text, YamlEdit edit, String... path) {
    YamlEdit.Within edits = new YamlEdit.Within();
    edits.at(List.of(path), edit);
    return YamlEditor.apply("nodes.conf", text, edits);
  }

  private static YamlEdit put(Object value) {
    return new YamlEdit.Put(value);
  }

  private static YamlEdit remove() {
    return new YamlEdit.Remove();
  }

  @Test
  void changesOneScalarAndKeepsItsQuotesAndComment() {
    assertThat(edit(NODES, put("debian-12"), "nodes", "c1", "image name"))
        .isEqualTo(NODES.replace("\"rocky-10\"", "\"debian-12\""));
  }

  @Test
  void addsAKeyBehindTheLastOneInTheMannerOfTheFile() {
    assertThat(edit(NODES, put("bob"), "nodes", "c1", "tags", "rack"))
        .isEqualTo(NODES.replace("who: 'ann'\n", "who: 'ann'\n        rack: bob\n"));
  }

  @Test
  void fillsAnEmptyMap() {
    assertThat(edit(NODES, put(List.of("default")), "nodes", "c2", "profiles"))
        .isEqualTo(NODES.replace("  c2: {}\n", "  c2:\n    profiles:\n    - default\n"));
  }

  @Test
  void addsANodeBehindTheLastOne() {
    assertThat(edit(NODES, put(Map.of("comment", "x: y")), "nodes", "c3"))
        .isEqualTo(NODES.replace("  c2: {}\n", "  c2: {}\n  c3:\n    comment: 'x: y'\n"));
  }

  @Test
  void changesOnlyTheDifferingLinesOfAList() {
    assertThat(
            edit(
                NODES,
                put(List.of("quiet", "debug", "console=ttyS0")),
                "nodeprofiles",
                "default",
                "kernel",
                "args"))
        .isEqualTo(NODES.replace("- quiet\n", "- quiet\n      - debug\n"));
    assertThat(
            edit(NODES, put(List.of("console=ttyS0")), "nodeprofiles", "default", "kernel", "args"))
        .isEqualTo(NODES.replace("      - quiet\n", ""));
  }

  @Test
  void changesAFlowListOnItsLine() {
    assertThat(
            edit(NODES, put(List.of("hosts", "ssh")), "nodeprofiles", "default", "system overlay"))
        .isEqualTo(NODES.replace("[hosts, \"resolv\"]", "[hosts, ssh]"));
  }

  @Test
  void addsToAFlowMapInsideItsBraces() {
    assertThat(edit(NODES, put("eth0"), "nodes", "c1", "network devices", "default", "device"))
        .isEqualTo(NODES.replace("10.0.0.11}", "10.0.0.11, device: eth0}"));
    assertThat(edit(NODES, remove(), "nodes", "c1", "network devices", "default", "hwaddr"))
        .isEqualTo(NODES.replace("{hwaddr: 52:54:00:00:00:01, ", "{"));
    assertThat(edit(NODES, remove(), "nodes", "c1", "network devices", "default", "ipaddr"))
        .isEqualTo(NODES.replace(", ipaddr: 10.0.0.11}", "}"));
  }

  @Test
  void leavesAnEmptyMapWhereTheLastKeyWent() {
    assertThat(edit(NODES, remove(), "nodes", "c1", "tags", "who"))
        .isEqualTo(NODES.replace("    tags:\n        who: 'ann'\n", "    tags: {}\n"))
        .isNotEqualTo(NODES);
  }

  @Test
  void removesANodeAndNothingElse() {
    assertThat(edit(NODES, remove(), "nodes", "c2")).isEqualTo(NODES.replace("  c2: {}\n", ""));
    assertThat(edit(NODES, remove(), "nodes", "nope")).isEqualTo(NODES);
  }

  @Test
  void keepsCarriageReturns() {
    String windows = NODES.replace("\n", "\r\n");
    assertThat(edit(windows, put("x"), "nodes", "c2", "image name"))
        .isEqualTo(windows.replace("  c2: {}\r\n", "  c2:\r\n    image name: x\r\n"));
  }

  @Test
  void beginsAFileThatIsNotThere() {
    assertThat(edit("", put(Map.of()), "nodes", "c1")).isEqualTo("nodes:\n  c1: {}\n");
    assertThat(edit("# mine", put("a"), "nodes", "c1", "image name"))
        .isEqualTo("# mine\nnodes:\n  c1:\n    image name: a");
  }

  @Test
  void quotesWhatWouldReadAsSomethingElse() {
    for (String value :
        List.of(
            "~",
            "null",
            "",
            " x",
            "x ",
            "a: b",
            "a #b",
            "-",
            "- a",
            "a\nb",
            "'",
            "\"",
            "@a",
            "%a",
            "[a",
            "*a",
            "&a",
            "!a",
            "|",
            ">",
            "a:",
            "\u0007",
            "\uD83D\uDE00",
            "{}",
            "? a")) {
      String result = edit(NODES, put(value), "nodes", "c1", "tags", "odd");
      assertThat(StrictYaml.parse("f", result).plain()).asString().contains("odd=" + value);
    }
  }

  @Test
  void writesAnExplicitNull() {
    YamlEdit nothing = YamlEdit.Put.nothing();
    assertThat(edit(NODES, nothing, "nodes", "c1", "image name"))
        .isEqualTo(NODES.replace("\"rocky-10\"", "~"));
    assertThat(edit(NODES, nothing, "nodes", "c1", "init"))
        .isEqualTo(NODES.replace("who: 'ann'\n", "who: 'ann'\n    init: ~\n"));
    assertThat(edit(NODES, nothing, "nodes", "c2", "tags", "x"))
        .isEqualTo(NODES.replace("  c2: {}\n", "  c2:\n    tags:\n      x: ~\n"));
    assertThat(edit(NODES, nothing, "nodes", "c1", "network devices", "default", "mtu"))
        .isEqualTo(NODES.replace("10.0.0.11}", "10.0.0.11, mtu: ~}"));
    assertThat(edit(NODES, nothing, "nodeprofiles", "default", "system overlay"))
        .isEqualTo(NODES.replace("[hosts, \"resolv\"]", "~"));
    assertThat(edit("a: ~\nb: null\nc:\n", nothing, "c")).isEqualTo("a: ~\nb: null\nc: ~\n");
    assertThat(edit("a: ~\nb: null\n", nothing, "b")).isEqualTo("a: ~\nb: null\n");
    assertThat(edit("a: ~\n", put(""), "a")).isEqualTo("a: ''\n");
    assertThat(edit("a: ~\n", put("~"), "a")).isEqualTo("a: '~'\n");
  }

  @Test
  void refusesWhatAnAnchorHolds() {
    String text = CORPUS.get(6);
    assertThatThrownBy(() -> edit(text, remove(), "nodes", "c1"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("nodes.conf:2: ")
        .hasMessageContaining("anchor");
    assertThatThrownBy(() -> edit("a: &x {b: 1}\nc: *x\n", put("2"), "c", "b"))
        .hasMessageStartingWith("nodes.conf:2: ")
        .hasMessageContaining("alias");
    assertThatThrownBy(() -> edit(text, put("z"), "nodes", "c1", "image name"))
        .isInstanceOf(ConfigException.class);
  }

  static Stream<String> corpus() {
    return CORPUS.stream();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void addingANodeAndTakingItAwayGivesTheSameBytes(String text) {
    if (text.equals("{}\n") || text.startsWith("\n")) {
      return; // no nodes: there, so that the key itself stays behind
    }
    String added = edit(text, put(Map.of("profiles", List.of("a", "b"))), "nodes", "zz");
    assertThat(added).isNotEqualTo(text);
    assertThat(edit(added, remove(), "nodes", "zz")).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void addingAFieldAndTakingItAwayGivesTheSameBytes(String text) {
    if (!text.contains("image name") || text.contains("<<")) {
      return;
    }
    String added = edit(text, put("v"), "nodes", "c1", "init");
    assertThat(added).isNotEqualTo(text);
    assertThat(edit(added, remove(), "nodes", "c1", "init")).isEqualTo(text);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void changingAFieldAndBackGivesTheSameBytes(String text) {
    if (!text.contains("image name") || text.contains("<<")) {
      return;
    }
    Map<?, ?> nodes = (Map<?, ?>) ((Map<?, ?>) StrictYaml.parse("f", text).plain()).get("nodes");
    String was = (String) ((Map<?, ?>) nodes.get("c1")).get("image name");
    String changed = edit(text, put("other"), "nodes", "c1", "image name");
    assertThat(changed).isNotEqualTo(text);
    assertThat(edit(changed, put(was), "nodes", "c1", "image name")).isEqualTo(text);
  }

  @Test
  void manyEditsAreOnePass() {
    StringBuilder text = new StringBuilder("nodes:\n");
    IntStream.range(0, 3000).forEach(i -> text.append("  n%d:\n    image name: a\n".formatted(i)));
    YamlEdit.Within edits = new YamlEdit.Within();
    IntStream.range(0, 3000)
        .forEach(i -> edits.at(List.of("nodes", "n" + i, "image name"), put("b")));
    assertThat(YamlEditor.apply("f", text.toString(), edits))
        .isEqualTo(text.toString().replace(": a\n", ": b\n"));
  }
}
