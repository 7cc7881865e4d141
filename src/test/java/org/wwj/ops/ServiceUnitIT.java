package org.wwj.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.Peers;

/** The unit that ships, judged by systemd's own tools. */
class ServiceUnitIT {
  @TempDir private Path folder;
  private Path unit;

  @BeforeEach
  void copyUnit() throws IOException {
    Peers.require("systemd-analyze");
    unit = folder.resolve("wwj.service");
    // Not installed here, and systemd-analyze looks for the program
    String text = Files.readString(Path.of("config/wwj.service"));
    Files.writeString(unit, text.replace("/usr/bin/wwj ", "/bin/true "));
  }

  @Test
  void isWellFormed() throws Exception {
    assertThat(run("verify", unit.toString())).isEmpty();
  }

  @Test
  void exposesLittle() throws Exception {
    String report =
        run("security", "--no-pager", "--offline=true", "--threshold=25", unit.toString());
    assertThat(report).contains("Overall exposure level for wwj.service").endsWith("\nexit 0");
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "systemd-analyze";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    return text.isEmpty() && exit == 0 ? "" : text.strip() + "\nexit " + exit;
  }
}
