package org.wwj.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** This machine and the programs that take part, in lines for a report. */
final class Host {
  private Host() {}

  /** Cores, memory, kernel, versions and how busy it is now. */
  static List<String> lines() {
    return List.of(
        "Machine: %d cores (%s), %d GiB, Linux %s; machines run under emulation (qemu TCG, `qemu64`, 2 vCPU)."
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name"),
                Math.round(
                    Long.parseLong(field("/proc/meminfo", "MemTotal").split(" ")[0]) / 1048576.0),
                System.getProperty("os.version").replaceAll("-.*", "")),
        "Versions: "
            + String.join(
                ", ",
                Command.firstLine("qemu-system-x86_64", "--version").replaceAll(" \\(.*", ""),
                "OVMF " + pack("ovmf"),
                "iPXE " + pack("ipxe"),
                Command.firstLine("dnsmasq", "--version").replaceAll(" +Copyright.*", ""),
                Command.firstLine("nginx", "-v").replace("nginx version: ", ""),
                "JDK " + Runtime.version())
            + "; wwj "
            + Command.firstLine("git", "describe", "--always", "--dirty")
            + ".",
        "Load average when the run began: " + load() + ".");
  }

  private static String pack(String name) {
    return Command.firstLine("dpkg-query", "-W", "-f", "${Version}", name);
  }

  private static String load() {
    return read("/proc/loadavg").split(" ")[0];
  }

  private static String field(String file, String name) {
    return read(file)
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("0");
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new IllegalStateException(file, e);
    }
  }
}
