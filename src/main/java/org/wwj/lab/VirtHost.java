package org.wwj.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What this machine offers to virtual ones.
 *
 * @param emulator the qemu program, as its distribution names it
 * @param ovmf the UEFI firmware, when installed
 */
record VirtHost(Path emulator, Optional<Ovmf> ovmf) {
  private static final List<String> EMULATORS =
      List.of("/usr/bin/qemu-system-x86_64", "/usr/libexec/qemu-kvm");

  /** Without Secure Boot, as iPXE of the distributions is not signed. Debian first, then Rocky. */
  private static final List<Ovmf> FIRMWARES =
      List.of(
          ovmf("/usr/share/OVMF/OVMF_CODE_4M.fd", "/usr/share/OVMF/OVMF_VARS_4M.fd"),
          ovmf("/usr/share/OVMF/OVMF_CODE.fd", "/usr/share/OVMF/OVMF_VARS.fd"),
          ovmf("/usr/share/edk2/ovmf/OVMF_CODE.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"),
          ovmf("/usr/share/edk2/ovmf/OVMF_CODE.cc.fd", "/usr/share/edk2/ovmf/OVMF_VARS.fd"));

  private static final Pattern ENTERPRISE_LINUX =
      Pattern.compile("(rocky|alma|almalinux|rhel|centos|oracle)([-_.]?(8|9)\\b)?.*");

  /** Code that is mapped read-only and the template of a machine's own variables. */
  record Ovmf(Path code, Path vars) {}

  private static Ovmf ovmf(String code, String vars) {
    return new Ovmf(Path.of(code), Path.of(vars));
  }

  static VirtHost find() {
    return find(Files::exists);
  }

  static VirtHost find(Predicate<Path> exists) {
    Path emulator =
        EMULATORS.stream()
            .map(Path::of)
            .filter(exists)
            .findFirst()
            .orElseThrow(
                () -> new LabException("qemu is not installed: src/main/sh/install-missing lab"));
    return new VirtHost(
        emulator,
        FIRMWARES.stream()
            .filter(firmware -> exists.test(firmware.code()) && exists.test(firmware.vars()))
            .findFirst());
  }

  /** The machine type for BIOS: Red Hat's qemu has no i440fx any more. */
  String biosMachine() {
    return emulator.endsWith("qemu-kvm") ? "q35" : "pc";
  }

  /**
   * The CPU element of a machine that boots this image. Emulated, the least CPU is the quickest:
   * qemu64 boots in two thirds of the time of Nehalem. Enterprise Linux 9 needs x86-64-v2, and 10
   * needs v3.
   */
  static String cpu(boolean kvm, String image) {
    if (kvm) {
      return "<cpu mode='host-passthrough'/>";
    }
    var enterprise = ENTERPRISE_LINUX.matcher(image.toLowerCase(Locale.ROOT));
    if (!enterprise.matches()) {
      return model("qemu64");
    }
    return enterprise.group(3) != null ? model("Nehalem") : "<cpu mode='maximum'/>";
  }

  private static String model(String name) {
    return "<cpu mode='custom' match='exact' check='none'><model fallback='forbid'>"
        + name
        + "</model></cpu>";
  }
}
