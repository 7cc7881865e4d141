package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.NodesEdit.Kind;
import org.wwj.registry.history.Entry;
import picocli.CommandLine;

class ChangeTest {
  private static final String NODES =
      """
      nodeprofiles:
        p: {image name: rocky-9, system overlay: [hosts, chrony]}
      nodes:
        c1: {profiles: [p]}   # one
        c2: {profiles: [p]}
        c3:
          profiles: [p]
          kernel:
            args:
            - quiet     # first
            - debug     # second
            - console   # third
      """;

  @TempDir Path folder;
  private CommandFixture site;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void site() {
    site = new CommandFixture(folder).nodes(NODES);
  }

  /** A change by somebody who is asked. */
  private int change(Proposal.Edit edit, Predicate<String> answer) {
    CommandLine line = WwjCommand.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return new Change(
            line.getCommandSpec(),
            site.config(),
            new ChangeOptions(),
            new Change.Asking(true, false, answer))
        .run(edit, Telling.of(Kind.NODE, "Change", "set", "Changed", "Already so"));
  }

  private static Proposal.Edit replace(String from, String to) {
    return (file, text, notes) -> text.replace(from, to);
  }

  @Test
  void showsAsksWritesAndRecords() {
    List<String> asked = new ArrayList<>();
    assertThat(change(replace("}   # one", ", init: /i}   # one"), asked::add)).isZero();
    assertThat(asked).containsExactly("Change node c1");
    assertThat(out.toString()).isEqualTo("node c1:\n  Init: -- -> /i\nChanged node c1\n");
    assertThat(site.text()).isEqualTo(NODES.replace("}   # one", ", init: /i}   # one"));
    assertThat(site.ok("history")).contains("1       ").endsWith("node set c1: Init\n");
  }

  @Test
  void writesNothingWhenDeclined() {
    assertThat(change(replace("rocky-9", "rocky-10"), question -> false)).isEqualTo(1);
    assertThat(site.text()).isEqualTo(NODES);
    assertThat(site.ok("history").lines()).hasSize(2);
  }

  @Test
  void needsSomebodyToAskOrYes() {
    assertThat(site.fails(1, "node", "set", "c[1-2]", "--init", "/i"))
        .isEqualTo("wwj: nobody is there to confirm: Change 2 nodes: c[1-2]; repeat with --yes\n");
    assertThat(site.text()).isEqualTo(NODES);
  }

  @Test
  void aDryRunEndsAfterTheDiff() {
    for (String[] words :
        new String[][] {
          {"node", "set", "c1", "--init", "/i", "--dry-run"},
          {"node", "unset", "c1", "--profile", "--dry-run"},
          {"node", "delete", "c1", "--dry-run", "--yes"},
          {"node", "add", "c9", "--dry-run"},
        }) {
      assertThat(site.ok(words)).containsPattern("node c[19]").endsWith("(--dry-run).\n");
    }
    assertThat(site.text()).isEqualTo(NODES);
    assertThat(folder.resolve("state/history")).doesNotExist();
  }

  @Test
  void whatTheChangeBringsInWrongStopsItUnlessForced() {
    CommandFixture.Outcome refused = site.run("node", "set", "c[1-2]", "--image", "roky-9", "-y");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEqualTo("nodes c[1-2]:\n  ImageName: -- -> roky-9\n");
    assertThat(refused.err())
        .isEqualTo(
            """
            wwj: %s:4: error: image 'roky-9' does not exist; did you mean 'rocky-9'?; wwj image import SOURCE roky-9 (c[1-2])
            wwj: nothing was written; --force writes it all the same
            """
                .formatted(site.nodes));
    assertThat(site.text()).isEqualTo(NODES);
    site.ok("node", "set", "c[1-2]", "--image", "roky-9", "-y", "--force");
    assertThat(site.node("c1").settings()).containsKey(FieldKey.of(Field.IMAGE_NAME));
    site.ok("node", "set", "c1", "--init", "/i", "-y"); // what was wrong before stops nothing
    assertThat(site.fails(1, "node", "set", "c3", "--profile-add", "q", "-y"))
        .contains("error: profile 'q' does not exist (c3)");
    assertThat(site.fails(1, "profile", "delete", "p", "-y"))
        .contains("p: is used by c[1-3]")
        .contains("error: profile 'p' does not exist (c[1-3])");
  }

  @Test
  void aWarningIsToldAndStopsNothing() {
    CommandFixture.Outcome done = site.run("node", "set", "c1", "--profile", "~x,p", "-y");
    assertThat(done.code()).isZero();
    assertThat(done.err()).contains("warning: profile 'x'").doesNotContain("--force");
    assertThat(site.text()).contains("~x");
  }

  @Test
  void beginsASiteFromNothing() throws IOException {
    Files.delete(site.nodes);
    site.ok("node", "add", "c1", "--hwaddr", "52:54:00:00:00:01", "--ipaddr", "10.0.0.11");
    site.ok("profile", "add", "default", "--image", "rocky-9");
    site.ok("node", "add", "c2");
    assertThat(site.text())
        .isEqualTo(
            """
            nodes:
              c1:
                network devices:
                  default:
                    hwaddr: 52:54:00:00:00:01
                    ipaddr: 10.0.0.11
              c2:
                profiles:
                - default
            nodeprofiles:
              default:
                image name: rocky-9
            """);
    site.ok("undo", "-y");
    site.ok("undo", "2", "-y");
    site.ok("undo", "1", "-y");
    assertThat(site.text()).isEmpty();
  }

  @Test
  void aListChangesItemByItemAndLineByLine() {
    assertThat(
            site.ok(
                "node", "set", "c3", "--kernelargs-del", "debug", "--kernelargs-add", "a=1", "-y"))
        .contains("Kernel.Args: quiet,debug,console -> quiet,console,a=1");
    assertThat(site.text())
        .isEqualTo(NODES.replace("      - debug     # second\n", "") + "      - a=1\n");
    CommandFixture.Outcome both =
        site.run("node", "set", "c[1-3]", "--system-overlays-del", "chrony,nope", "-y");
    assertThat(both.out()).contains("nodes c[1-3]:\n  SystemOverlay: -- -> ~chrony\n");
    assertThat(both.err())
        .contains("c[1-3]: 'chrony' of SystemOverlay is inherited; ~chrony takes it away")
        .contains("c[1-3]: 'nope' is not in SystemOverlay");
    assertThat(site.ok("node", "list", "-l", "c1")).contains(" hosts/");
    site.ok("node", "set", "c1", "--system-overlays-add", "chrony", "-y");
    assertThat(site.ok("node", "list", "-l", "c1")).contains(" hosts,chrony/");
    site.ok("profile", "set", "p", "--system-overlays-add", "ssh", "-y");
    assertThat(site.ok("node", "list", "-l", "c1")).contains(" hosts,chrony,ssh/");
    assertThat(site.fails(2, "node", "set", "c1", "-A", "x", "--kernelargs-add", "y", "-y"))
        .contains("--kernelargs gives the whole list");
  }

  @Test
  void profilesOfAListAreTakenAwayToo() {
    site.ok("profile", "add", "q", "--profile", "p");
    site.ok("node", "set", "c1", "--profile-add", "q", "--profile-del", "p", "-y");
    assertThat(site.text()).contains("c1: {profiles: [q, ~p]}");
    site.ok("node", "set", "c1", "--profile-add", "p", "-y");
    assertThat(site.text()).contains("c1: {profiles: [q]}");
  }

  @Test
  void aChangeMeanwhileThatAltersWhatWasConfirmedIsRefused() {
    Predicate<String> slow =
        question -> {
          site.nodes(site.text().replace("rocky-9", "debian-12"));
          return true;
        };
    assertThatThrownBy(() -> change(replace("rocky-9", "rocky-10"), slow))
        .hasMessageContaining("was changed meanwhile")
        .hasMessageContaining("nothing was written");
    assertThat(site.text()).isEqualTo(NODES.replace("rocky-9", "debian-12"));
  }

  @Test
  void aChangeMeanwhileElsewhereStays() {
    Predicate<String> slow =
        question -> {
          site.ok("node", "set", "c2", "--init", "/i", "-y");
          return true;
        };
    assertThat(change(replace("rocky-9", "rocky-10"), slow)).isZero();
    assertThat(site.text()).contains("rocky-10").contains("init: /i");
    assertThat(site.ok("history", "-j"))
        .contains("node set c2: Init")
        .contains("node set: profile p");
  }

  @Test
  void aChangeMeanwhileThatMakesItWrongIsRefused() {
    Predicate<String> slow =
        question -> {
          site.ok("node", "set", "c1", "--ipaddr", "10.0.0.11", "-y");
          return true;
        };
    assertThatThrownBy(() ->
            change(
                replace(
                    "c2: {profiles: [p]}",
                    "c2: {profiles: [p], network devices: {default: {ipaddr: 10.0.0.11}}}"),
                slow))
        .hasMessageContaining("now this change is wrong")
        .hasMessageContaining("ipaddr 10.0.0.11 of c2 (default) belongs to c1 (default)");
    assertThat(site.text()).doesNotContain("c2: {profiles: [p], ");
  }

  @Test
  void manyAdminsAtOnceLoseNothing() throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      List<Callable<Integer>> commands = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        String tag = "t%d=%d".formatted(i, i);
        String node = "c" + (i % 3 + 1);
        commands.add(() -> site.run("node", "set", node, "--tagadd", tag, "-y").code());
      }
      for (Future<Integer> code : pool.invokeAll(commands)) {
        assertThat(code.get()).isZero();
      }
    }
    for (int i = 0; i < 24; i++) {
      assertThat(site.text()).containsOnlyOnce("t" + i + ": " + i);
    }
    List<Entry> entries = HistoryCommand.store(site.config()).history().newest(100);
    assertThat(entries).hasSize(24);
    for (int i = 1; i < entries.size(); i++) {
      assertThat(entries.get(i).before()).isEqualTo(entries.get(i - 1).after());
    }
  }
}
