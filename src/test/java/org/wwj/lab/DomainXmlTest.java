package org.wwj.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.wwj.net.Prefix;
import org.xml.sax.InputSource;

class DomainXmlTest {
  private static final Prefix NETWORK = Prefix.parse("10.0.0.1/24");
  private static final VirtHost DEBIAN =
      new VirtHost(
          Path.of("/usr/bin/qemu-system-x86_64"),
          Optional.of(new VirtHost.Ovmf(Path.of("/fw/CODE.fd"), Path.of("/fw/VARS.fd"))));
  private static final DomainXml EMULATED =
      new DomainXml(DEBIAN, false, "debian-12", new DomainXml.Plug.Bridge("hpc-prov"));

  @Test
  void biosMachineBootsItsCardsRomOnTheBridge() throws Exception {
    Document xml = parse(EMULATED.domain(machine(Firmware.BIOS), Path.of("/lab/console/c1.log")));

    assertThat(at(xml, "/domain/@type")).isEqualTo("qemu");
    assertThat(at(xml, "/domain/name")).isEqualTo("c1");
    assertThat(at(xml, "/domain/vcpu")).isEqualTo("2");
    assertThat(at(xml, "/domain/memory[@unit='MiB']")).isEqualTo("1024");
    assertThat(at(xml, "/domain/os/type/@machine")).isEqualTo("pc");
    assertThat(at(xml, "/domain/os/boot/@dev")).isEqualTo("network");
    assertThat(at(xml, "/domain/os/bios/@useserial")).isEqualTo("yes");
    assertThat(at(xml, "/domain/cpu/model")).isEqualTo("qemu64");
    assertThat(at(xml, "//interface[@type='bridge']/source/@bridge")).isEqualTo("hpc-prov");
    assertThat(at(xml, "//interface/mac/@address")).isEqualTo("52:54:00:00:00:01");
    assertThat(at(xml, "count(//interface/rom)")).isEqualTo("0");
    assertThat(at(xml, "count(//disk)")).isEqualTo("0");
    assertThat(at(xml, "//serial/source/@path")).isEqualTo("/lab/console/c1.log");
  }

  @Test
  void uefiMachineRunsFirmwaresOwnPxe() throws Exception {
    Document xml = parse(EMULATED.domain(machine(Firmware.UEFI), Path.of("/c")));

    assertThat(at(xml, "/domain/os/type/@machine")).isEqualTo("q35");
    assertThat(at(xml, "/domain/os/loader[@type='pflash'][@readonly='yes']"))
        .isEqualTo("/fw/CODE.fd");
    assertThat(at(xml, "/domain/os/nvram/@template")).isEqualTo("/fw/VARS.fd");
    assertThat(at(xml, "//interface/rom/@enabled")).isEqualTo("no");
    assertThat(at(xml, "count(//sysinfo)")).isEqualTo("0");
  }

  @Test
  void uefiHttpMachineHasPxeSwitchedOff() throws Exception {
    Document xml = parse(EMULATED.domain(machine(Firmware.UEFI_HTTP), Path.of("/c")));

    assertThat(at(xml, "//sysinfo[@type='fwcfg']/entry[contains(@name,'IPv4PXESupport')]"))
        .isEqualTo("n");
    assertThat(at(xml, "//sysinfo/entry[contains(@name,'IPv6PXESupport')]")).isEqualTo("n");
  }

  @Test
  void kvmMachineOnNetworkOfTheHostsLibvirt() throws Exception {
    DomainXml kvm = new DomainXml(DEBIAN, true, "rocky-10", new DomainXml.Plug.Network("hpc-prov"));
    Document xml = parse(kvm.domain(machine(Firmware.BIOS), Path.of("/with 'quote' & <angle>")));

    assertThat(at(xml, "/domain/@type")).isEqualTo("kvm");
    assertThat(at(xml, "/domain/cpu/@mode")).isEqualTo("host-passthrough");
    assertThat(at(xml, "//interface[@type='network']/source/@network")).isEqualTo("hpc-prov");
    assertThat(at(xml, "//serial/source/@path")).isEqualTo("/with 'quote' & <angle>");
  }

  @Test
  void redHatsQemuHasNoI440fx() throws Exception {
    VirtHost rocky = new VirtHost(Path.of("/usr/libexec/qemu-kvm"), Optional.empty());
    DomainXml xml = new DomainXml(rocky, false, "x", new DomainXml.Plug.Bridge("b"));

    assertThat(at(parse(xml.domain(machine(Firmware.BIOS), Path.of("/c"))), "//os/type/@machine"))
        .isEqualTo("q35");
    assertThatThrownBy(() -> xml.domain(machine(Firmware.UEFI), Path.of("/c")))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("install-missing");
  }

  @Test
  void networkOfTheHostsLibvirtHasNeitherDhcpNorDns() throws Exception {
    Document xml = parse(DomainXml.network("hpc-prov", "10.0.0.1", 24));

    assertThat(at(xml, "/network/bridge/@name")).isEqualTo("hpc-prov");
    assertThat(at(xml, "/network/bridge/@stp")).isEqualTo("off");
    assertThat(at(xml, "/network/dns/@enable")).isEqualTo("no");
    assertThat(at(xml, "/network/ip/@address")).isEqualTo("10.0.0.1");
    assertThat(at(xml, "count(//dhcp) + count(//forward)")).isEqualTo("0");
  }

  private static Machine machine(Firmware firmware) {
    return Machine.numbered("c1", 1, NETWORK, firmware, 1024);
  }

  private static Document parse(String xml) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(xml)));
  }

  private static String at(Document xml, String path) throws Exception {
    return XPathFactory.newInstance().newXPath().evaluate(path, xml);
  }
}
