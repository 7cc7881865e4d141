package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EditCommandTest {
  private static final String NODES =
      """
      nodeprofiles:
        p: {image name: rocky-9}   # all
      nodes:
        # the first
        c1:   # one
          init: /i   # why
        c2:
          root: tmpfs
      """;

  @TempDir Path folder;
  private CommandFixture site;

  @BeforeEach
  void site() {
    site = new CommandFixture(folder).nodes(NODES);
  }

  /** Edits with a shell command; {@code $f} is the draft. */
  private CommandFixture.Outcome edit(String script, String... words) throws IOException {
    Path editor = Files.writeString(folder.resolve("editor"), "f=$1\n" + script + "\n");
    String[] all = new String[words.length + 2];
    all[0] = words[0];
    all[1] = "edit";
    all[2] = "--editor=sh " + editor;
    System.arraycopy(words, 1, all, 3, words.length - 1);
    return site.run(all);
  }

  private static Path draft(String err) {
    Matcher kept = Pattern.compile("your draft is kept: (\\S+)").matcher(err);
    assertThat(kept.find()).as(err).isTrue();
    return Path.of(kept.group(1));
  }

  @Test
  void onlyTheLinesThatChangeAreChanged() throws IOException {
    Path seen = folder.resolve("seen");
    CommandFixture.Outcome done =
        edit("cp $f " + seen + "; sed -i 's:/i :/j :' $f", "node", "c1", "-y");
    assertThat(done.err()).doesNotContain("draft");
    assertThat(done.out()).isEqualTo("node c1:\n  Init: /i -> /j\nChanged node c1\n");
    assertThat(site.text()).isEqualTo(NODES.replace("/i ", "/j "));
    assertThat(Files.readString(seen))
        .startsWith("# Save and leave the editor")
        .contains("# Keys of a node:\n#   discoverable, asset key, profiles,")
        .endsWith("\nnodes:\n  # the first\n  c1:   # one\n    init: /i   # why\n");
    assertThat(site.ok("history")).contains("node edit c1: Init");
  }

  @Test
  void withoutAHeaderAndWithoutANameItIsTheWholeLot() throws IOException {
    Path seen = folder.resolve("seen");
    assertThat(edit("cp $f " + seen, "node", "--noheader").out()).isEqualTo("Nothing to change.\n");
    assertThat(Files.readString(seen)).isEqualTo(NODES.substring(NODES.indexOf("nodes:\n")));
    assertThat(edit("sed -i 's:rocky-9:rocky-10:' $f", "profile", "p", "-y").code()).isZero();
    assertThat(site.text()).isEqualTo(NODES.replace("rocky-9", "rocky-10"));
  }

  @Test
  void commentsAloneAreAChangeToo() throws IOException {
    assertThat(edit("sed -i 's:# why:# because:' $f", "node", "c1", "-y").out())
        .isEqualTo("Only comments or layout change.\nChanged nodes.conf\n");
    assertThat(site.text()).isEqualTo(NODES.replace("# why", "# because"));
    assertThat(site.ok("undo", "-y")).contains("Undid 1 (node edit: comments or layout)");
    assertThat(site.text()).isEqualTo(NODES);
  }

  @Test
  void aMistakeKeepsTheDraftAndNamesTheLine() throws IOException {
    CommandFixture.Outcome wrong =
        edit("sed -i 's/init:/inti:/' $f", "node", "c1", "--noheader", "-y");
    assertThat(wrong.code()).isEqualTo(1);
    Path draft = draft(wrong.err());
    assertThat(wrong.err())
        .contains(draft + ":4: unknown key 'inti'; did you mean 'init'?")
        .contains("wwj node import " + draft);
    assertThat(draft).content().contains("inti: /i");
    assertThat(site.text()).isEqualTo(NODES);
    Files.writeString(draft, Files.readString(draft).replace("inti: /i", "init: /k"));
    assertThat(site.ok("node", "import", draft.toString(), "-y")).contains("Init: /i -> /k");
    Files.delete(draft);
  }

  @Test
  void whatTheCheckStopsKeepsTheDraft() throws IOException {
    CommandFixture.Outcome wrong = edit("echo '    root: floppy' >> $f", "node", "c1", "-y");
    assertThat(wrong.err()).contains("error: root 'floppy'").contains("--force");
    Files.delete(draft(wrong.err()));
    CommandFixture.Outcome asks = edit("echo '    root: squashfs' >> $f", "node", "c1");
    assertThat(asks.err()).contains("nobody is there to confirm");
    Files.delete(draft(asks.err()));
    CommandFixture.Outcome failed = edit("echo >> $f; exit 3", "node", "c1");
    assertThat(failed.err()).contains("ended with 3");
    Files.delete(draft(failed.err()));
    assertThat(site.text()).isEqualTo(NODES);
  }

  @Test
  void aChangeOfTheSameNodeMeanwhileKeepsBoth() throws IOException {
    String meanwhile = "sed -i 's:/i :/k :' %s; sed -i 's:/i :/j :' $f".formatted(site.nodes);
    CommandFixture.Outcome clash = edit(meanwhile, "node", "c1", "-y");
    assertThat(clash.code()).isEqualTo(1);
    assertThat(clash.err()).contains("node c1 was changed by somebody else while you edited it");
    assertThat(draft(clash.err())).content().contains("init: /j");
    Files.delete(draft(clash.err()));
    assertThat(site.text()).isEqualTo(NODES.replace("/i ", "/k "));
    site.nodes(NODES);
    String elsewhere =
        "sed -i 's:tmpfs:squashfs:' %s; sed -i 's:/i :/j :' $f".formatted(site.nodes);
    assertThat(edit(elsewhere, "node", "c1", "-y").code()).isZero();
    assertThat(site.text()).isEqualTo(NODES.replace("tmpfs", "squashfs").replace("/i ", "/j "));
  }

  @Test
  void saysWhatThereIsToEdit() throws IOException {
    assertThat(edit("true", "node", "c9").err()).contains("no node c9").contains("did you mean");
    site.nodes("");
    assertThat(edit("true", "node").err()).contains("there are no nodes yet; wwj node add NAME");
  }

  @Test
  void aDraftThatNobodyTouchedIsNotKept() throws IOException {
    assertThat(edit("exit 3", "node", "c1").err()).contains("ended with 3").doesNotContain("draft");
  }
}
