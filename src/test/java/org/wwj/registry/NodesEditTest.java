package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.config.YamlEdit;
import org.wwj.registry.NodesEdit.Kind;

class NodesEditTest {
  private static final Path FILE = Path.of("nodes.conf");

  private static String change(String text, FieldKey key, YamlEdit edit) {
    NodesEdit edits = new NodesEdit();
    edits.set(Kind.NODE, "c1", Map.of(key, edit));
    return edits.apply(FILE, text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nodes:\n  c1: {}\n",
        "nodes:\n  c1:\n    init: /i\n",
        "nodes: {c1: {init: /i}}\n",
        "nodes:\n  c1:\n    network devices:\n      default: {mtu: 9000}\n  # end\n",
      })
  void aSectionGoesWithItsLastEntry(String text) {
    for (FieldKey key :
        new FieldKey[] {
          FieldKey.of(Field.NET_GATEWAY, "ib"),
          FieldKey.of(Field.IPMI_PORT),
          FieldKey.tag(Field.NET_TAGS, "ib", "DNS"),
          new FieldKey(Field.PART_SIZE, "/dev/vda", "s", ""),
        }) {
      String set = change(text, key, new YamlEdit.Put("1.2.3.4"));
      assertThat(set).isNotEqualTo(text);
      assertThat(change(set, key, new YamlEdit.Remove())).isEqualTo(text);
    }
  }

  @Test
  void whatWasEmptyBeforeStays() {
    String text = "nodes:\n  c1:\n    tags: {}\n    network devices: {ib: {}}\n";
    assertThat(change(text, FieldKey.of(Field.NET_MTU, "ib"), new YamlEdit.Remove()))
        .isEqualTo(text);
    assertThat(change(text, FieldKey.tag(Field.TAGS, "", "x"), new YamlEdit.Remove()))
        .isEqualTo(text);
  }

  @Test
  void theNodeItselfStays() {
    assertThat(
            change(
                "nodes:\n  c1:\n    kernel:\n      args: [a]\n",
                FieldKey.of(Field.KERNEL_ARGS),
                new YamlEdit.Remove()))
        .isEqualTo("nodes:\n  c1: {}\n");
  }
}
