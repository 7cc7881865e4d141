package org.wwj.cli.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.testnet.Peers;

/** Commands in an image at a terminal, which script(1) makes. */
class ImageShellIT {
  private static final String INTERRUPT = "\003";
  private static final String QUIT = "\034";
  private static final String END = "\004";

  @TempDir private Path folder;
  private ImageSite site;
  private Process process;
  private Thread reader;
  private final StringBuffer seen = new StringBuffer();

  @BeforeEach
  void aSite() throws IOException {
    Peers.require("/bin/busybox", "unshare", "setpriv", "script", "stty");
    site = new ImageSite(folder);
  }

  @AfterEach
  void stop() {
    if (process != null) {
      process.destroyForcibly();
    }
  }

  /** Types a shell's line into a new terminal; {@code WWJ} in it is the program. */
  private void start(String line, String... words) throws IOException {
    String program =
        site.command(words).stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Path script = folder.resolve("line.sh");
    Files.writeString(script, "tty >" + folder + "/tty\n" + line.replace("WWJ", program) + "\n");
    // exec: a dash that waits for its child ends with 130 after each Ctrl-C, whatever the child
    // says.
    ProcessBuilder builder =
        site.builder(List.of("script", "-qec", "exec sh " + script, "/dev/null"));
    builder.environment().put("SHELL", "/bin/sh");
    process = builder.start();
    reader = Thread.ofVirtual().start(this::read);
  }

  private void read() {
    try (InputStream in = process.getInputStream()) {
      for (int next = in.read(); next >= 0; next = in.read()) {
        seen.append((char) next);
      }
    } catch (IOException e) {
      seen.append(e); // then the test finds it there
    }
  }

  private void type(String text) throws IOException {
    process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Reads on until the terminal shows it. */
  private void expect(String text) {
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> seen.indexOf(text) >= 0);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(text + " is not in: " + seen, e);
    }
    seen.delete(0, seen.indexOf(text) + text.length());
  }

  private int end() throws Exception {
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(seen.toString()).isTrue();
    reader.join();
    return process.exitValue();
  }

  @Test
  void leavesKeysToTheCommand() throws Exception {
    start("exec WWJ", "image", "exec", "bb", "sh", "-c", "echo READY; sleep 60");
    expect("READY");
    type(INTERRUPT);
    assertThat(end()).isEqualTo(130);
    assertThat(seen).contains("exit code 130; nothing is built");
    seen.setLength(0);
    start("exec WWJ", "image", "exec", "bb", "sh", "-c", "trap '' INT; echo READY; read x; exit 5");
    expect("READY");
    type(INTERRUPT);
    type("\n");
    assertThat(end()).as(seen::toString).isEqualTo(5);
    seen.setLength(0);
    start("exec WWJ", "image", "exec", "bb", "sh", "-c", "echo READY; sleep 60");
    expect("READY");
    type(QUIT);
    assertThat(end()).isEqualTo(131);
    assertThat(seen).doesNotContain("Full thread dump");
  }

  @Test
  void givesAShellTheTerminalAndTakesItBack() throws Exception {
    start("WWJ; echo code $?; read word; echo got $word", "image", "shell", "bb");
    expect("[bb] /# ");
    type("tty\n");
    expect("/dev/console");
    String terminal = Files.readString(folder.resolve("tty")).strip();
    assertThat(
            new ProcessBuilder("stty", "-F", terminal, "rows", "50", "cols", "120")
                .start()
                .waitFor())
        .isZero();
    type("stty size\n");
    expect("50 120");
    type("echo RE''ADY; sleep 60\n");
    expect("READY");
    type(INTERRUPT);
    type("echo after $?\n");
    expect("after 130");
    type("false\n" + END);
    // The last command of somebody who types says nothing of the whole: it would be built.
    expect("it has no kernel yet");
    expect("code 1");
    type("hello\n");
    expect("got hello");
    assertThat(end()).isZero();
    assertThat(seen).doesNotContain("job control");
    assertThat(site.root.resolve("root/.ash_history")).doesNotExist();
  }
}
