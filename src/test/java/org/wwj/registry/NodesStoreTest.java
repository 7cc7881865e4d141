package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.config.ConfigException;
import org.wwj.config.YamlEdit;
import org.wwj.registry.NodesEdit.Kind;

class NodesStoreTest {
  @TempDir Path folder;

  @Test
  void keepsModeAndFollowsALink() throws IOException {
    Path real = Files.writeString(folder.resolve("real.conf"), "nodes: {}\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw-r--"));
    Path link = Files.createSymbolicLink(folder.resolve("nodes.conf"), Path.of("real.conf"));
    assertThat(new NodesStore(link).update(text -> text + "# more\n")).isTrue();
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("nodes: {}\n# more\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-rw-r--");
  }

  @Test
  void keepsTheOwnerAndWhatTheJdkDoesNotName() throws IOException {
    Path file = Files.writeString(folder.resolve("nodes.conf"), "nodes: {}\n");
    boolean root = "root".equals(System.getProperty("user.name"));
    if (root) {
      Files.setAttribute(file, "unix:uid", 4711);
      Files.setAttribute(file, "unix:gid", 4712);
    }
    UserDefinedFileAttributeView own =
        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    own.write("note", ByteBuffer.wrap(new byte[] {1, 2}));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    new NodesStore(file).update(text -> text + "# more\n");
    assertThat(Files.getFileAttributeView(file, UserDefinedFileAttributeView.class).list())
        .containsExactly("note");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-rw----");
    if (root) {
      assertThat(Files.readAttributes(file, "unix:uid,gid"))
          .containsEntry("uid", 4711)
          .containsEntry("gid", 4712);
    }
  }

  @Test
  void anotherHardLinkKeepsTheVersionBefore() throws IOException {
    Path file = Files.writeString(folder.resolve("nodes.conf"), "nodes: {}\n");
    Path backup = Files.createLink(folder.resolve("backup"), file);
    new NodesStore(file).update(text -> text + "# more\n");
    assertThat(file).hasContent("nodes: {}\n# more\n");
    assertThat(backup).hasContent("nodes: {}\n");
  }

  @Test
  void refusesALinkThatLeadsNowhere() throws IOException {
    Path link = folder.resolve("nodes.conf");
    Files.createSymbolicLink(link, Path.of("nodes.conf"));
    assertThatThrownBy(() -> new NodesStore(link).update(text -> text + "#"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(link + ": cannot be written");
    assertThat(link).isSymbolicLink();
  }

  @Test
  void whatAnotherProgramSavedMeanwhileStays() throws IOException {
    Path file = Files.writeString(folder.resolve("nodes.conf"), "nodes: {}\n");
    assertThatThrownBy(() ->
            new NodesStore(file)
                .update(text -> {
                  try {
                    Files.writeString(file, "nodes: {c1: {}}\n");
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                  return text + "# mine\n";
                }))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("another program saved it meanwhile");
    assertThat(file).hasContent("nodes: {c1: {}}\n");
  }

  @Test
  void clearsAwayWhatAKilledWriterLeft() throws IOException {
    Path file = Files.writeString(folder.resolve("nodes.conf"), "nodes: {}\n");
    Files.writeString(folder.resolve(".nodes.conf.new"), "half a ve");
    assertThat(new NodesStore(file).update(text -> text)).isFalse();
    assertThat(folder.resolve(".nodes.conf.new")).doesNotExist();
  }

  @Test
  void aChangeWithinAChangeIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("nodes.conf"), "nodes: {}\n");
    NodesStore store = new NodesStore(file, Duration.ofMillis(100));
    assertThatThrownBy(() ->
            store.update(text -> {
              store.update(inner -> inner + "# inner\n");
              return text + "# outer\n";
            }))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("this very command");
    assertThat(file).hasContent("nodes: {}\n");
    assertThat(store.update(text -> text + "# free again\n")).isTrue();
  }

  @Test
  void writesNothingWhenNothingChanges() throws IOException {
    Path file = Files.writeString(folder.resolve("nodes.conf"), "nodes: {}\n");
    Object before = Files.getAttribute(file, "unix:ino");
    assertThat(new NodesStore(file).update(text -> text)).isFalse();
    assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(before);
  }

  @Test
  void makesANewFileThatNotEverybodyReads() throws IOException {
    Path file = folder.resolve("nodes.conf");
    new NodesStore(file).update(text -> text + "nodes: {}\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
  }

  @Test
  void aRefusedChangeLeavesTheFileAndNoLitter() throws IOException {
    Path file = Files.writeString(folder.resolve("nodes.conf"), "nodes: {}\n");
    NodesStore store = new NodesStore(file);
    assertThatThrownBy(() ->
            store.update(text -> {
              throw new ConfigException("no");
            }))
        .hasMessage("no");
    assertThat(file).hasContent("nodes: {}\n");
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .containsExactlyInAnyOrder("nodes.conf", ".nodes.conf.lock");
    }
  }

  @Test
  void saysThatThisProcessHoldsTheLock() throws Exception {
    Path file = Files.writeString(folder.resolve("nodes.conf"), "nodes: {}\n");
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread holder =
        Thread.startVirtualThread(() ->
            new NodesStore(file)
                .update(text -> {
                  held.countDown();
                  try {
                    over.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return text + "# held\n";
                }));
    held.await();
    NodesStore impatient = new NodesStore(file, Duration.ofMillis(50));
    for (int i = 0; i < 3; i++) { // to say so must not take the lock away from the other
      assertThatThrownBy(() -> impatient.update(text -> text + "#"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("another command is changing it (this process, ");
    }
    over.countDown();
    holder.join();
    assertThat(file).hasContent("nodes: {}\n# held\n");
  }

  @Test
  void parallelWritersLoseNothing() throws Exception {
    Path file = folder.resolve("nodes.conf");
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var jobs =
          IntStream.range(0, 200)
              .mapToObj(i ->
                  pool.submit(() -> {
                    NodesEdit edit = new NodesEdit();
                    edit.add(Kind.NODE, "n" + i, new TreeMap<>());
                    new NodesStore(file, Duration.ofSeconds(60))
                        .update(text -> edit.apply(file, text));
                  }))
              .toList();
      for (var job : jobs) {
        job.get();
      }
    }
    assertThat(NodesFile.read(file).nodes()).hasSize(200);
  }

  @Test
  void editsAreWrittenInTheOrderOfTheTable() {
    NodesEdit edit = new NodesEdit();
    Map<FieldKey, YamlEdit> changes = new TreeMap<>();
    changes.put(FieldKey.of(Field.NET_IPADDR, "default"), new YamlEdit.Put("10.0.0.11"));
    changes.put(FieldKey.of(Field.NET_HWADDR, "default"), new YamlEdit.Put("52:54:00:00:00:01"));
    changes.put(FieldKey.of(Field.PROFILES), new YamlEdit.Put(List.of("default")));
    edit.add(Kind.NODE, "c1", changes);
    assertThat(edit.apply(Path.of("nodes.conf"), "nodes: {}\n"))
        .isEqualTo(
            """
            nodes:
              c1:
                profiles:
                - default
                network devices:
                  default:
                    hwaddr: 52:54:00:00:00:01
                    ipaddr: 10.0.0.11
            """);
  }
}
