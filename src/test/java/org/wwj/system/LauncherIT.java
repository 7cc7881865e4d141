package org.wwj.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.Peers;

/** The launcher as it is installed: in a folder of its own, started through links. */
class LauncherIT {
  @TempDir Path folder;
  private Path home;

  @BeforeEach
  void install() throws IOException {
    Peers.require("bash");
    home = Files.createDirectories(folder.resolve("usr/share/wwj"));
    Files.copy(Path.of("wwj"), home.resolve("wwj"));
    assertThat(home.resolve("wwj").toFile().setExecutable(true)).isTrue();
    Files.createDirectory(home.resolve("sh"));
    Files.copy(Path.of("src/main/sh/jdk.sh"), home.resolve("sh/jdk.sh"));
    Files.copy(Path.of("target/wwj.jar"), home.resolve("wwj.jar"));
    Files.createSymbolicLink(home.resolve("lib"), Path.of("target/lib").toAbsolutePath());
    Files.createDirectories(folder.resolve("etc"));
    Files.writeString(folder.resolve("etc/warewulf.conf"), "ipaddr: 10.0.0.1/24\n");
    Files.writeString(
        folder.resolve("etc/nodes.conf"),
        """
        nodeprofiles: {default: {}}
        nodes: {n1: {profiles: [default]}, n2: {}}
        """);
  }

  private record Result(int code, String text) {}

  private Result run(Path program, Path cwd, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(cwd.toFile());
    builder.environment().remove("WWJ_CONF");
    builder.environment().put("WAREWULFCONF", folder.resolve("etc/warewulf.conf").toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), text);
  }

  @Test
  void aLinkNamedWwctlInAnotherFolderIsAsGood() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("usr/bin"));
    Path wwj = Files.createSymbolicLink(bin.resolve("wwj"), Path.of("../share/wwj/wwj"));
    Path wwctl = Files.createSymbolicLink(bin.resolve("wwctl"), Path.of("wwj"));
    Result plain = run(home.resolve("wwj"), home, "node", "list");
    assertThat(plain)
        .isEqualTo(
            new Result(
                0,
                """
                NODE NAME  PROFILES  NETWORK
                ---------  --------  -------
                n1         default   --
                n2         --        --
                """));
    assertThat(run(wwj, Path.of("/"), "node", "list")).isEqualTo(plain);
    assertThat(run(wwctl, folder, "node", "list")).isEqualTo(plain);
    assertThat(run(wwctl, folder, "-v", "--warewulfconf", "etc/warewulf.conf", "node", "ls").text())
        .contains("etc/warewulf.conf, nodes ")
        .endsWith(plain.text());
    assertThat(run(wwctl, folder, "node", "list", "n3").code()).isEqualTo(1);
  }
}
