package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wwj.registry.NodesEdit.Kind;

class EditedBlocksTest {
  private static final Path FILE = Path.of("nodes.conf");
  private static final Path DRAFT = Path.of("draft.yaml");
  private static final String NODES =
      """
      # Our cluster.
      nodeprofiles:
        default:    # all
          init: /i
      nodes:
        # rack 1

        # the first
        c1: # one
          comment: |
            # no comment

            text
          tags:
            a: 1    # why
          # inside
        # rack 2
        c2: {}
        c10:
          init: /x

        # the end
      # really
      """;

  private static EditedBlocks take(String text, String... names) {
    return new EditedBlocks(FILE, text, Kind.NODE, List.of(names));
  }

  @Test
  void aDraftHoldsTheLinesOfTheNodesAsTheyStand() {
    assertThat(take(NODES, "c1", "c10").draft("# help\n"))
        .isEqualTo(
            """
            # help
            nodes:
              # the first
              c1: # one
                comment: |
                  # no comment

                  text
                tags:
                  a: 1    # why
                # inside
              c10:
                init: /x
            """);
    assertThat(take(NODES.replace("\n", "\r\n"), "c2").draft("# help\n"))
        .isEqualTo("# help\r\nnodes:\r\n  # rack 2\r\n  c2: {}\r\n");
    assertThat(new EditedBlocks(FILE, NODES, Kind.PROFILE, List.of("default")).draft(""))
        .isEqualTo("nodeprofiles:\n  default:    # all\n    init: /i\n");
  }

  @Test
  void anUntouchedDraftChangesNoByte() {
    for (String text :
        List.of(
            NODES, NODES.replace("\n", "\r\n"), NODES.stripTrailing(), "nodes:\n  c1:\n  c2:")) {
      EditedBlocks blocks = take(text, "c1", "c2", "c10");
      assertThat(blocks.put(blocks.draft("# help\n"), DRAFT, text)).isEqualTo(text);
    }
  }

  @Test
  void onlyChangedLinesChange() {
    EditedBlocks blocks = take(NODES, "c1", "c10");
    String draft =
        blocks.draft("").replace("a: 1 ", "a: 2 ").replace("init: /x", "init: /y  # new");
    assertThat(blocks.put(draft, DRAFT, NODES))
        .isEqualTo(NODES.replace("a: 1 ", "a: 2 ").replace("init: /x", "init: /y  # new"));
  }

  @Test
  void nodesCanGoAndCome() {
    EditedBlocks blocks = take(NODES, "c1", "c10");
    String draft =
        """
        nodes:
          # fresh
          c0: {}
          c10:
            init: /x

          # behind
          c11: {init: /z}
          # last words
        """;
    String result = blocks.put(draft, DRAFT, NODES);
    assertThat(NodesFile.parse(FILE, result).nodes()).containsOnlyKeys("c0", "c10", "c11", "c2");
    assertThat(result)
        .contains(
            "\n  # fresh\n  c0: {}\n  # rack 2\n  c2: {}\n  c10:\n    init: /x\n\n  # behind\n  c11: {init: /z}\n  # last words\n\n  # the end\n")
        .doesNotContain("c1:");
  }

  @Test
  void changesElsewhereStay() {
    EditedBlocks blocks = take(NODES, "c10");
    String draft = blocks.draft("").replace("/x", "/y");
    String meanwhile = NODES.replace("a: 1", "a: 9").replace("# Our cluster.\n", "");
    assertThat(blocks.put(draft, DRAFT, meanwhile)).isEqualTo(meanwhile.replace("/x", "/y"));
  }

  @Test
  void aChangeOfTheSameNodeMeanwhileIsNotLost() {
    EditedBlocks blocks = take(NODES, "c10");
    String draft = blocks.draft("").replace("/x", "/y");
    assertThatThrownBy(() -> blocks.put(draft, DRAFT, NODES.replace("/x", "/z")))
        .hasMessageContaining("node c10 was changed by somebody else");
    assertThatThrownBy(() -> blocks.put(draft, DRAFT, NODES.replace("  c10:\n    init: /x\n", "")))
        .hasMessageContaining("node c10 was changed by somebody else");
    String taken = draft.replace("  c10:", "  c2: {}\n  c10:");
    assertThatThrownBy(() -> blocks.put(taken, DRAFT, NODES))
        .hasMessageContaining("c2 stands in nodes.conf already");
  }

  @Test
  void refusesWhatCannotBeCutNamingTheLine() {
    assertThatThrownBy(() -> take("nodes: {c1: {}, c2: {}}\n", "c1"))
        .hasMessageStartingWith(
            "nodes.conf:1: cannot be edited in part: the nodes stand inside braces");
    assertThatThrownBy(() -> take("nodes:\n  c1: &a\n    init: /i\n  c2:\n    <<: *a\n", "c2"))
        .hasMessageContaining("c2 cannot be edited apart from the rest");
  }
}
