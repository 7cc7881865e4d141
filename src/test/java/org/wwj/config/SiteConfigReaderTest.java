package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.net.Prefix;

class SiteConfigReaderTest {
  private static SiteConfig read(String text) {
    return SiteConfigReader.parse(Path.of("/etc/wwj/wwj.conf"), text);
  }

  @Test
  void fillsInEveryDefault() {
    SiteConfig config = read("ipaddr: 10.0.0.1/24\n");
    assertThat(config.address()).isEqualTo(Prefix.parse("10.0.0.1/24"));
    assertThat(config.http()).isEqualTo(new SiteConfig.Http(9873, true, Duration.ofSeconds(60)));
    assertThat(config.dhcp())
        .isEqualTo(
            new SiteConfig.Dhcp(true, null, null, Duration.ofHours(1), null, List.of(), "", true));
    assertThat(config.tftp().enabled()).isTrue();
    assertThat(config.tftp().ipxe()).containsKeys(0, 7, 9);
    assertThat(config.imageMounts())
        .containsExactly(
            new SiteConfig.ImageMount("/etc/resolv.conf", "/etc/resolv.conf", true, false));
    assertThat(config.paths().chroots()).isEqualTo(Path.of("/var/lib/wwj/chroots"));
    assertThat(config.paths().provision()).isEqualTo(Path.of("/var/lib/wwj/provision"));
    assertThat(config.paths().siteOverlays()).isEqualTo(Path.of("/var/lib/wwj/overlays"));
    assertThat(config.paths().cachedir()).isEqualTo(Path.of("/var/cache/wwj"));
    assertThat(config.paths().runtime()).isEqualTo(Path.of("/run/wwj"));
    assertThat(config.nodesFile()).isEqualTo(Path.of("/etc/wwj/nodes.conf"));
    assertThat(config.baseUrl()).isEqualTo("http://10.0.0.1:9873");
    assertThat(config.address6()).isNull();
    assertThat(config.nfs()).isEqualTo(new SiteConfig.Nfs(true, List.of(), "nfs-server"));
    assertThat(config.ssh()).isEqualTo(new SiteConfig.Ssh(List.of("ed25519", "ecdsa")));
  }

  @Test
  void readsEveryKey() {
    SiteConfig config =
        read(
            """
            comment: our site
            ipaddr: 10.1.0.1
            netmask: 255.255.0.0
            network: 10.1.0.0
            fqdn: sms.example.org
            ipaddr6: fd00::1
            wwj: {port: 8000, secure: no, update interval: 5m, tls port: 9999, grubboot: true}
            api: {enabled: true, allowed subnets: [127.0.0.0/8]}
            dhcp:
              enabled: false
              template: static
              range start: 10.1.255.1
              range end: 10.1.255.254
              lease time: 7200
              gateway: 10.1.0.254
              dns: [10.1.0.1, 10.1.0.2]
              domain: cluster
              router advertisement: false
            tftp:
              enabled: yes
              ipxe: {"00:00": a.kpxe, 00:0B: arm64-efi/b.efi, 7: c.efi}
            nfs: {enabled: true, export paths: [{path: /home}]}
            ssh: {key types: [ed25519]}
            image mounts:
            - {source: /etc/hosts, readonly: true}
            wwclient: {port: 987}
            paths:
              wwchrootdir: /srv/chroots
              localstatedir: /srv/state
              ipxesource: /opt/ipxe
              datadir: /opt/wwj
              rundir: /run/x
            """);
    assertThat(config.comment()).isEqualTo("our site");
    assertThat(config.address()).hasToString("10.1.0.1/16");
    assertThat(config.fqdn()).isEqualTo("sms.example.org");
    assertThat(config.address6()).hasToString("fd00::1/64");
    assertThat(config.nfs().exports())
        .containsExactly(new SiteConfig.Nfs.Export("/home", "rw,sync,no_subtree_check"));
    assertThat(config.ssh().keyTypes()).containsExactly("ed25519");
    assertThat(config.http()).isEqualTo(new SiteConfig.Http(8000, false, Duration.ofMinutes(5)));
    assertThat(config.dhcp())
        .isEqualTo(
            new SiteConfig.Dhcp(
                false,
                Prefix.parseAddress("10.1.255.1"),
                Prefix.parseAddress("10.1.255.254"),
                Duration.ofHours(2),
                Prefix.parseAddress("10.1.0.254"),
                List.of(Prefix.parseAddress("10.1.0.1"), Prefix.parseAddress("10.1.0.2")),
                "cluster",
                false));
    assertThat(config.tftp())
        .isEqualTo(
            new SiteConfig.Tftp(true, Map.of(0, "a.kpxe", 11, "arm64-efi/b.efi", 7, "c.efi")));
    assertThat(config.imageMounts())
        .containsExactly(new SiteConfig.ImageMount("/etc/hosts", "/etc/hosts", true, false));
    assertThat(config.paths().chroots()).isEqualTo(Path.of("/srv/chroots"));
    assertThat(config.paths().provision()).isEqualTo(Path.of("/srv/state/provision"));
    assertThat(config.paths().distOverlays()).isEqualTo(Path.of("/opt/wwj/overlays"));
    assertThat(config.paths().runtime()).isEqualTo(Path.of("/run/x"));
  }

  @Test
  void readsWarewulfsOwnFileWithItsFolders() {
    SiteConfig config =
        SiteConfigReader.parse(
            Path.of("/etc/warewulf/warewulf.conf"),
            """
            WW_INTERNAL: 45
            ipaddr: 10.0.0.1
            netmask: 255.255.252.0
            warewulf: {port: 9873, secure: false, host overlay: true, syslog: false}
            paths: {localstatedir: /var/lib, wwclientdir: /warewulf}
            """);
    assertThat(config.address()).hasToString("10.0.0.1/22");
    assertThat(config.paths().chroots()).isEqualTo(Path.of("/var/lib/warewulf/chroots"));
  }

  @Test
  void readsWarewulfsListOfKeyTypesWithoutDsa() {
    assertThat(
            read("ipaddr: 10.0.0.1/24\nssh: {key types: [rsa, dsa, ecdsa, ed25519, RSA]}\n").ssh())
        .isEqualTo(new SiteConfig.Ssh(List.of("rsa", "ecdsa", "ed25519")));
  }

  @Test
  void picksTheLoadersThatTheDistributionShips(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("ipxe-snponly-x86_64.efi"));
    Files.createFile(folder.resolve("undionly.kpxe"));
    assertThat(read("ipaddr: 10.0.0.1/24\npaths: {ipxesource: " + folder + "}\n").tftp().ipxe())
        .isEqualTo(
            Map.of(0, "undionly.kpxe", 7, "ipxe-snponly-x86_64.efi", 9, "ipxe-snponly-x86_64.efi"));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          comment: x                             | 1 | add a line such as  ipaddr: 10.0.0.1/24
          ipaddr: 10.0.0.1                       | 1 | write  ipaddr: 10.0.0.1/24
          ipaddr: sms                            | 1 | not an IPv4 address
          ipaddr: 10.0.0.1/24;netmask: 255.0.0.0 | 2 | contradicts
          ipaddr: 10.0.0.1/24;network: 10.0.1.0  | 2 | not that of ipaddr
          ipaddr: 10.0.0.1/24;dhpc: {}           | 2 | did you mean 'dhcp'?
          ipaddr: 10.0.0.1/24;dhcp: {range strat: 10.0.0.5} | 2 | did you mean 'range start'?
          ipaddr: 10.0.0.1/24;dhcp: {range start: 10.0.0.5} | 2 | needs both
          ipaddr: 10.0.0.1/24;dhcp:;  range start: 10.0.0.9;  range end: 10.0.0.5 | 4 | swap them
          ipaddr: 10.0.0.1/24;dhcp:;  range start: 10.0.0.9;  range end: 10.0.1.5 | 4 | outside the network
          ipaddr: 10.0.0.1/24;dhcp:;  range start: 10.0.0.1;  range end: 10.0.0.5 | 3 | server's own address
          ipaddr: 10.0.0.1/24;dhcp: {enabled: maybe}        | 2 | neither true nor false
          ipaddr: 10.0.0.1/24;dhcp: {lease time: soon}      | 2 | not a time
          ipaddr: 10.0.0.1/24;warewulf: {port: 99999}       | 2 | 1 to 65535
          ipaddr: 10.0.0.1/24;warewulf: [port]              | 2 | takes a map
          ipaddr: 10.0.0.1/24;wwj: {};warewulf: {}          | 2 | keep only one
          ipaddr: 10.0.0.1/24;paths: {datadir: share}       | 2 | from /
          ipaddr: 10.0.0.1/24;tftp: {ipxe: {efi: a}}        | 2 | option 93
          ipaddr: 10.0.0.1/24;tftp: {ipxe: {00:07: ../a}}   | 2 | name of a file
          ipaddr: 10.0.0.1/24;ipaddr6: fd00::x              | 2 | not an IPv6 address
          ipaddr: 10.0.0.1/24;prefixlen6: 129               | 2 | from 0 to 128
          ipaddr: 10.0.0.1/24;ssh: {key types: [ed448]}     | 2 | not one of ed25519, ecdsa, rsa
          ipaddr: 10.0.0.1/24;nfs: {export paths: [{path: home}]} | 2 | a path from /
          ipaddr: 10.0.0.1/24;nfs: {export paths: /home}    | 2 | takes a list
          """)
  void namesLineAndFix(String text, int line, String message) {
    assertThatThrownBy(() -> read(text.replace(';', '\n') + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("/etc/wwj/wwj.conf:" + line + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void tellsAllMistakesAtOnce() {
    assertThatThrownBy(() -> read("ipaddr: x\nfoo: 1\nwwj: {port: y}\n"))
        .extracting(e -> e.getMessage().lines().count())
        .isEqualTo(3L);
  }
}
