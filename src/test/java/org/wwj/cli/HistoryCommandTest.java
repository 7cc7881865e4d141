package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCommandTest {
  private static final String NODES =
      """
      nodes:
        c1: {init: /i}   # one
        c2:
          ipmi: {password: 'first "one"', ipaddr: 10.9.0.1}
      """;

  @TempDir Path folder;
  private CommandFixture site;

  @BeforeEach
  void site() {
    site = new CommandFixture(folder).nodes(NODES);
  }

  @Test
  void listsTheNewestLast() {
    assertThat(site.ok("history"))
        .isEqualTo("NUMBER  WHEN  WHO  SUMMARY\n------  ----  ---  -------\n");
    site.ok("node", "set", "c1", "--init", "/j", "-y");
    site.ok("node", "add", "c[3-5]");
    site.ok("node", "set", "c[3-4]", "--root", "tmpfs", "--kernelversion", "6.1", "-y");
    assertThat(site.ok("history").lines().skip(2))
        .hasSize(3)
        .allMatch(line ->
            line.matches("\\d +20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ +\\S+@\\S+ +node .*"))
        .extracting(line -> line.replaceFirst("^(\\d).* (node)", "$1 $2"))
        .containsExactly(
            "1 node set c1: Init", "2 node add c[3-5]", "3 node set c[3-4]: Kernel.Version, Root");
    assertThat(site.ok("history", "-n", "1").lines().skip(2))
        .singleElement()
        .asString()
        .startsWith("3 ");
    assertThat(site.ok("history", "-j", "-n", "1"))
        .startsWith("[\n  {\n    \"number\": 3,\n    \"when\": \"20")
        .contains("\"summary\": \"node set c[3-4]: Kernel.Version, Root\"")
        .contains("\"command\": \"wwj node set --conf " + site.conf + " 'c[3-4]' --root tmpfs");
  }

  @Test
  void noPasswordIsShown() throws IOException {
    site.ok("node", "set", "c2", "--ipmipass", "se cret", "--ipmiport=623", "-y");
    site.ok("node", "set", "c1", "--ipmipass=ge,h\"eim", "-y");
    for (String number : new String[] {"1", "2"}) {
      String shown = site.ok("history", "show", number);
      assertThat(shown).contains("wwj history " + number).contains("password: ***").contains("@@ ");
      assertThat(shown).doesNotContain("se cret").doesNotContain("ge,h").doesNotContain("first");
      assertThat(shown).contains("ipaddr: 10.9.0.1");
    }
    assertThat(site.ok("history", "show", "1")).contains("--ipmipass *** --ipmiport=623 -y");
    assertThat(site.ok("history", "show", "2")).contains("--ipmipass=*** -y");
    assertThat(site.ok("history", "show", "1", "--raw")).contains("se cret");
    assertThat(site.ok("history", "-j")).doesNotContain("se cret").doesNotContain("eim");
    assertThat(Files.readString(folder.resolve("state/history/000001.patch")).lines())
        .filteredOn(line -> line.startsWith("command:"))
        .singleElement()
        .asString()
        .contains("***")
        .doesNotContain("se cret");
  }

  @Test
  void blanksPasswordsHoweverTheyAreWritten() {
    for (String secret : new String[] {"s3", "'s3 x'", "\"s3 \\\" x\"", "s3 'x' # y", "'s3'' x'"}) {
      assertThat(HistoryCommand.Show.blanked("+      password: " + secret + "\n  ipaddr: x\n"))
          .doesNotContain("s3")
          .contains("password: ***")
          .contains("\n  ipaddr: x\n");
      assertThat(
              HistoryCommand.Show.blanked(
                  "+ ipmi: {password: " + secret.replace(" # y", "") + ", port: 1}\n"))
          .isEqualTo("+ ipmi: {password: ***, port: 1}\n");
    }
    assertThat(HistoryCommand.Show.blanked(" no-password: x\n passwords: y\n"))
        .isEqualTo(" no-password: x\n passwords: y\n");
  }

  @Test
  void undoTakesTheLastChangeBackUnlessANumberIsGiven() {
    assertThat(site.fails(1, "undo", "-y")).contains("the history is empty");
    site.ok("node", "set", "c1", "--init", "/j", "-y");
    site.ok("node", "set", "c2", "--root", "tmpfs", "-y");
    String both = site.text();
    assertThat(site.ok("undo", "--dry-run"))
        .isEqualTo("node c2:\n  Root: tmpfs -> --\nNothing was written (--dry-run).\n");
    assertThat(site.fails(1, "undo"))
        .contains("nobody is there to confirm: Undo 2 (node set c2: Root)");
    assertThat(site.ok("undo", "-y"))
        .isEqualTo("node c2:\n  Root: tmpfs -> --\nUndid 2 (node set c2: Root)\n");
    assertThat(site.ok("undo", "1", "-y")).contains("Init: /j -> /i");
    assertThat(site.text()).isEqualTo(NODES);
    site.ok("undo", "4", "-y");
    site.ok("undo", "3", "-y");
    assertThat(site.text()).isEqualTo(both);
    assertThat(site.ok("history"))
        .contains("undo 1: node c1: Init")
        .contains("undo 3: node c2: Root");
    assertThat(site.fails(1, "undo", "77", "-y"))
        .contains("no entry 77 in the history; it goes from 1 to 6");
    assertThat(site.fails(1, "history", "show", "77")).contains("it goes from 1 to 6");
    assertThat(site.fails(2, "undo", "x")).contains("undo --help");
  }

  @Test
  void undoNamesWhatIsInItsWay() {
    site.ok("node", "set", "c1", "--init", "/j", "-y");
    site.ok("node", "set", "c1", "--init", "/k", "-y");
    assertThat(site.fails(1, "undo", "1", "-y"))
        .isEqualTo(
            """
            wwj: entry 1 (node set c1: Init) cannot be undone: later changes touched the same lines:
              2 (node set c1: Init)
            undo those first, the newest first
            """);
  }

  @Test
  void undoIsCheckedAsAnyChange() {
    site.ok("node", "set", "c1", "--ipaddr", "10.0.0.11", "-y");
    site.ok("node", "set", "c1", "--ipaddr", "10.0.0.12", "-y");
    site.ok("node", "set", "c2", "--ipaddr", "10.0.0.11", "-y");
    assertThat(site.fails(1, "undo", "2", "-y"))
        .contains("error: ipaddr 10.0.0.11 of c2 (default) belongs to c1 (default) already");
    assertThat(site.ok("undo", "2", "-y", "--force")).contains("10.0.0.12 -> 10.0.0.11");
  }

  @Test
  void everyCommandTeachesByAnExample() {
    for (List<String> words :
        List.of(
            List.of("history"),
            List.of("history", "show"),
            List.of("undo"),
            List.of("node", "unset"),
            List.of("node", "edit"),
            List.of("node", "export"),
            List.of("node", "import"),
            List.of("profile", "unset"),
            List.of("profile", "edit"),
            List.of("profile", "export"),
            List.of("profile", "import"))) {
      String[] all = new String[words.size() + 1];
      words.toArray(all);
      all[words.size()] = "--help";
      assertThat(site.ok(all)).containsPattern("Examples?:  ?");
    }
    assertThat(site.ok("node", "set", "--help"))
        .contains(
            "--kernelargs-add",
            "--kernelargs-del",
            "--profile-add",
            "--netdel",
            "--partdel",
            "--dry-run",
            "--force",
            "--nettagdel");
    assertThat(site.ok("node", "unset", "--help"))
        .contains("--inherited", "--tag", "--nettag", "--net");
  }

  @Test
  void aFileInTheHistorysPlaceStopsTheChangeAndIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("state"));
    Files.writeString(folder.resolve("state/history"), "x");
    String history = folder.resolve("state/history").toString();
    String text = site.text();
    assertThat(site.fails(1, "node", "add", "z1"))
        .contains("nothing was changed: the history in " + history)
        .contains("cannot be written: it is not a folder");
    assertThat(site.text()).isEqualTo(text);
    assertThat(site.fails(1, "history")).contains(history + ": cannot be read: it is not a folder");
  }
}
