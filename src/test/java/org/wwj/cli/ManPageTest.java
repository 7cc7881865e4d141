package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.config.SiteKey;
import org.wwj.registry.Field;

/** Manual pages; {@code -Dtest.args=-Dgolden=write} writes the golden one anew. */
class ManPageTest {
  private static final Path GOLDEN = Path.of("src/test/resources/man/wwj-node-trace.1");

  @TempDir Path folder;

  private static Map<String, String> pages() {
    return ManCommand.pages(WwjCommand.commandLine().getCommandSpec(), "wwj test");
  }

  @Test
  void aPageIsTheGoldenOne() throws IOException {
    String page = String.valueOf(pages().get("wwj-node-trace.1"));
    if ("write".equals(System.getProperty("golden"))) {
      Files.createDirectories(GOLDEN.getParent());
      Files.writeString(GOLDEN, page);
    }
    assertThat(page).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void thereIsOneForEachCommandAndBothFiles() {
    assertThat(pages())
        .containsKeys("wwj.1", "wwj-node.1", "wwj-node-set.1", "wwj-image-import.1")
        .containsKeys("wwj.conf.5", "nodes.conf.5")
        .doesNotContainKey("wwj-__complete.1");
    assertThat(pages().get("wwj.1")).contains("WAREWULFCONF", ".BR \"wwj\\-node\" \"(1),\"");
  }

  @Test
  void theFilePagesNameEveryKey() {
    String nodes = pages().get("nodes.conf.5");
    for (Field field : Field.values()) {
      assertThat(field.help()).as("%s", field).isNotBlank();
      assertThat(nodes).contains("\n.B " + Roff.escaped(field.yaml()) + "\n");
    }
    String site = pages().get("wwj.conf.5");
    for (SiteKey key : SiteKey.values()) {
      assertThat(site).contains("\n.B " + Roff.escaped(key.yaml()) + "\n");
    }
  }

  @Test
  void whatRoffWouldTakeForItsOwnIsEscaped() {
    assertThat(Roff.escaped(".br")).isEqualTo("\\&.br");
    assertThat(Roff.escaped("'x' a-b \\n ~^`"))
        .isEqualTo("\\&\\(aqx\\(aq a\\-b \\en \\(ti\\(ha\\(ga");
    assertThat(Roff.escaped("é…")).isEqualTo("\\[u00E9]...");
    assertThat(new Roff("p", 1, "", "s").text("@|bold b|@ c\n\nd").toString())
        .endsWith("\nb c\n.PP\nd\n");
  }

  @Test
  void theCommandWritesThemIntoSections() {
    CliSite.Result result = CliSite.plain("man", folder.toString());
    assertThat(result.code()).isZero();
    assertThat(folder.resolve("man1/wwj-node-list.1")).isNotEmptyFile();
    assertThat(folder.resolve("man5/nodes.conf.5")).isNotEmptyFile();
    assertThat(CliSite.plain("man", "/dev/null/x").err()).startsWith("wwj: cannot write manual");
  }
}
