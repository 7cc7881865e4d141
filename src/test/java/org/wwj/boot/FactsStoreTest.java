package org.wwj.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.net.MacAddress;

class FactsStoreTest {
  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");
  private static final Instant NOW = Instant.parse("2026-11-23T05:20:00Z");
  private static final MachineFacts FULL =
      new MachineFacts(524160, List.of("8086:1539", "15b3:1017"), "a@20261123T051400Z-1f", NOW);

  @TempDir private Path folder;

  /** What the next server or command reads. */
  private MachineFacts written() {
    return new FactsStore(folder).read(MAC);
  }

  @Test
  void keepsFactsInLinesThatAnAdminCanRead() {
    FactsStore store = new FactsStore(folder.resolve("machines"));
    store.learn(MAC, FULL);
    assertThat(folder.resolve("machines/52-54-00-00-00-01"))
        .hasContent(
            """
            memory 524160
            pci 8086:1539
            pci 15b3:1017
            image a@20261123T051400Z-1f
            seen 2026-11-23T05:20:00Z
            """);
    assertThat(new FactsStore(folder.resolve("machines")).read(MAC)).isEqualTo(FULL);
    assertThat(folder.resolve("machines").toFile().list()).hasSize(1);
  }

  @Test
  void keepsWhatIsNotSaidAgain() {
    FactsStore store = new FactsStore(folder);
    store.learn(MAC, FULL);
    store.learn(MAC, new MachineFacts(0, List.of(), "a@b", NOW.plusSeconds(1)));
    store.learnCard(MAC, "10ec:8139", NOW.plusSeconds(2));
    assertThat(written())
        .isEqualTo(
            new MachineFacts(
                524160, List.of("8086:1539", "15b3:1017", "10ec:8139"), "a@b", NOW.plusSeconds(2)));
    store.learn(MAC, new MachineFacts(0, List.of("8086:1539"), "", NOW.plusSeconds(3)));
    assertThat(written().pci()).containsExactly("8086:1539");
  }

  @Test
  void writesOnlyWhatIsNews() throws IOException {
    FactsStore store = new FactsStore(folder);
    store.learn(MAC, FULL);
    Path file = folder.resolve("52-54-00-00-00-01");
    FileTime old = FileTime.fromMillis(1000);
    Files.setLastModifiedTime(file, old);
    store.learn(MAC, new MachineFacts(524160, List.of(), "", NOW.plusSeconds(3600)));
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);
    store.learn(MAC, new MachineFacts(524160, List.of(), "", NOW.plusSeconds(3601)));
    assertThat(written().seen()).isEqualTo(NOW.plusSeconds(3601));
  }

  @Test
  void aDiskThatTakesNothingEndsNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("machines"), "not a folder");
    new FactsStore(file).learn(MAC, FULL);
    assertThat(new FactsStore(file).read(MAC)).isEqualTo(MachineFacts.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "seen 2026-11-23T05:20:00Z",
        "memory 0\nseen 2026-11-23T05:20:00Z\n",
        "memory 99999999999999\nseen 2026-11-23T05:20:00Z\n",
        "pci 8086:153G\nseen 2026-11-23T05:20:00Z\n",
        "image ../x@y\nseen 2026-11-23T05:20:00Z\n",
        "image a@../y\nseen 2026-11-23T05:20:00Z\n",
        "seen yesterday\n",
        "seen 2026-11-23T05:20:00Z\nmore\n"
      })
  void aDamagedFileSaysNothing(String text) throws IOException {
    Files.writeString(folder.resolve("52-54-00-00-00-01"), text);
    FactsStore store = new FactsStore(folder);
    assertThat(written()).isEqualTo(MachineFacts.NONE);
    store.learn(MAC, FULL);
    assertThat(written()).isEqualTo(FULL);
  }

  @Test
  void takesFromAMachineOnlyWhatCanBeTrue() {
    assertThat(MachineFacts.memory("524160")).isEqualTo(524160);
    assertThat(List.of("", "0", "-1", "0x10", "1e9", "9999999999999"))
        .allMatch(text -> MachineFacts.memory(text) == 0);
    assertThat(MachineFacts.cards("8086:10D3,,x,8086:10d3,1af4:1000,8086:1"))
        .containsExactly("8086:10d3", "1af4:1000");
    assertThat(MachineFacts.cards("8086:10d3,".repeat(5000))).hasSize(1);
    assertThat(MachineFacts.image("rocky-10@20261123T051400Z-1f")).isNotEmpty();
    assertThat(List.of("rocky-10", "@", "a@.b", "a b@c", "a@b\n", "a@" + "b".repeat(99)))
        .allMatch(text -> MachineFacts.image(text).isEmpty());
  }

  @Test
  void readsWhatItWritesAndNoDamageBreaksIt() {
    Random random = new Random(7);
    String good = FULL.format();
    assertThat(MachineFacts.parse(good)).contains(FULL);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(good);
      for (int j = random.nextInt(4); j >= 0; j--) {
        int at = random.nextInt(text.length());
        switch (random.nextInt(3)) {
          case 0 -> text.setCharAt(at, (char) random.nextInt(256));
          case 1 -> text.deleteCharAt(at);
          default -> text.insert(at, good, 0, random.nextInt(good.length()));
        }
      }
      String damaged = text.toString();
      MachineFacts.parse(damaged).ifPresent(facts -> assertThat(facts.format()).isEqualTo(damaged));
    }
    assertThat(MachineFacts.parse(String.join("", Collections.nCopies(65, "pci 8086:1539\n"))))
        .isEmpty();
  }
}
