package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.net.BitRate;
import org.wwj.net.Prefix;

class SiteConfigReaderTest {
  private static SiteConfig read(String text) {
    return SiteConfigReader.parse(Path.of("/etc/wwj/wwj.conf"), text);
  }

  /** As warewulf.conf of a host that has 10.9.0.1/16, and by it leads outside. */
  private static SiteConfig warewulf(String text) {
    Prefix own = Prefix.parse("10.9.0.1/16");
    return SiteConfigReader.parse(
        Path.of("/srv/site/etc/warewulf/warewulf.conf"),
        text,
        address -> Optional.of(own).filter(p -> address == null || p.address().equals(address)));
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
    assertThat(config.paths().foreignOverlays()).isEqualTo(Path.of("/var/lib/wwj/distoverlays"));
    assertThat(config.baseUrl()).isEqualTo("http://10.0.0.1:9873");
    assertThat(config.address6()).isNull();
    assertThat(config.nfs()).isEqualTo(new SiteConfig.Nfs(true, List.of(), "nfs-server"));
    assertThat(config.ssh()).isEqualTo(new SiteConfig.Ssh(List.of("ed25519", "ecdsa")));
    assertThat(config.format()).isEqualTo(SiteConfig.Format.WWJ);
    assertThat(config.warewulf()).isEqualTo(WarewulfKeys.DEFAULTS);
    assertThat(config.notices()).isEmpty();
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
  void readsEveryKeyThatOnlyWarewulfUses() {
    SiteConfig config =
        read(
            """
            ipaddr: 10.1.0.1/16
            ipaddr6: fd00::1/64
            warewulf:
              tls port: 9999
              tls: true
              secure files: false
              autobuild overlays: false
              host overlay: false
              grubboot: true
              systemd name: warewulfd
            api: {enabled: true, tls: true, allowed subnets: [10.1.0.0/16, "fd00::/64"]}
            dhcp:
              template: static
              range6 start: fd00::100
              range6 end: fd00::1ff
              systemd name: dnsmasq
            tftp: {tftproot: /srv/tftp, systemd name: tftpd-hpa}
            nfs:
              enabled: false
              systemd name: nfs-server
              export paths:
              - {path: /home, export options: "rw,sync"}
              - path: /opt
            ssh: {key types: [rsa, dsa]}
            image mounts: [{source: /etc/hosts, options: x, copy: true}]
            wwclient: {port: 987}
            paths:
              bindir: /usr/bin
              srvdir: /srv
              firewallddir: /usr/lib/firewalld/services
              systemddir: /usr/lib/systemd/system
              wwclientdir: /warewulf
              wwfilesdir: /srv/files
              distoverlaydir: /srv/dist
            """);
    assertThat(config.warewulf())
        .isEqualTo(
            new WarewulfKeys(
                new WarewulfKeys.Server(9999, false, true, false, false, true, "warewulfd"),
                new WarewulfKeys.Api(true, true, List.of("10.1.0.0/16", "fd00::/64")),
                new WarewulfKeys.Dhcp("static", "fd00::100", "fd00::1ff", "dnsmasq"),
                new WarewulfKeys.Tftp("/srv/tftp", "tftpd-hpa"),
                987));
    assertThat(config.address6()).hasToString("fd00::1/64");
    assertThat(config.nfs())
        .isEqualTo(
            new SiteConfig.Nfs(
                false,
                List.of(
                    new SiteConfig.Nfs.Export("/home", "rw,sync"),
                    new SiteConfig.Nfs.Export("/opt", "rw,sync,no_subtree_check")),
                "nfs-server"));
    assertThat(config.ssh().keyTypes()).containsExactly("rsa");
    assertThat(config.paths().foreignOverlays()).isEqualTo(Path.of("/srv/dist"));
    assertThat(config.notices())
        .noneMatch(SiteConfig.Notice::warning)
        .extracting(notice -> notice.line() + " " + notice.text().split("'")[1])
        .containsExactly(
            "2 ipaddr6",
            "5 tls",
            "7 autobuild overlays",
            "9 grubboot",
            "11 enabled",
            "14 range6 start",
            "17 tftproot",
            "25 options",
            "26 port",
            "33 wwfilesdir");
  }

  @Test
  void deliveryMeasuresUnlessToldOtherwise() {
    String address = "ipaddr: 10.0.0.1/24\n";
    assertThat(read(address).delivery()).isEqualTo(SiteConfig.Delivery.DEFAULTS);
    assertThat(read(address + "delivery: {transfers: auto}").delivery().transfers()).isZero();
    assertThat(read(address + "delivery: {transfers: 40, link speed: 10G}").delivery())
        .isEqualTo(new SiteConfig.Delivery(Mirrors.NONE, 40, BitRate.parse("10G"), false));
    assertThat(read(address + "delivery: {peers: yes}").delivery().peers()).isTrue();
    assertThatThrownBy(() -> read(address + "delivery: {peers: some}"))
        .hasMessageContaining("'peers'");
    assertThatThrownBy(() -> read(address + "delivery:\n  transfers: 0\n  link speed: fast\n"))
        .hasMessageContaining("wwj.conf:3: 'transfers': '0' is not a number from 1 to 10000")
        .hasMessageContaining("wwj.conf:4: 'link speed': 'fast' is not a speed; write");
  }

  @Test
  void letsTemplatesReachOutsideOnlyWhereItIsSaid() {
    assertThat(read("ipaddr: 10.0.0.1/24").overlays().outside()).isFalse();
    assertThat(read("ipaddr: 10.0.0.1/24\noverlays: {outside functions: yes}").overlays().outside())
        .isTrue();
    assertThatThrownBy(() -> read("ipaddr: 10.0.0.1/24\noverlays: {outside function: yes}"))
        .hasMessageContaining("wwj.conf:2: unknown key 'outside function'")
        .hasMessageContaining("'outside functions'");
  }

  @Test
  void warnsOfOverlaysForEverybody() {
    assertThat(read("ipaddr: 10.0.0.1/24\nwwj: {secure: no}\n").notices())
        .singleElement()
        .satisfies(notice -> assertThat(notice.warning()).isTrue())
        .satisfies(notice -> assertThat(notice.text()).contains("whoever names a node's MAC"));
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
            warewulf: {port: 9873, secure: true, host overlay: true, syslog: false}
            paths: {localstatedir: /var/lib, wwclientdir: /warewulf}
            """);
    assertThat(config.format()).isEqualTo(SiteConfig.Format.WAREWULF);
    assertThat(config.address()).hasToString("10.0.0.1/22");
    assertThat(config.paths().chroots()).isEqualTo(Path.of("/var/lib/warewulf/chroots"));
    assertThat(config.paths().siteOverlays()).isEqualTo(Path.of("/var/lib/warewulf/overlays"));
    assertThat(config.paths().provision()).isEqualTo(Path.of("/var/lib/warewulf/provision"));
    assertThat(config.paths().foreignOverlays()).isEqualTo(Path.of("/usr/share/warewulf/overlays"));
    assertThat(config.nodesFile()).isEqualTo(Path.of("/etc/warewulf/nodes.conf"));
  }

  @Test
  void honoursEveryFolderOfAWarewulfSite() {
    SiteConfig.Paths paths =
        warewulf(
                """
                ipaddr: 10.0.0.1/24
                paths:
                  sysconfdir: /srv/site/cfg
                  localstatedir: /srv/site/var
                  cachedir: /srv/site/cache
                  datadir: /srv/site/share
                  ipxesource: /srv/site/ipxe
                  wwoverlaydir: /srv/site/overlays
                  wwchrootdir: /srv/site/chroots
                  wwprovisiondir: /srv/site/provision
                """)
            .paths();
    assertThat(paths)
        .isEqualTo(
            new SiteConfig.Paths(
                Path.of("/srv/site/cfg"),
                Path.of("/srv/site/cfg/warewulf/nodes.conf"),
                Path.of("/srv/site/var/warewulf"),
                Path.of("/srv/site/cache/warewulf"),
                Path.of("/srv/site/ipxe"),
                paths.datadir(),
                paths.datadir().resolve("overlays"),
                Path.of("/srv/site/share/warewulf/overlays"),
                Path.of("/srv/site/overlays"),
                Path.of("/srv/site/chroots"),
                Path.of("/srv/site/provision"),
                Path.of("/run/wwj")));
  }

  @Test
  void looksForWarewulfsThingsBelowThePrefixOfItsFile() {
    SiteConfig.Paths paths = warewulf("ipaddr: 10.0.0.1/24\n").paths();
    assertThat(paths.nodes()).isEqualTo(Path.of("/srv/site/etc/warewulf/nodes.conf"));
    assertThat(paths.chroots()).isEqualTo(Path.of("/srv/site/var/lib/warewulf/chroots"));
    assertThat(paths.foreignOverlays()).isEqualTo(Path.of("/srv/site/usr/share/warewulf/overlays"));
  }

  @Test
  void takesAnAddressFromTheHostWhereWarewulfsFileHasNone() {
    for (String text : List.of("comment: x\n", "ipaddr: 10.9.0.1\n")) {
      SiteConfig config = warewulf(text);
      assertThat(config.address()).hasToString("10.9.0.1/16");
      assertThat(config.notices())
          .singleElement()
          .satisfies(notice -> assertThat(notice.text()).endsWith("ipaddr: 10.9.0.1/16"));
    }
    assertThatThrownBy(() -> warewulf("ipaddr: 10.8.0.1\n")).hasMessageContaining("or add netmask");
  }

  @Test
  void warnsOfWordsItDoesNotKnowInWarewulfsFile() {
    SiteConfig config =
        warewulf(
            """
            ipaddr: 10.0.0.1/24
            hostfile: {overlays: hosts}
            dhcp: {overlays: dhcpd, template: mine}
            container mounts: []
            ipv6net: fd00::/64
            """);
    assertThat(config.notices())
        .filteredOn(SiteConfig.Notice::warning)
        .extracting(notice -> notice.line() + " " + notice.text())
        .containsExactly(
            "2 unknown key 'hostfile'",
            "3 unknown key 'overlays' in section 'dhcp'",
            "3 'template' is 'mine'; known are default and static");
    assertThat(config.address6()).hasToString("fd00::/64");
    assertThat(config.imageMounts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WW_INTERNAL: 43",
        "container mounts: []",
        "warewulf: {syslog: false}",
        "nfs: {exports: [/home]}"
      })
  void tellsWarewulfsFileByItsOldKeys(String key) {
    SiteConfig config = read("ipaddr: 10.0.0.1/24\nsomething: else\n" + key + "\n");
    assertThat(config.format()).isEqualTo(SiteConfig.Format.WAREWULF);
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
          ipaddr: 10.0.0.1/24;ssh: {key types: [ed448]}     | 2 | not one of ed25519, ecdsa, rsa
          ipaddr: 10.0.0.1/24;nfs: {export paths: [{path: home}]} | 2 | a path from /
          ipaddr: 10.0.0.1/24;tftp: {ipxe: [a]}             | 2 | takes a map
          ipaddr: 10.0.0.1/24;ipaddr6: fd00::x              | 2 | not an IPv6 address
          ipaddr: 10.0.0.1/24;ipaddr6: fd00::1/200          | 2 | not between 0 and 128
          ipaddr: 10.0.0.1/24;prefixlen6: 129               | 2 | 0 to 128
          ipaddr: 10.0.0.1/24;wwj: {tls port: 0}            | 2 | 1 to 65535
          ipaddr: 10.0.0.1/24;wwj: {grubboot: perhaps}      | 2 | neither true nor false
          ipaddr: 10.0.0.1/24;wwj: {syslogg: true}          | 2 | did you mean 'syslog'?
          ipaddr: 10.0.0.1/24;api: {allowed subnets: [10.0.0.0]} | 2 | not a network
          ipaddr: 10.0.0.1/24;api: {alowed subnets: []}     | 2 | did you mean 'allowed subnets'?
          ipaddr: 10.0.0.1/24;dhcp: {template: mine}        | 2 | known are default and static
          ipaddr: 10.0.0.1/24;dhcp: {range6 start: 10.0.0.1} | 2 | not an IPv6 address
          ipaddr: 10.0.0.1/24;nfs: {export paths: /home}    | 2 | takes a list of {path
          ipaddr: 10.0.0.1/24;nfs:;  export paths:;  - {pat: /home} | 4 | did you mean 'path'?
          ipaddr: 10.0.0.1/24;ssh: {key types: [rsb]}       | 2 | did you mean 'rsa'?
          ipaddr: 10.0.0.1/24;wwclient: {port: x}           | 2 | 0 to 65535
          ipaddr: 10.0.0.1/24;image mounts: x               | 2 | takes a list of {source
          ipaddr: 10.0.0.1/24;image mounts: [{dest: /x}]    | 2 | needs 'source'
          ipaddr: 10.0.0.1/24;paths: {wwclientdir: x}       | 2 | from /
          ipaddr: 10.0.0.1/24;paths: {wwoverlydir: /x}      | 2 | did you mean 'wwoverlaydir'?
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
