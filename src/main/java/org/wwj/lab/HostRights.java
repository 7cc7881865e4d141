package org.wwj.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether this user may run machines in the host's own libvirt, and the exact step that is missing.
 */
final class HostRights {
  private static final Path KVM = Path.of("/dev/kvm");
  private static final List<Path> SOCKETS =
      List.of(Path.of("/run/libvirt/libvirt-sock"), Path.of("/run/libvirt/virtqemud-sock"));

  private HostRights() {}

  /**
   * What decides.
   *
   * @param groups names of the groups the user is in now
   * @param socket whether libvirt listens
   * @param mayConnect whether its socket is open to this user
   */
  record Facts(
      String user,
      List<String> groups,
      boolean installed,
      boolean socket,
      boolean mayConnect,
      boolean kvm,
      boolean kvmAccess) {

    boolean root() {
      return user.equals("root");
    }
  }

  /**
   * One thing that is missing.
   *
   * @param blocks whether the lab cannot start without it; else it only is slower
   */
  record Missing(boolean blocks, String text) {}

  static Facts look() {
    String user = System.getProperty("user.name", "");
    List<String> groups = List.of(Commands.run(List.of("id", "-Gn")).text().split(" ", -1));
    List<Path> sockets = SOCKETS.stream().filter(Files::exists).toList();
    boolean installed =
        List.of("/usr/sbin/libvirtd", "/usr/sbin/virtqemud").stream()
            .anyMatch(path -> Files.exists(Path.of(path)));
    return new Facts(
        user,
        groups,
        installed,
        !sockets.isEmpty(),
        sockets.stream().anyMatch(Files::isWritable),
        Files.exists(KVM),
        Files.isReadable(KVM) && Files.isWritable(KVM));
  }

  static List<Missing> missing(Facts facts, String uri) {
    List<Missing> missing = new ArrayList<>();
    if (!uri.startsWith("qemu") || !uri.contains(":///system")) {
      missing.add(
          new Missing(
              true,
              "--libvirt takes the system libvirt of this machine (qemu:///system), not "
                  + uri
                  + ": the server must share a bridge with the machines"));
      return missing;
    }
    if (!facts.installed()) {
      missing.add(
          new Missing(true, "libvirt is not installed: sudo src/main/sh/install-missing lab"));
    } else if (!facts.socket() && !uri.contains("socket=")) {
      missing.add(
          new Missing(
              true,
              "libvirt does not run (no /run/libvirt/libvirt-sock):"
                  + " sudo systemctl enable --now libvirtd"
                  + " (Rocky 10: virtqemud.socket virtnetworkd.socket)"));
    } else if (facts.socket() && !facts.mayConnect() && !facts.groups().contains("libvirt")) {
      missing.add(
          new Missing(
              true,
              "user %1$s is not in group libvirt: sudo usermod -aG libvirt %1$s, then log in again"
                  .formatted(facts.user())));
    }
    if (!facts.root()) {
      missing.add(
          new Missing(
              true, "the server's ports 67 and 69 need root: sudo ./wwj lab up --libvirt " + uri));
    }
    if (!facts.kvm()) {
      missing.add(
          new Missing(
              false,
              "no /dev/kvm, machines are emulated (slow): switch virtualisation on in the"
                  + " firmware, or sudo modprobe kvm_intel or kvm_amd"));
    } else if (!facts.kvmAccess()) {
      missing.add(
          new Missing(
              false,
              "/dev/kvm is not accessible, machines are emulated (slow):"
                  + " sudo usermod -aG kvm %s, then log in again".formatted(facts.user())));
    }
    return missing;
  }
}
