package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
  void saysWhoHoldsTheLock() throws IOException {
    Path file = Files.writeString(folder.resolve("nodes.conf"), "nodes: {}\n");
    Path lock = Files.writeString(folder.resolve(".nodes.conf.lock"), "4711\n");
    try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      assertThatThrownBy(() -> new NodesStore(file, Duration.ofMillis(50)).update(t -> t + "#"))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("another command is changing it (process 4711");
    }
  }

  @Test
  void parallelWritersLoseNothing() throws Exception {
    Path file = folder.resolve("nodes.conf");
    try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
      var jobs =
          IntStream.range(0, 40)
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
    assertThat(NodesFile.read(file).nodes()).hasSize(40);
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
