package org.wwj.lab;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Whether hardware virtualisation works here. That /dev/kvm can be opened proves little: nested
 * hosts offer one on which qemu aborts, or runs firmware and stops where the kernel enters long
 * mode. So a machine is started for a moment, and its kernel has to speak.
 */
final class KvmProbe {
  private static final Path DEVICE = Path.of("/dev/kvm");
  private static final String SPOKEN = "Linux version";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private KvmProbe() {}

  /**
   * Whether to use KVM, and why not.
   *
   * @param reason empty when it works
   */
  record Verdict(boolean works, String reason) {}

  /** What there is to judge by, in the order it is found out. */
  sealed interface Evidence {
    /** No such device. */
    record NoDevice() implements Evidence {}

    /** The device is there, but not for this user. */
    record NoAccess() implements Evidence {}

    /**
     * What a machine with KVM said on its serial port.
     *
     * @param exited whether qemu gave up by itself
     */
    record Spoken(String text, boolean exited) implements Evidence {}
  }

  static Verdict judge(Evidence evidence) {
    return switch (evidence) {
      case Evidence.NoDevice e ->
          new Verdict(
              false, "no /dev/kvm (switch virtualisation on in the firmware, or modprobe kvm)");
      case Evidence.NoAccess e ->
          new Verdict(
              false, "/dev/kvm is not accessible (sudo usermod -aG kvm $USER, log in again)");
      case Evidence.Spoken s when s.text().contains(SPOKEN) -> new Verdict(true, "");
      case Evidence.Spoken s when s.exited() ->
          new Verdict(false, "/dev/kvm is there but qemu cannot use it: " + lastLine(s.text()));
      case Evidence.Spoken s ->
          new Verdict(
              false,
              "/dev/kvm is there but a kernel on it does not start within "
                  + LIMIT.toSeconds()
                  + " s");
    };
  }

  private static String lastLine(String text) {
    return text.strip().lines().reduce((first, second) -> second).orElse("it said nothing").strip();
  }

  /** Tries the kernel that the machines are going to boot. */
  static Verdict probe(VirtHost host, Path kernel) {
    if (!Files.exists(DEVICE)) {
      return judge(new Evidence.NoDevice());
    }
    if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
      return judge(new Evidence.NoAccess());
    }
    return judge(speak(host, kernel));
  }

  private static Evidence.Spoken speak(VirtHost host, Path kernel) {
    Path output = null;
    Process qemu = null;
    try {
      output = Files.createTempFile("wwj-kvm", ".out");
      Path file = output;
      Process started =
          new ProcessBuilder(
                  List.of(
                      host.emulator().toString(),
                      "-nodefaults",
                      "-no-user-config",
                      "-display",
                      "none",
                      "-machine",
                      host.biosMachine() + ",graphics=off",
                      "-accel",
                      "kvm",
                      "-cpu",
                      "host",
                      "-m",
                      "256",
                      "-serial",
                      "stdio",
                      "-kernel",
                      kernel.toString(),
                      "-append",
                      "console=ttyS0 earlyprintk=serial,ttyS0 panic=-1",
                      "-no-reboot"))
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(file.toFile())
              .start();
      qemu = started;
      Waiting.until(LIMIT, () -> !started.isAlive() || read(file).contains(SPOKEN));
      return new Evidence.Spoken(read(file), !started.isAlive());
    } catch (IOException e) {
      return new Evidence.Spoken(String.valueOf(e.getMessage()), true);
    } finally {
      if (qemu != null) {
        qemu.destroyForcibly();
      }
      if (output != null) {
        output.toFile().delete();
      }
    }
  }

  private static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
