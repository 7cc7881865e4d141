package org.wwj.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArpTableTest {
  @TempDir Path folder;

  @Test
  void findsTheCompleteEntriesOnly() throws IOException {
    Path file = folder.resolve("arp");
    Files.writeString(
        file,
        """
        IP address       HW type     Flags       HW address            Mask     Device
        10.0.0.11        0x1         0x2         52:54:00:00:00:01     *        hpc-prov
        10.0.0.1         0x1         0x0         00:00:00:00:00:00     *        hpc-prov
        """);
    ArpTable table = new ArpTable(file);
    assertThat(table.macOf(Prefix.parseAddress("10.0.0.11")))
        .contains(MacAddress.parse("52:54:00:00:00:01"));
    assertThat(table.macOf(Prefix.parseAddress("10.0.0.1"))).isEmpty();
    assertThat(table.macOf(Prefix.parseAddress("10.0.0.12"))).isEmpty();
  }

  @Test
  void withoutATableNobodyIsKnown() {
    assertThat(new ArpTable(folder.resolve("none")).macOf(Prefix.parseAddress("10.0.0.11")))
        .isEmpty();
  }
}
