package org.wwj.testnet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.wwj.net.MacAddress;

/** A diskless machine under emulation on a test network; its serial console goes to a file. */
public final class Vm implements AutoCloseable {
  /** How its firmware boots. */
  public enum Firmware {
    /** SeaBIOS with the card's own iPXE. */
    BIOS,
    /** OVMF's own PXE by TFTP. */
    UEFI_PXE,
    /** OVMF's HTTP boot. */
    UEFI_HTTP
  }

  /** Three times what a boot takes on an emulated, loaded machine. */
  public static final Duration PATIENCE = Duration.ofSeconds(300);

  private static final Pattern FAILURE =
      Pattern.compile(
          "Kernel panic|STAGE1-FAIL|No bootable device|BdsDxe: No bootable|NODE-READY rc=[1-9].*");

  private final Process process;
  private final Path console;
  private final Runnable unplug;

  private Vm(Process process, Path console, Runnable unplug) {
    this.process = process;
    this.console = console;
    this.unplug = unplug;
  }

  /** Powers a machine on. {@code folder} takes its console and its UEFI variables. */
  public static Vm start(
      TestNet net, Path folder, String name, MacAddress mac, Firmware firmware, int memoryMib) {
    String tap = "tap-" + name;
    net.in(net.server(), "ip", "tuntap", "add", "dev", tap, "mode", "tap");
    net.in(net.server(), "ip", "link", "set", tap, "master", TestNet.BRIDGE, "up");
    List<String> command =
        new ArrayList<>(
            List.of(
                "qemu-system-x86_64",
                "-name",
                name,
                "-nodefaults",
                "-nographic",
                "-accel",
                "tcg",
                "-cpu",
                "qemu64",
                "-smp",
                "2",
                "-m",
                String.valueOf(memoryMib),
                "-no-reboot",
                "-serial",
                "stdio",
                "-device",
                "virtio-rng-pci",
                "-uuid",
                "00000000-0000-4000-8000-" + mac.toString().replace(":", ""),
                "-netdev",
                "tap,id=n0,ifname=" + tap + ",script=no,downscript=no"));
    String card = "virtio-net-pci,netdev=n0,mac=" + mac + ",bootindex=1";
    if (firmware == Firmware.BIOS) {
      command.addAll(List.of("-machine", "pc,graphics=off", "-device", card));
    } else {
      command.addAll(List.of("-machine", "q35,graphics=off", "-device", card + ",romfile="));
      command.addAll(pflash(folder, name));
    }
    if (firmware == Firmware.UEFI_HTTP) {
      command.addAll(List.of("-fw_cfg", "name=opt/org.tianocore/IPv4PXESupport,string=n"));
      command.addAll(List.of("-fw_cfg", "name=opt/org.tianocore/IPv6PXESupport,string=n"));
    }
    Path console = folder.resolve(name + ".console");
    return new Vm(
        net.start(net.server(), console, command.toArray(String[]::new)),
        console,
        () -> net.run(net.server(), Duration.ofSeconds(10), "ip", "link", "del", tap));
  }

  private static List<String> pflash(Path folder, String name) {
    Path variables = folder.resolve(name + ".vars.fd");
    try {
      Files.copy(
          Path.of("/usr/share/OVMF/OVMF_VARS_4M.fd"),
          variables,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new IllegalStateException(variables.toString(), e);
    }
    return List.of(
        "-drive",
        "if=pflash,format=raw,unit=0,readonly=on,file=/usr/share/OVMF/OVMF_CODE_4M.fd",
        "-drive",
        "if=pflash,format=raw,unit=1,file=" + variables);
  }

  /**
   * Waits until the console shows the text and the rest of its line; a panic or a failure of
   * stage-1 ends the wait at once.
   */
  public void await(String text) {
    try {
      Awaitility.await("'" + text + "' on the console")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(250))
          .until(() -> {
            String shown = console();
            int at = shown.indexOf(text);
            if (at >= 0 && shown.indexOf('\n', at) > 0) {
              return true;
            }
            if (FAILURE.matcher(shown).find() || !process.isAlive()) {
              throw new IllegalStateException("the machine failed:\n" + tail(shown));
            }
            return false;
          });
    } catch (ConditionTimeoutException e) {
      throw new IllegalStateException(e.getMessage() + "\n" + tail(console()), e);
    }
  }

  /** All its console has shown. */
  public String console() {
    try {
      return new String(Files.readAllBytes(console), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalStateException(console.toString(), e);
    }
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 4000));
  }

  @Override
  public void close() {
    powerOff();
  }

  /** Powers it off at once. */
  public void powerOff() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(20, TimeUnit.SECONDS);
      unplug.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
