package org.wwj.lab;

import java.nio.file.Path;
import org.wwj.lab.VirtHost.Ovmf;

/**
 * The libvirt definitions of the lab: pure functions from what is wanted to XML.
 *
 * @param host what this machine offers
 * @param kvm whether hardware virtualisation really works here
 * @param image the image's name, which decides the CPU
 * @param network where the machines are plugged in
 */
record DomainXml(VirtHost host, boolean kvm, String image, Plug network) {
  /** Where a machine's network card goes. */
  sealed interface Plug {
    /** Onto a bridge that is there. */
    record Bridge(String name) implements Plug {}

    /** Onto a network that libvirt knows. */
    record Network(String name) implements Plug {}
  }

  /** A machine without any disk whose console goes to the file. */
  String domain(Machine machine, Path console) {
    return """
    <domain type='%s'>
      <name>%s</name>
      <uuid>%s</uuid>
      <memory unit='MiB'>%d</memory>
      <vcpu>%d</vcpu>%s
      <os>
    %s    <boot dev='network'/>
        <bios useserial='yes'/>
      </os>
      <features><acpi/><apic/></features>
      %s
      <clock offset='utc'/>
      <on_poweroff>destroy</on_poweroff>
      <on_reboot>restart</on_reboot>
      <on_crash>destroy</on_crash>
      <devices>
        <emulator>%s</emulator>
        <interface type='%s'>
          <mac address='%s'/>
          <source %s/>
          <model type='virtio'/>%s
        </interface>
        <serial type='file'>
          <source path='%s' append='off'/>
          <target port='0'/>
        </serial>
        <rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
        <memballoon model='none'/>
      </devices>
    </domain>
    """
        .formatted(
            kvm ? "kvm" : "qemu",
            escape(machine.name()),
            machine.uuid(),
            machine.memoryMib(),
            machine.cpus(),
            sysinfo(machine.firmware()),
            firmware(machine.firmware()),
            VirtHost.cpu(kvm, image),
            escape(host.emulator().toString()),
            switch (network) {
              case Plug.Bridge b -> "bridge";
              case Plug.Network n -> "network";
            },
            machine.mac(),
            switch (network) {
              case Plug.Bridge b -> "bridge='" + escape(b.name()) + "'";
              case Plug.Network n -> "network='" + escape(n.name()) + "'";
            },
            machine.firmware() == Firmware.BIOS ? "" : "\n      <rom enabled='no'/>",
            escape(console.toString()));
  }

  private String firmware(Firmware firmware) {
    return switch (firmware) {
      case BIOS -> "    <type arch='x86_64' machine='" + host.biosMachine() + "'>hvm</type>\n";
      case UEFI, UEFI_HTTP -> {
        Ovmf ovmf =
            host.ovmf()
                .orElseThrow(() ->
                    new LabException(
                        "UEFI machines need OVMF, which is not installed: "
                            + "src/main/sh/install-missing lab"));
        yield """
            <type arch='x86_64' machine='q35'>hvm</type>
            <loader readonly='yes' type='pflash'>%s</loader>
            <nvram template='%s'/>
        """
            .formatted(escape(ovmf.code().toString()), escape(ovmf.vars().toString()));
      }
    };
  }

  /** OVMF tries PXE before HTTP boot; these two knobs of its PXE driver turn that round. */
  private static String sysinfo(Firmware firmware) {
    return firmware == Firmware.UEFI_HTTP
        ? """

        <sysinfo type='fwcfg'>
          <entry name='opt/org.tianocore/IPv4PXESupport'>n</entry>
          <entry name='opt/org.tianocore/IPv6PXESupport'>n</entry>
        </sysinfo>\
        """
        : "";
  }

  /** An isolated network without DHCP and DNS: wwj is the only server on it. */
  static String network(String name, String address, int prefixLength) {
    return """
    <network>
      <name>%1$s</name>
      <bridge name='%1$s' stp='off' delay='0'/>
      <mac address='%2$s'/>
      <dns enable='no'/>
      <ip address='%3$s' prefix='%4$d'/>
    </network>
    """
        .formatted(escape(name), LabNetwork.BRIDGE_MAC, address, prefixLength);
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&apos;");
  }
}
