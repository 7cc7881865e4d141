package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Setting;
import org.wwj.registry.Setting.Value;

/** Every flag of add, set and unset: in, out by UNSET, in again and out by unset. */
class FieldFlagsTest {
  private static final String EMPTY = "nodes:\n  c1: {}\n  # the end\n";

  @TempDir Path folder;
  private CommandFixture site;

  @BeforeEach
  void site() {
    site = new CommandFixture(folder).nodes(EMPTY);
  }

  private static Arguments flag(Field field, String given, String stored) {
    return Arguments.of(field, given, stored);
  }

  static Stream<Arguments> flags() {
    return Stream.of(
        flag(Field.DISCOVERABLE, "yes", "true"),
        flag(Field.ASSET_KEY, "0012", "0012"),
        flag(Field.PROFILES, "p,~q", "p,~q"),
        flag(Field.COMMENT, "a: b # c", "a: b # c"),
        flag(Field.CLUSTER_NAME, "alpha", "alpha"),
        flag(Field.IMAGE_NAME, "rocky-10", "rocky-10"),
        flag(Field.IPXE, "default", "default"),
        flag(Field.RUNTIME_OVERLAY, "hosts,~ssh", "hosts,~ssh"),
        flag(Field.SYSTEM_OVERLAY, "hosts", "hosts"),
        flag(Field.KERNEL_VERSION, "6.1", "6.1"),
        flag(
            Field.KERNEL_ARGS,
            "quiet,\"x=1,2\",dyndbg=\"file a.c +p\"",
            "quiet,x=1,2,dyndbg=\"file a.c +p\""),
        flag(Field.IPMI_USERNAME, "admin", "admin"),
        flag(Field.IPMI_PASSWORD, "p'w\"~", "p'w\"~"),
        flag(Field.IPMI_IPADDR, "10.9.0.1", "10.9.0.1"),
        flag(Field.IPMI_GATEWAY, "10.9.0.254", "10.9.0.254"),
        flag(Field.IPMI_NETMASK, "255.255.255.0", "255.255.255.0"),
        flag(Field.IPMI_PORT, "623", "623"),
        flag(Field.IPMI_INTERFACE, "lanplus", "lanplus"),
        flag(Field.IPMI_ESCAPECHAR, "~", "~"),
        flag(Field.IPMI_WRITE, "no", "false"),
        flag(Field.IPMI_TEMPLATE, "ipmitool.tmpl", "ipmitool.tmpl"),
        flag(Field.INIT, "/sbin/init", "/sbin/init"),
        flag(Field.ROOT, "tmpfs", "tmpfs"),
        flag(Field.NET_TYPE, "infiniband", "infiniband"),
        flag(Field.NET_ONBOOT, "1", "true"),
        flag(Field.NET_DEVICE, "ib0", "ib0"),
        flag(Field.NET_HWADDR, "52-54-00-AA-BB-CC", "52:54:00:aa:bb:cc"),
        flag(Field.NET_IPADDR, "10.0.0.11", "10.0.0.11"),
        flag(Field.NET_NETMASK, "255.255.255.0", "255.255.255.0"),
        flag(Field.NET_GATEWAY, "10.0.0.1", "10.0.0.1"),
        flag(Field.NET_IPADDR6, "fd00::1", "fd00::1"),
        flag(Field.NET_PREFIXLEN6, "64", "64"),
        flag(Field.NET_GATEWAY6, "fd00::2", "fd00::2"),
        flag(Field.NET_MTU, "9000", "9000"),
        flag(Field.PRIMARY_NETWORK, "ib", "ib"),
        flag(Field.DISK_WIPE_TABLE, "true", "true"),
        flag(Field.PART_NUMBER, "1", "1"),
        flag(Field.PART_SIZE, "100", "100"),
        flag(Field.PART_TYPE, "8300", "8300"),
        flag(Field.PART_WIPE, "no", "false"),
        flag(Field.PART_EXIST, "yes", "true"),
        flag(Field.FS_FORMAT, "ext4", "ext4"),
        flag(Field.FS_PATH, "/scratch", "/scratch"),
        flag(Field.FS_WIPE, "false", "false"));
  }

  @Test
  void theTableNamesEveryFieldThatHasAFlag() {
    assertThat(flags().map(f -> (Field) f.get()[0]))
        .containsExactlyElementsOf(
            Arrays.stream(Field.values())
                .filter(f -> !f.flags().isEmpty() && f.type() != Field.Type.TAGS)
                .toList());
  }

  private static List<String> scope(Field field) {
    return switch (field.group()) {
      case NETDEV -> List.of("--netname", "ib");
      case DISK -> List.of("--diskname", "/dev/vda");
      case PARTITION -> List.of("--diskname", "/dev/vda", "--partname", "s");
      case FILESYSTEM -> List.of("--fsname", "/dev/vda1");
      default -> List.of();
    };
  }

  private static FieldKey key(Field field) {
    return switch (field.group()) {
      case NETDEV -> FieldKey.of(field, "ib");
      case DISK -> FieldKey.of(field, "/dev/vda");
      case PARTITION -> new FieldKey(field, "/dev/vda", "s", "");
      case FILESYSTEM -> FieldKey.of(field, "/dev/vda1");
      default -> FieldKey.of(field);
    };
  }

  private String[] command(String verb, Field field, String... more) {
    List<String> words = new ArrayList<>(List.of("node", verb, "c1", "-y", "--force"));
    words.addAll(scope(field));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private String stored(Field field) {
    Setting setting = site.node("c1").settings().get(key(field));
    return switch (setting == null ? null : setting.value()) {
      case Value.Text(var text) -> text;
      case Value.Items(var items) -> String.join(",", items);
      case null, default -> String.valueOf(setting);
    };
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flags")
  void comesInAndGoesOut(Field field, String given, String stored) {
    site.ok(command("set", field, field.longFlag() + "=" + given));
    assertThat(stored(field)).isEqualTo(stored);
    assertThat(site.ok(command("set", field, field.longFlag(), given)))
        .isEqualTo("Already so: node c1\n");
    site.ok(command("set", field, field.longFlag(), "UNSET"));
    assertThat(site.text()).isEqualTo(EMPTY);
    for (String flag : field.flags()) {
      if (field.flags().size() == 1 || !flag.equals(field.longFlag())) {
        site.ok(command("set", field, flag, given));
        assertThat(stored(field)).as(flag).isEqualTo(stored);
        site.ok(command("unset", field, flag));
        assertThat(site.text()).as(flag).isEqualTo(EMPTY);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      names = {
        "IMAGE_NAME",
        "NET_IPADDR",
        "NET_IPADDR6",
        "NET_HWADDR",
        "IPMI_WRITE",
        "DISK_WIPE_TABLE",
        "KERNEL_ARGS"
      })
  void otherWordsForNothing(Field field) {
    Arguments flag = flags().filter(f -> f.get()[0] == field).findFirst().orElseThrow();
    for (String nothing :
        field.type() == Field.Type.IP
            ? new String[] {"UNDEF", "", "0.0.0.0"}
            : new String[] {"UNDEF", ""}) {
      site.ok(command("set", field, field.longFlag(), (String) flag.get()[1]));
      site.ok(command("set", field, field.longFlag(), nothing));
      assertThat(site.text()).as(nothing).isEqualTo(EMPTY);
    }
  }

  @Test
  void anExplicitNullEndsTheInheritanceOfEachAndCanBeSetOver() {
    List<String> scopes =
        List.of(
            "--netname",
            "ib",
            "--diskname",
            "/dev/vda",
            "--partname",
            "s",
            "--fsname",
            "/dev/vda1");
    List<String> given = new ArrayList<>(scopes);
    List<String> named = new ArrayList<>(scopes);
    List<Field> fields = new ArrayList<>();
    flags()
        .forEach(flag -> {
          Field field = (Field) flag.get()[0];
          boolean own = field == Field.PROFILES || field == Field.COMMENT;
          if (!own && field.group() != Field.Group.NODE) {
            fields.add(field);
            given.addAll(List.of(field.longFlag(), (String) flag.get()[1]));
            named.add(field.longFlag());
          }
        });
    assertThat(fields).hasSizeGreaterThan(35);
    run(given, "profile", "add", "p", "--force");
    site.ok("node", "set", "c1", "--profile", "p", "-y", "--force");
    String before = site.text();
    String all = site.ok("node", "list", "-a", "c1");
    fields.forEach(field -> assertThat(all).contains("  " + key(field).display() + " "));

    run(named, "node", "unset", "c1", "--inherited", "-y", "--force");
    fields.forEach(field ->
        assertThat(site.node("c1").settings().get(key(field)).value())
            .as(field.name())
            .isEqualTo(new Value.Cleared()));
    assertThat(site.ok("node", "list", "-a", "c1").lines().skip(2))
        .singleElement()
        .asString()
        .contains(" Profiles ");

    run(given, "node", "set", "c1", "-y", "--force");
    flags()
        .filter(flag -> fields.contains((Field) flag.get()[0]))
        .forEach(flag -> assertThat(stored((Field) flag.get()[0])).isEqualTo(flag.get()[2]));
    run(named, "node", "unset", "c1", "-y", "--force");
    assertThat(site.text()).isEqualTo(before);
  }

  private void run(List<String> more, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(more);
    site.ok(all.toArray(String[]::new));
  }

  @Test
  void anExplicitNullEndsTheInheritanceOfTags() {
    site.ok(
        "profile", "add", "p", "--tagadd", "k=v", "--nettagadd", "DNS=x", "--ipmitagadd", "a=b");
    site.ok("node", "set", "c1", "--profile", "p", "-y");
    site.ok(
        "node",
        "unset",
        "c1",
        "--inherited",
        "-y",
        "--tag",
        "k",
        "--nettag",
        "DNS",
        "--ipmitag",
        "a");
    assertThat(site.ok("node", "list", "-a", "c1")).contains("Profiles").doesNotContain("Tags[");
    site.ok("node", "set", "c1", "--tagadd", "k=w", "-y");
    assertThat(site.ok("node", "list", "-a", "c1")).contains("Tags[k]").contains("w");
  }

  @Test
  void tagsComeInManyAndGoOneByOne() {
    site.ok(
        "node",
        "set",
        "c1",
        "-y",
        "--tagadd",
        "a=1,b=2",
        "--tagadd",
        "c=x,y",
        "--tagadd",
        "d=e=f",
        "--nettagadd",
        "DNS=10.0.0.1",
        "--ipmitagadd",
        "vlan=4");
    assertThat(site.node("c1").settings().values().stream().map(Setting::value))
        .contains(new Value.Text("x,y"), new Value.Text("e=f"))
        .hasSize(6);
    site.ok("node", "set", "c1", "-y", "--tagdel", "a,b", "--tagdel", "c", "--nettagdel", "DNS");
    assertThat(site.node("c1").settings().keySet())
        .extracting(FieldKey::display)
        .containsExactly("Ipmi.Tags[vlan]", "Tags[d]");
    site.ok("node", "unset", "c1", "-y", "--tag", "d", "--ipmitag", "vlan");
    assertThat(site.text()).isEqualTo(EMPTY);
    assertThat(site.fails(2, "node", "set", "c1", "--tagadd", "x", "-y")).contains("KEY=VALUE");
    assertThat(site.run("node", "set", "c1", "--tagdel", "nope", "-y").out())
        .contains("Already so");
  }

  @Test
  void yesNeedsNoWord() {
    site.ok("node", "set", "--discoverable", "c1", "-y", "--onboot", "--netname", "ib");
    assertThat(stored(Field.DISCOVERABLE)).isEqualTo("true");
    assertThat(stored(Field.NET_ONBOOT)).isEqualTo("true");
    site.ok("node", "set", "--discoverable=no", "c1", "-y", "--onboot", "unset", "--netname", "ib");
    assertThat(stored(Field.DISCOVERABLE)).isEqualTo("false");
    assertThat(stored(Field.NET_ONBOOT)).isEqualTo("unset"); // Warewulf stores this word
    site.ok("node", "set", "c1", "-y", "--diskname", "/dev/vda", "--diskwipe");
    assertThat(stored(Field.DISK_WIPE_TABLE)).isEqualTo("true");
    site.ok("node", "set", "c1", "-y", "--diskname", "/dev/vda", "--diskwipe", "undef");
    assertThat(stored(Field.DISK_WIPE_TABLE)).isEqualTo("null");
    assertThat(site.fails(2, "node", "set", "--discoverable=maybe", "c1", "-y"))
        .contains("neither yes nor no");
  }

  @Test
  void aListIsGivenAsAWholeInOneOrSeveralFlags() {
    site.ok("node", "set", "c1", "-y", "-A", "quiet", "-A", "a,b");
    assertThat(stored(Field.KERNEL_ARGS)).isEqualTo("quiet,a,b");
    site.ok("node", "set", "c1", "-y", "-A", "only");
    assertThat(stored(Field.KERNEL_ARGS)).isEqualTo("only");
    site.ok("node", "set", "c1", "-y", "-A", "x,UNSET");
    assertThat(site.text()).isEqualTo(EMPTY);
  }

  @Test
  void sectionsGoAsAWhole() {
    site.ok("node", "set", "c1", "-y", "--netname", "ib", "--mtu", "9000");
    site.ok("node", "set", "c1", "-y", "--netname", "eth", "--mtu", "1500");
    site.ok(
        "node",
        "set",
        "c1",
        "-y",
        "--diskname",
        "/dev/vda",
        "--diskwipe",
        "--partname",
        "a",
        "--partsize",
        "5");
    site.ok(
        "node", "set", "c1", "-y", "--diskname", "/dev/vdb", "--partname", "a", "--partsize", "6");
    site.ok("node", "set", "c1", "-y", "--fsname", "/dev/vda1", "--fsformat", "xfs");
    String full = site.text();
    site.ok("node", "set", "c1", "-y", "--netdel", "ib,eth");
    assertThat(site.text()).doesNotContain("network devices").contains("disks:");
    site.ok("node", "set", "c1", "-y", "--partdel", "a", "--diskname", "/dev/vdb");
    assertThat(site.text())
        .doesNotContain("/dev/vdb")
        .contains("/dev/vda:")
        .contains("size_mib: 5");
    site.ok("node", "set", "c1", "-y", "--partdel", "a");
    assertThat(site.text()).doesNotContain("partitions").contains("wipe_table");
    site.ok("node", "set", "c1", "-y", "--diskdel", "/dev/vda", "--fsdel", "/dev/vda1");
    assertThat(site.text()).isEqualTo(EMPTY);

    site.nodes(full);
    site.ok("node", "unset", "c1", "-y", "--netname", "ib");
    site.ok("node", "unset", "c1", "-y", "--net", "eth", "--disk", "/dev/vdb", "--part", "a");
    assertThat(site.text()).doesNotContain("network").contains("wipe_table").doesNotContain("vdb");
    site.ok("node", "unset", "c1", "-y", "--diskname", "/dev/vda");
    site.ok("node", "unset", "c1", "-y", "--fsname", "/dev/vda1");
    assertThat(site.text()).isEqualTo(EMPTY);
    assertThat(site.run("node", "set", "c1", "-y", "--netdel", "nope").err())
        .contains("c1: has no network device 'nope' of its own");
  }

  @Test
  void whatNeedsANameBesideItSaysSo() {
    for (List<String> wrong :
        List.of(
            List.of("--partsize", "--diskname", "--partsize", "5", "--partname", "s"),
            List.of("--partsize", "--partname", "--partsize", "5", "--diskname", "/dev/vda"),
            List.of("--diskwipe", "--diskname", "--diskwipe"),
            List.of("--fsformat", "--fsname", "--fsformat", "xfs"))) {
      List<String> words = new ArrayList<>(List.of("node", "set", "c1", "-y"));
      words.addAll(wrong.subList(2, wrong.size()));
      assertThat(site.fails(2, words.toArray(String[]::new)))
          .contains(wrong.get(0) + " needs " + wrong.get(1) + " NAME beside it");
    }
    assertThat(site.fails(2, "node", "unset", "c1", "--partsize", "-y")).contains("--diskname");
    assertThat(site.fails(2, "node", "unset", "c1", "-y")).contains("nothing to unset");
    assertThat(site.run("node", "unset", "c1", "--net", "x", "--inherited", "-y").err())
        .contains("c1: inherits no network device 'x'");
  }

  @Test
  void profilesTakeTheSameFlagsButThoseOfNodes() {
    site.ok("profile", "create", "p", "--image", "rocky-9");
    site.ok("profile", "modify", "p", "--kernelargs-add", "quiet", "-y");
    assertThat(site.ok("profile", "list", "-a", "p")).contains("Kernel.Args").contains("quiet");
    site.ok("profile", "unset", "p", "--image", "-y");
    assertThat(site.ok("profile", "list", "-a", "p")).doesNotContain("ImageName");
    assertThat(site.fails(2, "profile", "unset", "p", "--discoverable")).contains("--discoverable");
    site.ok("profile", "remove", "p", "-y");
    assertThat(site.text()).doesNotContain("p:");
  }

  @Test
  void aliasesAndPatternsAreThoseOfWarewulf() {
    site.nodes("");
    site.ok("node", "new", "c[01-03]", "--ipmiaddr", "10.9.0.1");
    site.ok("node", "create", "d1,d2,");
    site.ok("node", "modify", "c01", "d[1-2]", "--cluster", "x", "--yes", "--force");
    site.ok("node", "set", "--all", "--init", "/i", "-y");
    assertThat(site.ok("node", "list", "-i", "c03")).contains("10.9.0.3");
    assertThat(site.text().split("init: /i", -1)).hasSize(6);
    site.ok("node", "rm", "c01", "-y");
    site.ok("node", "del", "c02", "-y");
    site.ok("node", "remove", "c03,d[1-2]", "-y");
    assertThat(site.text().strip()).isEqualTo("nodes: {}");
  }

  @Test
  void oldSpellingsStandForThoseOfToday() {
    site.ok("node", "set", "c1", "-y", "-C", "rocky-9", "--wwinit", "hosts", "--runtime", "ssh");
    assertThat(new TreeSet<>(site.node("c1").settings().keySet()))
        .extracting(FieldKey::display)
        .containsExactly("ImageName", "RuntimeOverlay", "SystemOverlay");
  }

  @Test
  void aValueMayBeginWithADashButAFlagIsNone() {
    site.nodes(EMPTY);
    site.ok("node", "set", "c1", "-y", "--comment=-hosts", "--kernelargs", "-hq");
    assertThat(site.text()).contains("comment: '-hosts'").contains("- '-hq'");
    site.ok("node", "set", "c1", "-y", "--comment", "image", "--tagadd", "x=-h");
    assertThat(site.text()).contains("comment: 'image'").contains("x: '-h'");
    site.ok("node", "set", "c1", "-y", "--comment=--yes");
    assertThat(site.text()).contains("comment: '--yes'");
    assertThat(site.fails(2, "node", "set", "c1", "--comment", "--yes"))
        .contains("--comment needs a value, but --yes follows; as its value it is --comment=--yes");
    assertThat(site.fails(2, "node", "set", "c1", "--tagdel", "--comment=x"))
        .contains("--tagdel needs a value");
  }

  @Test
  void oneItemOfAListHasAFlagOfItsOwn() {
    assertThat(site.fails(2, "node", "set", "c1", "-y", "--system-overlays", "+chrony"))
        .contains("gives the whole list; for one item of it: --system-overlays-add chrony");
    assertThat(site.fails(2, "node", "set", "c1", "-y", "--profile=-gpu"))
        .contains("--profile-del gpu");
  }

  @Test
  void addressesDoNotCountPastTheLast() {
    assertThat(site.fails(2, "node", "add", "z[1-3]", "--ipaddr", "255.255.255.254"))
        .contains("counting up from '255.255.255.254' ends before the last node");
    assertThat(site.fails(2, "node", "set", "c1", "-y", "--ipaddr", "10.0.0.5/24"))
        .contains("the length of the prefix goes to --netmask");
  }
}
