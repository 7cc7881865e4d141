package org.wwj.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.testnet.Peers;

/** The units that ship, judged by systemd's own tools. */
class ServiceUnitIT {
  @TempDir private Path folder;

  private Path copy(String name) throws IOException {
    Peers.require("systemd-analyze");
    Path unit = folder.resolve(name);
    // Not installed here, and systemd-analyze looks for the program
    String text = Files.readString(Path.of("config", name));
    Files.writeString(unit, text.replace("/usr/bin/wwj ", "/bin/true "));
    return unit;
  }

  @ParameterizedTest
  @ValueSource(strings = {"wwj.service", "wwj-mirror.service"})
  void isWellFormed(String name) throws Exception {
    assertThat(run("verify", copy(name).toString())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"wwj.service", "wwj-mirror.service"})
  void exposesLittle(String name) throws Exception {
    Path unit = copy(name);
    String report =
        run("security", "--no-pager", "--offline=true", "--threshold=25", unit.toString());
    assertThat(report).contains("Overall exposure level for " + name).endsWith("\nexit 0");
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
