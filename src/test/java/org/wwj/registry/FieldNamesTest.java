package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldNamesTest {
  @ParameterizedTest
  @CsvSource({
    "image,                                ImageName",
    "--image,                              ImageName",
    "container,                            ImageName",
    "image name,                           ImageName",
    "ImageName,                            ImageName",
    "asset key,                            AssetKey",
    "kernelargs,                           Kernel.Args",
    "Kernel.Args,                          Kernel.Args",
    "ipaddr,                               NetDevs[ib].Ipaddr",
    "ipmiaddr,                             Ipmi.Ipaddr",
    "NetDevs[eth0.1].Ipaddr,               NetDevs[eth0.1].Ipaddr",
    "NetDevs[ib].Tags[DNS],                NetDevs[ib].Tags[DNS]",
    "Tags[a.b],                            Tags[a.b]",
    "Ipmi.Tags[vlan],                      Ipmi.Tags[vlan]",
    "Disks[/dev/vda].WipeTable,            Disks[/dev/vda].WipeTable",
    "Disks[/dev/vda].Partitions[s].Number, Disks[/dev/vda].Partitions[s].Number",
    "FileSystems[/dev/vda1].Options,       FileSystems[/dev/vda1].Options",
    "Resources[fstab],                     Resources[fstab]",
  })
  void findsAFieldByEachOfItsNames(String name, String display) {
    assertThat(FieldNames.find(name, "ib").display()).isEqualTo(display);
  }

  @Test
  void everyFieldIsFoundByItsDisplayName() {
    for (Field field : Field.values()) {
      boolean tagged = field.type() == Field.Type.TAGS || field.type() == Field.Type.TREE;
      FieldKey key =
          new FieldKey(
              field,
              field.group().named() ? "o" : "",
              field.group() == Field.Group.PARTITION ? "p" : "",
              tagged ? "t" : "");
      assertThat(FieldNames.find(key.display(), "x")).isEqualTo(key);
    }
  }

  @Test
  void guessesWhatWasMeant() {
    assertThatThrownBy(() -> FieldNames.find("imgae name", "default"))
        .hasMessage("no field 'imgae name'; did you mean 'image name'?");
    for (String none :
        new String[] {"", "Tags", "Tags[x].y", "NetDevs.Ipaddr.", "tags", "wipe_table"}) {
      assertThatThrownBy(() -> FieldNames.find(none, "default")).hasMessageContaining("no field");
    }
  }
}
