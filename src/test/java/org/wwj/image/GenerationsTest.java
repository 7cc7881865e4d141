package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationsTest {
  @TempDir Path folder;
  private ImageStore store;
  private Generations generations;

  @BeforeEach
  void fourGenerations() throws IOException {
    store = new ImageStore(folder.resolve("chroots"), folder.resolve("provision"));
    for (String id : List.of("1", "2", "3", "4")) {
      Path made = store.generations("a").resolve(id);
      ImageFixture.generation(made, "a", "hsqs" + id);
      Files.writeString(made.resolve("vmlinuz"), "kernel");
    }
    Folders.point(store.generations("a"), "current", "4");
    generations = new Generations(store);
  }

  private String current() {
    return store.find("a").orElseThrow().id();
  }

  @Test
  void goesBackOneByOneAndToAnyOther() {
    assertThat(generations.rollback("a", "").id()).isEqualTo("3");
    assertThat(generations.rollback("a", "").id()).isEqualTo("2");
    assertThat(current()).isEqualTo("2");
    assertThat(generations.rollback("a", "4").id()).isEqualTo("4");
    assertThat(current()).isEqualTo("4");
  }

  @Test
  void followsLinksThatAnAdminMade() throws IOException {
    Path there = store.generations("a");
    Files.createSymbolicLink(there.resolve("stable"), Path.of("current"));
    Files.createSymbolicLink(there.resolve("far"), there.resolve("../a/2"));
    Files.createSymbolicLink(there.resolve("dotted"), Path.of("./2/."));
    Files.createSymbolicLink(there.resolve("gone"), Path.of("9"));
    Files.createSymbolicLink(there.resolve("round"), Path.of("round"));
    assertThat(store.find("a@stable").orElseThrow())
        .isEqualTo(store.find("a").orElseThrow())
        .isEqualTo(new Generation("a", "4", there.resolve("4")));
    assertThat(store.find("a@far")).isEqualTo(store.find("a@2")).isNotEmpty();
    assertThat(store.find("a@dotted")).isEqualTo(store.find("a@2"));
    assertThat(store.find("a@gone")).isEmpty();
    assertThat(store.find("a@round")).isEmpty();
    Files.createFile(there.resolve("file"));
    assertThat(store.find("a@file")).isEmpty();
    assertThat(store.find("b")).isEmpty();
  }

  @Test
  void takesAFolderInPlaceOfTheLink() throws IOException {
    Path current = store.generations("a").resolve("current");
    Files.delete(current);
    Files.createFile(current);
    assertThat(store.find("a")).as("a file").isEmpty();
    Files.delete(current);
    Files.createDirectory(current);
    assertThat(store.find("a")).contains(new Generation("a", "current", current));
  }

  @Test
  void keepsTheCurrentOneHoweverItsLinkIsSpelt() throws IOException {
    Path there = store.generations("a");
    for (Path spelt : List.of(Path.of("./2"), there.resolve("2"), Path.of("../a/2"))) {
      Files.delete(there.resolve("current"));
      Files.createSymbolicLink(there.resolve("current"), spelt);
      assertThat(generations.removable("a", 1, Set.of()))
          .extracting(Generation::id)
          .doesNotContain("2")
          .contains("1");
    }
  }

  @Test
  void saysWhatThereIsWhenThereIsNone() {
    generations.rollback("a", "1");
    assertThatThrownBy(() -> generations.rollback("a", ""))
        .hasMessage("image a has no generation before the current one; it has 4, 3, 2, 1");
    assertThatThrownBy(() -> generations.rollback("a", "x"))
        .hasMessage("image a has no generation x; it has 4, 3, 2, 1");
    assertThatThrownBy(() -> generations.rollback("b", ""))
        .hasMessageContaining("image 'b' has no generations; build one");
    assertThat(current()).isEqualTo("1");
  }

  @Test
  void doesNotGoBackToOneThatIsNotWhole() throws IOException {
    Files.delete(store.generations("a").resolve("3/root.squashfs"));
    assertThatThrownBy(() -> generations.rollback("a", "")).hasMessageContaining("is not whole");
    assertThat(current()).isEqualTo("4");
  }

  @Test
  void removesOnlyWhatNobodyNeeds() {
    generations.rollback("a", "1");
    List<Generation> removable = generations.removable("a", 1, Set.of("a@2", "b@3"));
    assertThat(removable).extracting(Generation::id).containsExactly("3");
    assertThat(generations.remove("a", removable)).hasSize(1);
    assertThat(store.history("a")).extracting(Generation::id).containsExactly("4", "2", "1");
    // One that has become current between the question and the answer stays.
    assertThat(generations.remove("a", store.history("a")))
        .extracting(Generation::id)
        .containsExactly("4", "2");
    assertThat(current()).isEqualTo("1");
    assertThat(generations.removable("a", 0, Set.of())).isEmpty();
    assertThat(store.generations("a").toFile().list())
        .containsExactlyInAnyOrder(".switch", "1", "current");
  }

  @Test
  void clearsWhatWasLeftByOneThatWasKilled() throws IOException {
    Path home = store.generations("a");
    Files.move(home.resolve("1"), home.resolve(".old-1"));
    Files.createSymbolicLink(home.resolve(".current-99"), Path.of("2"));
    generations.tidy(home);
    assertThat(home.toFile().list()).containsExactlyInAnyOrder(".switch", "2", "3", "4", "current");
  }

  @Test
  void countsWhatTwoShareByTheirChunks() {
    List<Generation> all = store.history("a");
    GenerationDiff same = GenerationDiff.of(all.get(0), all.get(0));
    assertThat(same.travels()).isZero();
    GenerationDiff other = GenerationDiff.of(all.get(1), all.get(0));
    assertThat(other.travels()).isEqualTo(5);
    assertThat(other.packagesKnown()).isFalse();
    assertThat(other.filesKnown()).isFalse();
  }
}
