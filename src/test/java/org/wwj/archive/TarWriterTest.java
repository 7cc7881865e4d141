package org.wwj.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarWriterTest {
  @TempDir Path folder;

  private static final String LONG = "d".repeat(90) + "/" + "f".repeat(90);

  private List<Entry> entries() throws IOException {
    Path source = Files.writeString(folder.resolve("source"), "from disk");
    return List.of(
        new Entry.Directory("etc", 0755, 0, 0, 0),
        new Entry.Bytes("etc/hosts", 0644, 0, 0, 1_700_000_000, bytes("127.0.0.1\n")),
        new Entry.File("etc/file", 04755, 1000, 3_000_000, 0, source),
        new Entry.Symlink("etc/link", 0777, 0, 0, 0, "../x"),
        new Entry.HardLink("etc/hard", 0644, 0, 0, 0, "etc/hosts"),
        new Entry.Special("dev", 0600, 0, 0, 0, Entry.Special.Kind.CHARACTER, 1, 3),
        new Entry.Special("fifo", 0600, 0, 0, 0, Entry.Special.Kind.FIFO, 0, 0),
        new Entry.Bytes("ü", 0600, 0, 0, 0, bytes("")),
        new Entry.Bytes(LONG, 0600, 0, 0, 0, bytes("long")));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String tar(byte[] archive, String... arguments) throws Exception {
    Path file = folder.resolve("out.tar");
    Files.write(file, archive);
    List<String> command =
        new java.util.ArrayList<>(List.of("tar", "--utc", "-f", file.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().put("QUOTING_STYLE", "literal");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  @Test
  void gnuTarListsEveryKindOfEntry() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TarWriter.write(entries(), out);
    assertThat(
            tar(out.toByteArray(), "-tv", "--numeric-owner", "--quoting-style=literal")
                .replaceAll(" +", " "))
        .isEqualTo(
            """
            drwxr-xr-x 0/0 0 1970-01-01 00:00 etc/
            -rw-r--r-- 0/0 10 2023-11-14 22:13 etc/hosts
            -rwsr-xr-x 1000/3000000 9 1970-01-01 00:00 etc/file
            lrwxrwxrwx 0/0 0 1970-01-01 00:00 etc/link -> ../x
            hrw-r--r-- 0/0 0 1970-01-01 00:00 etc/hard link to etc/hosts
            crw------- 0/0 1,3 1970-01-01 00:00 dev
            prw------- 0/0 0 1970-01-01 00:00 fifo
            -rw------- 0/0 0 1970-01-01 00:00 ü
            -rw------- 0/0 4 1970-01-01 00:00 %s
            """
                .formatted(LONG));
  }

  @Test
  void writesTheSameBytesForTheSameEntries() throws Exception {
    ByteArrayOutputStream first = new ByteArrayOutputStream();
    ByteArrayOutputStream second = new ByteArrayOutputStream();
    TarWriter.write(entries(), first);
    TarWriter.write(entries(), second);
    assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
  }

  @Test
  void keepsBinaryAttributes() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] capability = {1, 0, 0, 2, (byte) 0xff, '\n', 0, (byte) 0x80};
    TreeMap<String, byte[]> attributes = new TreeMap<>(Map.of("user.test", capability));
    TarWriter.write(entries(), Map.of("etc/hosts", attributes, LONG, attributes), out);
    String listed = tar(out.toByteArray(), "-tvv", "--xattrs", "--xattrs-include=*");
    assertThat(listed)
        .contains("-rw-r--r--* ")
        .contains("-rw-------* ")
        .contains(LONG)
        .doesNotContain("tar:");
    assertThat(new String(out.toByteArray(), StandardCharsets.ISO_8859_1))
        .contains("SCHILY.xattr.user.test=\u0001\u0000\u0000\u0002\u00ff\n\u0000\u0080\n");
  }
}
