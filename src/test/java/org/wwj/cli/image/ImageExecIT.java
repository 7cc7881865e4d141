package org.wwj.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.testnet.Peers;

class ImageExecIT {
  @TempDir private Path folder;
  private ImageSite site;

  @BeforeEach
  void aSite() throws IOException {
    Peers.require("/bin/busybox", "unshare", "setpriv", "mount");
    site = new ImageSite(folder);
  }

  @ParameterizedTest
  @CsvSource({
    "exit 42, 42",
    "kill -9 $$, 137",
    "kill -TERM $$, 143",
    "nosuch, 127",
    "/etc/passwd, 126"
  })
  void endsWithTheCommandsOwnCode(String command, int code) throws Exception {
    ImageSite.Outcome outcome = site.run("image", "exec", "bb", "sh", "-c", command);
    assertThat(outcome.code()).as(outcome.text()).isEqualTo(code);
    assertThat(outcome.text()).contains("exit code " + code + "; nothing is built");
  }

  @Test
  void takesCommandsFromStandardInput() throws Exception {
    String input = "cat /etc/resolv.conf; echo in $(hostname), $(tty)\nls /run/systemd\nexit 7\n";
    for (List<String> words :
        List.of(List.of("exec", "bb", "/bin/sh"), List.of("shell", "--build=false", "bb"))) {
      String[] all = new String[words.size() + 1];
      all[0] = "image";
      System.arraycopy(words.toArray(String[]::new), 0, all, 1, words.size());
      ImageSite.Outcome outcome = site.feed(input, all);
      assertThat(outcome.code()).as(outcome.text()).isEqualTo(7);
      assertThat(outcome.text())
          .contains(Files.readString(Path.of("/etc/resolv.conf")), "in bb, not a tty", "resolve");
    }
  }

  @Test
  void leavesFlagsToTheCommand() throws Exception {
    String before = site.tree();
    assertThat(site.run("image", "exec", "bb", "ls", "-d", "--", "/bin").text())
        .startsWith("/bin\n");
    assertThat(site.run("image", "exec", "bb", "--build=false", "--", "ls", "-d", "/etc").text())
        .isEqualTo("/etc\n");
    assertThat(site.run("image", "exec", "bb").code()).isEqualTo(2);
    assertThat(site.run("image", "exec", "none", "true").text()).contains("no image 'none'");
    assertThat(site.tree()).isEqualTo(before);
  }

  @Test
  void showsNothingOfTheServer() throws Exception {
    String text =
        site.feed(
                "env; ps; ls /; ls /dev; mount; echo 1 >/proc/sys/kernel/panic; ls /proc/1/root\n"
                    + "mkdir /tmp/x; touch /run/x /dev/shm/x; cd /../..; ls bin/busybox",
                "image",
                "exec",
                "--build=false",
                "bb",
                "sh")
            .text();
    assertThat(text)
        .contains("HOME=/root", "LANG=C.UTF-8", "PS1=[bb]", "proc on /proc type proc", "ptmx")
        .contains("can't create /proc/sys/kernel/panic: Read-only file system", "bin/busybox")
        .doesNotContain("OURS_ALONE", "java", folder.toString(), "/home", "sda");
    assertThat(site.root.resolve("run")).doesNotExist();
  }

  @Test
  void bindsFilesAndLeavesNoTrace() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "one\n");
    Path dir = Files.createDirectories(folder.resolve("dir"));
    Files.writeString(dir.resolve("f"), "two\n");
    String before = site.tree();
    ImageSite.Outcome outcome =
        site.feed(
            "cat /opt/new/x /mnt/f /etc/lent /run/here/f; echo more >>/opt/new/x; touch /mnt/g",
            "image",
            "exec",
            "--build=false",
            "-b",
            file + ":/opt/new/x",
            "-b",
            dir + ":/mnt:ro",
            "-b",
            file + ":/etc/lent:copy",
            "-b",
            dir + ":/run/here",
            "bb",
            "sh");
    assertThat(outcome.text())
        .startsWith("one\ntwo\none\ntwo\n")
        .contains("/mnt/g: Read-only file system");
    assertThat(file).hasContent("one\nmore\n");
    assertThat(site.tree()).isEqualTo(before);
    site.feed(
        "echo x >/etc/lent; echo y >/etc/passwd",
        "image",
        "exec",
        "--build=false",
        "-b",
        file + ":/etc/lent:copy",
        "-b",
        file + ":/etc/passwd:copy",
        "bb",
        "sh");
    assertThat(site.root.resolve("etc/lent")).hasContent("x\n");
    assertThat(site.root.resolve("etc/passwd")).hasContent("y\n");
    outcome = site.run("image", "exec", "-b", folder + "/none:/x", "bb", "true");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text()).contains("none is not on this server");
  }

  @Test
  void showsTheOverlaysOfANode() throws Exception {
    String before = site.tree();
    ImageSite.Outcome outcome =
        site.run(
            "image",
            "exec",
            "-n",
            "c1",
            "bb",
            "sh",
            "-c",
            "cat /etc/of; hostname; cat /etc/passwd; touch /etc/x");
    assertThat(outcome.text())
        .startsWith("of c1\nc1\nroot:x:0:0::/root:/bin/sh\n")
        .contains("Read-only file system")
        .doesNotContain("build");
    assertThat(site.run("image", "exec", "-n", "c2", "bb", "true").text()).contains("no node c2");
    Files.writeString(site.root.resolveSibling("readonly"), "");
    assertThat(site.run("image", "exec", "bb", "touch", "/x").code()).isEqualTo(1);
    assertThat(site.tree()).isEqualTo(before);
    assertThat(site.root.resolveSibling("run")).isDirectoryNotContaining("glob:**/.tmp*");
  }

  @Test
  void runsTheExitScriptOfTheImage() throws Exception {
    Path script = site.root.resolve("etc/warewulf/container_exit.sh");
    Files.writeString(script, "echo cleaned; touch /cleaned");
    ImageSite.Outcome outcome = site.run("image", "exec", "bb", "echo", "done");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.text())
        .isEqualTo("done\ncleaned\nwwj: image bb is not built: it has no kernel yet\n");
    assertThat(site.root.resolve("cleaned")).exists();
    Files.writeString(script.resolveSibling("image_exit.sh"), "exit 3");
    outcome = site.run("image", "exec", "bb", "true");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.text()).contains("image_exit.sh of image bb ended with exit code 3");
  }

  @Test
  void diesWithItsCommandAndTheNextOneCleansUp() throws Exception {
    String before = site.tree();
    Path file = Files.writeString(folder.resolve("file"), "");
    Process process =
        site.builder(
                site.command("image", "exec", "-b", file + ":/opt/new/x", "bb", "sleep", "987654"))
            .start();
    Path made = site.root.resolve("opt/new/x");
    await(() -> alive("sleep 987654"));
    assertThat(made).exists();
    assertThat(site.run("image", "exec", "--build=false", "bb", "true").code()).isZero();
    assertThat(made).exists();
    assertThat(site.run("image", "build", "bb").text())
        .contains("in use by another command (process " + process.pid() + ")");
    assertThat(site.run("image", "copy", "bb", "b2").code()).isEqualTo(1);
    process.destroyForcibly().waitFor();
    await(() -> !alive("sleep 987654"));
    assertThat(made).exists();
    assertThat(site.run("image", "exec", "--build=false", "bb", "true").code()).isZero();
    assertThat(site.tree()).isEqualTo(before);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
  }

  private static boolean alive(String commandLine) {
    return ProcessHandle.allProcesses()
        .anyMatch(process ->
            process.info().commandLine().orElse("").endsWith(commandLine)
                && process.info().command().orElse("").endsWith("busybox"));
  }
}
