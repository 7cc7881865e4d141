package org.wwj.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpioWriterTest {
  @TempDir private Path folder;

  @Test
  void writesHeaderNameAndContentPaddedToFour() throws IOException {
    byte[] archive = pack(new Entry.Bytes("a", 0644, 1, 2, 3, bytes("hello")));
    String start =
        "070701"
            + "00000001"
            + "000081A4"
            + "00000001"
            + "00000002"
            + "00000001"
            + "00000003"
            + "00000005"
            + "00000000"
            + "00000000"
            + "00000000"
            + "00000000"
            + "00000002"
            + "00000000"
            + "a\0"
            + "hello\0\0\0"
            + "070701";
    assertThat(new String(archive, StandardCharsets.US_ASCII)).startsWith(start);
    assertThat(archive.length % 4).isZero();
  }

  @Test
  void givesAllNamesOfAFileOneInodeAndItsContentOnce() throws IOException {
    List<CpioArchiveEntry> read =
        read(
            pack(
                new Entry.Bytes("a", 0644, 0, 0, 0, bytes("content")),
                new Entry.Bytes("between", 0644, 0, 0, 0, bytes("x")),
                new Entry.HardLink("b", 0644, 0, 0, 0, "a")));
    assertThat(read).extracting(CpioArchiveEntry::getName).containsExactly("a", "between", "b");
    assertThat(read).extracting(CpioArchiveEntry::getSize).containsExactly(7L, 1L, 0L);
    assertThat(read).extracting(CpioArchiveEntry::getNumberOfLinks).containsExactly(2L, 1L, 2L);
    assertThat(read.get(2).getInode()).isEqualTo(read.get(0).getInode());
  }

  @Test
  void keepsDevicesFoldersAndLinks() throws IOException {
    List<CpioArchiveEntry> read =
        read(
            pack(
                new Entry.Directory("dev", 0755, 0, 0, 0),
                new Entry.Special("dev/console", 0600, 0, 0, 0, Entry.Special.Kind.CHARACTER, 5, 1),
                new Entry.Special("fifo", 0600, 0, 0, 0, Entry.Special.Kind.FIFO, 0, 0),
                new Entry.Symlink("bin", 0777, 0, 0, 0, "usr/bin")));
    assertThat(read.get(0).isDirectory()).isTrue();
    assertThat(read.get(1).isCharacterDevice()).isTrue();
    assertThat(read.get(1).getRemoteDeviceMaj()).isEqualTo(5);
    assertThat(read.get(1).getRemoteDeviceMin()).isEqualTo(1);
    assertThat(read.get(2).isPipe()).isTrue();
    assertThat(read.get(3).isSymbolicLink()).isTrue();
  }

  @Test
  void readsFilesFromDisk() throws IOException {
    Path source = Files.writeString(folder.resolve("source"), "x".repeat(100_000));
    List<CpioArchiveEntry> read = read(pack(new Entry.File("f", 0600, 0, 0, 0, source)));
    assertThat(read.getFirst().getSize()).isEqualTo(100_000);
  }

  @Test
  void refusesALinkBeforeItsTarget() {
    assertThatThrownBy(() -> pack(new Entry.HardLink("b", 0644, 0, 0, 0, "a")))
        .hasMessageContaining("b is a hard link to a");
  }

  @Test
  void isOneMemberWhenCompressed() throws IOException {
    for (Compression compression : Compression.values()) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (var out = compression.compress(packed, 9)) {
        CpioWriter.write(List.of(new Entry.Bytes("a", 0644, 0, 0, 0, bytes("x"))), out);
      }
      byte[] plain =
          compression.decompress(new ByteArrayInputStream(packed.toByteArray())).readAllBytes();
      assertThat(read(plain)).extracting(CpioArchiveEntry::getName).containsExactly("a");
    }
  }

  private static byte[] pack(Entry... entries) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CpioWriter.write(List.of(entries), out);
    return out.toByteArray();
  }

  private static List<CpioArchiveEntry> read(byte[] archive) throws IOException {
    List<CpioArchiveEntry> entries = new ArrayList<>();
    try (var in = new CpioArchiveInputStream(new ByteArrayInputStream(archive))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
