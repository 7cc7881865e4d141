package org.wwj.registry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.config.ConfigException;

class HistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String NODES =
      """
      nodes:
        c1: # one
          image name: a
          init: /i
        c2:
          image name: a
        c3:
          image name: a
      """;

  @TempDir Path folder;
  private Path file;
  private History history;

  @BeforeEach
  void site() throws IOException {
    file = Files.writeString(folder.resolve("nodes.conf"), NODES);
    history = new History(folder.resolve("state/history"), file);
  }

  private RecordedStore store() {
    return new RecordedStore(file, history, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static Note note(String summary) {
    return new Note("ann@sms", "wwj node set 'c[1-4]'", () -> summary);
  }

  /** Changes one word of the file and returns the text before. */
  private String change(String from, String to) throws IOException {
    String before = Files.readString(file);
    assertThat(before).contains(from);
    store().update(text -> text.replaceFirst(from, to), note(from + ">" + to));
    return before;
  }

  private List<String> summaries() {
    return history.newest(100).stream().map(e -> e.number() + " " + e.summary()).toList();
  }

  private void undo(int number) throws IOException {
    store().update(text -> Undo.of(file, text, history, number), note("undo " + number));
  }

  @Test
  void anEntryIsAPlainFileForRootAlone() throws IOException {
    change("init: /i", "init: /j");
    Path entry = folder.resolve("state/history/000001.patch");
    assertThat(entry)
        .hasContent(
            """
            wwj history 1
            when: 2026-11-23T10:00:00Z
            who: ann@sms
            command: wwj node set 'c[1-4]'
            summary: init: /i>init: /j
            before: %s
            after: %s

            --- nodes.conf
            +++ nodes.conf
            @@ -1,7 +1,7 @@
             nodes:
               c1: # one
                 image name: a
            -    init: /i
            +    init: /j
               c2:
                 image name: a
               c3:
            """
                .formatted(History.hash(NODES), History.hash(Files.readString(file))));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(entry.getParent())))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(entry.resolveSibling("base"))))
        .isEqualTo("rw-------");
  }

  @Test
  void undoGivesBackEveryByteAndCanBeUndoneItself() throws IOException {
    for (String text :
        new String[] {
          NODES, NODES.replace("\n", "\r\n"), NODES.stripTrailing(), "\uFEFF" + NODES
        }) {
      Files.writeString(file, text);
      int next = history.newest(1).isEmpty() ? 1 : history.newest(1).getFirst().number() + 1;
      store().update(t -> t.replace("image name: a", "image name: b") + "\n# x", note("all"));
      String changed = Files.readString(file);
      int number = history.newest(1).getFirst().number();
      assertThat(number).isGreaterThanOrEqualTo(next);
      undo(number);
      assertThat(file).hasContent(text);
      assertThat(Files.readString(file)).isEqualTo(text);
      undo(number + 1);
      assertThat(Files.readString(file)).isEqualTo(changed);
      undo(number + 2);
      assertThat(Files.readString(file)).isEqualTo(text);
    }
  }

  @Test
  void undoOfAnEarlierChangeKeepsTheLaterOnes() throws IOException {
    change("init: /i", "init: /j");
    change("c2:\n", "c2: # two\n    root: tmpfs\n");
    change("nodes:", "# ours\nnodes:");
    undo(1);
    assertThat(Files.readString(file))
        .isEqualTo("# ours\n" + NODES.replace("c2:\n", "c2: # two\n    root: tmpfs\n"));
    undo(2);
    assertThat(Files.readString(file)).isEqualTo("# ours\n" + NODES);
  }

  @Test
  void undoNamesTheLaterChangesOfTheSameLines() throws IOException {
    change("image name: a\n    init", "image name: b\n    init");
    change("init: /i", "init: /j");
    change("image name: b", "image name: c");
    assertThatThrownBy(() -> undo(1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("entry 1 (image name: a")
        .hasMessageContaining("cannot be undone")
        .hasMessageContaining("\n  3 (image name: b>image name: c)\n")
        .hasMessageNotContaining("2 (init")
        .hasMessageContaining("undo those first");
    change("c3:", "c3: # x\n");
    undo(3);
    undo(1);
    assertThat(Files.readString(file))
        .isEqualTo(NODES.replace("init: /i", "init: /j").replace("c3:", "c3: # x\n"));
  }

  @Test
  void whatUndoBringsBackMustNotLandInAnotherNode() throws IOException {
    change("    init: /i\n", "");
    change("  c1: # one\n    image name: a\n", "");
    assertThatThrownBy(() -> undo(1)).hasMessageContaining("  2 (c1: # one");
    undo(2);
    undo(1);
    assertThat(Files.readString(file)).isEqualTo(NODES);
  }

  @Test
  void twoInsertionsAtOnePlaceAreTakenApart() throws IOException {
    change("  c3:\n    image name: a\n", "");
    store().update(text -> text + "  c4: {}\n", note("c4"));
    undo(1);
    assertThat(Files.readString(file)).isEqualTo(NODES + "  c4: {}\n");
    store().update(text -> text.replace("    init: /i\n", ""), note("unset"));
    store().update(text -> text.replaceFirst("(# one\n.*\n)", "$1    init: /i\n"), note("set"));
    assertThatThrownBy(() -> undo(4)).hasMessageContaining("5 (set)");
  }

  @Test
  void whatAnEditorChangedIsAnEntryOfItsOwn() throws IOException {
    change("init: /i", "init: /j");
    Files.writeString(file, Files.readString(file).replace("c3:", "c3: # by hand"));
    Files.writeString(file, Files.readString(file).replace("c2:", "c2:\n    root: tmpfs"));
    Files.setLastModifiedTime(file, FileTime.from(NOW.minusSeconds(90)));
    String byHand = Files.readString(file);
    change("init: /j", "init: /k");
    assertThat(summaries())
        .containsExactly(
            "1 init: /i>init: /j", "2 changed outside wwj: node c2: Root", "3 init: /j>init: /k");
    Entry outside = history.newest(2).getFirst();
    assertThat(outside.when()).isEqualTo(NOW.minusSeconds(90));
    assertThat(outside.who()).isEqualTo("unknown");
    undo(3);
    assertThat(Files.readString(file)).isEqualTo(byHand);
    undo(2);
    assertThat(Files.readString(file)).isEqualTo(NODES.replace("init: /i", "init: /j"));
  }

  @Test
  void undoSeesWhatAnEditorChangedSince() throws IOException {
    change("init: /i", "init: /j");
    Files.writeString(file, Files.readString(file).replace("init: /j", "init: /by-hand"));
    assertThatThrownBy(() -> undo(1)).hasMessageContaining("  changed outside wwj since\n");
    Files.writeString(file, NODES.replace("init: /i", "init: /j").replace("c3:", "c3: # x"));
    undo(1);
    assertThat(Files.readString(file)).isEqualTo(NODES.replace("c3:", "c3: # x"));
  }

  @Test
  void aCrashBeforeTheWriteLeavesNoEntry() throws IOException {
    change("init: /i", "init: /j");
    String now = Files.readString(file);
    history.begin(now, now + "# never\n", note("never"), NOW, outside());
    Files.writeString(folder.resolve("state/history/.123.tmp"), "half");
    assertThat(summaries()).containsExactly("1 init: /i>init: /j");
    change("init: /j", "init: /k");
    assertThat(summaries()).containsExactly("1 init: /i>init: /j", "2 init: /j>init: /k");
    assertThat(left()).containsExactlyInAnyOrder("000001.patch", "000002.patch", "base", "of");
  }

  @Test
  void aCrashAfterTheWriteLosesNoEntry() throws IOException {
    change("init: /i", "init: /j");
    String before = Files.readString(file);
    String after = before.replace("/j", "/k");
    history.begin(before, after, note("crashed"), NOW, outside());
    Files.writeString(file, after);
    assertThat(store().settled().newest(9)).extracting(Entry::summary).contains("crashed");
    undo(2);
    assertThat(Files.readString(file)).isEqualTo(before);
    assertThat(summaries()).containsExactly("1 init: /i>init: /j", "2 crashed", "3 undo 2");
  }

  @Test
  void aCrashAndAnEditorBecomeOneEntry() throws IOException {
    change("init: /i", "init: /j");
    String before = Files.readString(file);
    String after = before.replace("/j", "/k");
    history.begin(before, after, note("crashed"), NOW, outside());
    Files.writeString(file, after.replace("c3:", "c3: # x"));
    change("c2:", "c2: # y");
    assertThat(summaries())
        .containsExactly(
            "1 init: /i>init: /j", "2 changed outside wwj: node c1: Init", "3 c2:>c2: # y");
    undo(2);
    assertThat(Files.readString(file)).isEqualTo(before.replace("c2:", "c2: # y"));
  }

  private static History.Outside outside() {
    return new History.Outside(NOW, (before, after) -> "");
  }

  private List<String> left() throws IOException {
    try (var files = Files.list(folder.resolve("state/history"))) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nodes: {}\n", "\u0000"})
  void aLostBaseMakesAGapThatUndoRefuses(String base) throws IOException {
    change("init: /i", "init: /j");
    change("init: /j", "init: /k");
    Files.writeString(folder.resolve("state/history/base"), base);
    Files.writeString(file, Files.readString(file) + "# by hand\n");
    assertThatThrownBy(() -> undo(2)).hasMessageContaining("not whole after entry 2");
    change("init: /k", "init: /l");
    assertThat(summaries()).contains("3 changed outside wwj");
    assertThatThrownBy(() -> undo(2)).hasMessageContaining("not whole after entry 2");
    undo(4);
    assertThat(Files.readString(file)).contains("init: /k").contains("# by hand");
  }

  @Test
  void theOldestGoFirst() throws IOException {
    history = new History(folder.resolve("state/history"), file, 3, 1 << 20);
    for (char c = 'j'; c < 'p'; c++) {
      change("init: /" + (char) (c - 1), "init: /" + c);
    }
    assertThat(history.newest(9)).extracting(Entry::number).containsExactly(4, 5, 6);
    assertThatThrownBy(() -> history.from(2))
        .hasMessage("no entry 2 in the history; it goes from 4 to 6");
    history = new History(folder.resolve("state/history"), file, 100, 600);
    change("init: /o", "init: /p");
    assertThat(history.newest(9)).extracting(Entry::number).containsExactly(7);
    undo(7);
    assertThat(Files.readString(file)).contains("init: /o");
  }

  @Test
  void saysHowToFixAFolderThatCannotBeUsed() throws IOException {
    Files.writeString(folder.resolve("blocked"), "a file\n");
    history = new History(folder.resolve("blocked/history"), file);
    assertThatThrownBy(() -> change("init: /i", "init: /j"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("nothing was changed: the history in " + folder.resolve("blocked"));
    assertThat(Files.readString(file)).isEqualTo(NODES);
    history = new History(folder.resolve("state/history"), file);
    assertThatThrownBy(() -> history.from(1)).hasMessageContaining("the history is empty");
    change("init: /i", "init: /j");
    Files.writeString(folder.resolve("state/history/000002.patch"), "junk");
    assertThatThrownBy(() -> history.newest(9)).hasMessageContaining("000002.patch: no entry");
  }

  @Test
  void nothingChangedIsNoEntry() {
    assertThat(store().update(text -> text, note("nothing"))).isFalse();
    assertThat(history.newest(9)).isEmpty();
  }

  @Test
  void twoSitesThatShareTheirStateDoNotMix() throws IOException {
    change("init: /i", "init: /j");
    Path first = file;
    file = Files.writeString(folder.resolve("other.conf"), NODES);
    history = new History(folder.resolve("state/history"), file);
    change("init: /i", "init: /k");
    assertThat(summaries()).containsExactly("1 init: /i>init: /k");
    assertThat(left()).contains(file.toString().substring(1).replace('/', '-'));
    history = new History(folder.resolve("state/history"), first);
    assertThat(summaries()).containsExactly("1 init: /i>init: /j");
    Path moved = Files.move(first, folder.resolve("moved.conf"));
    history = new History(folder.resolve("state/history"), moved);
    assertThat(summaries()).containsExactly("1 init: /i>init: /j");
  }
}
