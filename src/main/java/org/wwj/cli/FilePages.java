package org.wwj.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wwj.config.SiteKey;
import org.wwj.registry.Field;
import org.wwj.registry.Field.Group;

/** Manual pages of section 5: wwj.conf from its keys, nodes.conf from the table of fields. Pure. */
final class FilePages {
  private final String source;
  private final String date;

  FilePages(String source, String date) {
    this.source = source;
    this.date = date;
  }

  Map<String, String> all() {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("wwj.conf.5", settings());
    pages.put("nodes.conf.5", nodes());
    return pages;
  }

  private String settings() {
    Roff page = new Roff("wwj.conf", 5, date, source);
    page.section("NAME").text("wwj.conf - settings of a wwj site");
    page.section("DESCRIPTION")
        .text(
            "YAML; /etc/wwj/wwj.conf unless --conf, WWJ_CONF or WAREWULFCONF name another. A"
                + " warewulf.conf will do as well. A saved change is live within a second; of a broken"
                + " file the last good state serves on, and wwj check says what is wrong.");
    String section = " ";
    for (SiteKey key : SiteKey.values()) {
      if (!key.section().equals(section)) {
        section = key.section();
        page.section(
            section.isEmpty() ? "TOP LEVEL" : section.toUpperCase(java.util.Locale.ROOT) + ":");
      }
      String standard = key.standard().isEmpty() ? "" : " Default: " + key.standard() + ".";
      page.item(key.yaml(), key.help() + standard);
    }
    page.section("EXAMPLE")
        .example(
            List.of(
                "ipaddr: 10.0.0.1/24",
                "dhcp:",
                "  range start: 10.0.0.200",
                "  range end: 10.0.0.250",
                "paths:",
                "  localstatedir: /srv/wwj"));
    page.section("SEE ALSO").references(List.of("wwj(1)", "wwj-check(1)", "nodes.conf(5)"));
    return page.toString();
  }

  private String nodes() {
    Roff page = new Roff("nodes.conf", 5, date, source);
    page.section("NAME").text("nodes.conf - nodes and profiles of a wwj site");
    page.section("DESCRIPTION")
        .text(
            """
            YAML in Warewulf's format, beside wwj.conf: two maps, nodeprofiles and nodes, of definitions by \
            name. Edit it by hand or with wwj node and wwj profile, which keep comments and order.

            A node inherits from the profiles in its list, in order; what a profile names itself comes before it.
            Of single values the last that is not empty counts, and the node's over all. Lists are joined, and an \
            item ~x takes x away everywhere. Maps are merged key by key. Comment and profiles are not inherited.
            An explicit null (image name: ~) clears what is inherited; for a network device, disk, partition or \
            file system (network devices: {ib: ~}) all of it. wwj node trace says who gave a value.\
            """);
    for (Group group : Group.values()) {
      List<Field> fields = new ArrayList<>();
      for (Field field : Field.values()) {
        if (field.group() == group) {
          fields.add(field);
        }
      }
      page.section(title(group));
      fields.forEach(field -> page.item(field.yaml(), help(field)));
    }
    page.section("EXAMPLE")
        .example(
            List.of(
                "nodeprofiles:",
                "  default:",
                "    image name: rocky-10",
                "    network devices:",
                "      default:",
                "        netmask: 255.255.255.0",
                "nodes:",
                "  c1:",
                "    profiles: [default]",
                "    network devices:",
                "      default:",
                "        hwaddr: 52:54:00:12:34:56",
                "        ipaddr: 10.0.0.11"));
    page.section("SEE ALSO")
        .references(List.of("wwj-node(1)", "wwj-profile(1)", "wwj-node-trace(1)", "wwj.conf(5)"));
    return page.toString();
  }

  private static String title(Group group) {
    return switch (group) {
      case NODE -> "ONLY IN NODES";
      case TOP -> "IN NODES AND PROFILES";
      case KERNEL -> "KERNEL:";
      case IPMI -> "IPMI:";
      case NETDEV -> "NETWORK DEVICES: NAME:";
      case DISK -> "DISKS: DEVICE:";
      case PARTITION -> "DISKS: DEVICE: PARTITIONS: NAME:";
      case FILESYSTEM -> "FILESYSTEMS: DEVICE:";
    };
  }

  private static String help(Field field) {
    String kind =
        switch (field.type()) {
          case TEXT, HWADDR -> "";
          case IP -> " An IPv4 address.";
          case IP6 -> " An IPv6 address.";
          case WORD -> " yes or no.";
          case FLAG -> " true or false.";
          case LIST -> " A list.";
          case TAGS -> " A map of texts.";
          case TREE -> " A map of anything.";
        };
    String flags =
        field.flags().isEmpty() ? "" : " Flag: " + String.join(", ", field.flags()) + ".";
    return (field.help() + kind + flags).strip();
  }
}
