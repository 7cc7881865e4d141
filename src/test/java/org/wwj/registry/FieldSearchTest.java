package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.registry.FieldSearch.Meaning;

class FieldSearchTest {
  private static final FieldSearch NODE =
      FieldSearch.of(
          List.of(
              FieldKey.of(Field.NET_IPADDR, "default"),
              FieldKey.tag(Field.NET_TAGS, "default", "DNS"),
              FieldKey.of(Field.NET_MTU, "ib"),
              FieldKey.tag(Field.TAGS, "", "rack"),
              FieldKey.of(Field.DISK_WIPE_TABLE, "/dev/vda"),
              new FieldKey(Field.PART_NUMBER, "/dev/vda", "scratch", ""),
              FieldKey.tag(Field.RESOURCES, "", "fstab")),
          true);

  @ParameterizedTest
  @CsvSource({
    "ImageName, ImageName",
    "imagename, ImageName",
    "image name, ImageName",
    "image_name, ImageName",
    "image, ImageName",
    "--image, ImageName",
    "container, ImageName",
    "-C, ImageName",
    "Kernel.Args, Kernel.Args",
    "kernel.args, Kernel.Args",
    "args, Kernel.Args",
    "kernelargs, Kernel.Args",
    "-A, Kernel.Args",
    "-i, Init",
    "NetDevs[default].Ipaddr, NetDevs[default].Ipaddr",
    "network devices.default.ipaddr, NetDevs[default].Ipaddr",
    "network_devices.ib.mtu, NetDevs[ib].MTU",
    "NetDevs[ib].Hwaddr, NetDevs[ib].Hwaddr",
    "ipmiaddr, Ipmi.Ipaddr",
    "tags.rack, Tags[rack]",
    "rack, Tags[rack]",
    "DNS, NetDevs[default].Tags[DNS]",
    "wipe_table, Disks[/dev/vda].WipeTable",
    "disks./dev/vda.partitions.scratch.guid, Disks[/dev/vda].Partitions[scratch].Guid",
    "fstab, Resources[fstab]",
    "discoverable, Discoverable",
  })
  void findsAFieldByAnyOfItsNames(String word, String display) {
    assertThat(NODE.find(word))
        .isInstanceOfSatisfying(
            Meaning.One.class, one -> assertThat(one.key().display()).isEqualTo(display));
  }

  @Test
  void severalDevicesLeaveItOpen() {
    assertThat(NODE.find("ipaddr"))
        .isEqualTo(
            new Meaning.Several(
                List.of(
                    FieldKey.of(Field.NET_IPADDR, "default"),
                    FieldKey.of(Field.NET_IPADDR, "ib"))));
  }

  @Test
  void whatIsMistypedIsGuessed() {
    assertThat(NODE.find("imgae")).isEqualTo(new Meaning.Unknown(List.of("ImageName")));
    assertThat(NODE.find("NetDevs[defualt].Ipaddr"))
        .isInstanceOfSatisfying(
            Meaning.Unknown.class,
            unknown -> assertThat(unknown.near()).first().isEqualTo("NetDevs[default].Ipaddr"));
    assertThat(NODE.find("qqqqqqqqq")).isEqualTo(new Meaning.Unknown(List.of()));
  }

  @Test
  void aProfileHasNoFieldsOfNodesOnly() {
    assertThat(FieldSearch.of(List.of(), false).find("asset")).isInstanceOf(Meaning.Unknown.class);
    assertThat(FieldSearch.of(List.of(), true).find("asset")).isInstanceOf(Meaning.One.class);
  }
}
