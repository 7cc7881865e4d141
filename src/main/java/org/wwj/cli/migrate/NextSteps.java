package org.wwj.cli.migrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.wwj.config.SiteConfig;
import org.wwj.config.WarewulfKeys;
import org.wwj.overlay.OverlayStore;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.RootMethod;

/** The commands that make a migrated site boot; {@code images} are those that have a kernel. */
final class NextSteps {
  private static final Path USUAL = Path.of("/etc/wwj/wwj.conf");

  private final SiteConfig before;
  private final SiteConfig config;
  private final NodesFile file;
  private final List<String> images;
  private final String conf;

  NextSteps(
      SiteConfig before,
      SiteConfig config,
      NodesFile file,
      List<String> images,
      Plan.Target target) {
    this.before = before;
    this.config = config;
    this.file = file;
    this.images = images;
    this.conf = target.conf().equals(USUAL) ? "" : " --conf " + target.conf();
  }

  List<String> commands() {
    List<String> commands = new ArrayList<>();
    builds(commands);
    overlays(commands);
    commands.add("wwj check" + conf);
    commands.add("systemctl disable --now " + String.join(" ", units()));
    if (units().contains("dnsmasq")) {
      commands.add("# if dnsmasq answers DNS as well, let it run without its dhcp and tftp lines");
    }
    if (!config.dhcp().enabled()) {
      commands.add(
          "# dhcp is off in warewulf.conf, so it is off here: the old DHCP server goes on, or set"
              + " dhcp: enabled: true");
    }
    commands.add("wwj server" + conf + "   # or config/wwj.service for systemd");
    return commands;
  }

  /** An image that some node unpacks as one initramfs is packed for that as well. */
  private void builds(List<String> commands) {
    Set<String> initrd = new TreeSet<>();
    for (Node node : new Merge(file).nodes()) {
      if (RootMethod.tryParse(node.root()).filter(RootMethod.INITRD::equals).isPresent()) {
        initrd.add(node.imageName());
      }
    }
    build(commands, "", images.stream().filter(name -> !initrd.contains(name)).toList());
    build(commands, " --initrd", images.stream().filter(initrd::contains).toList());
    if (!initrd.isEmpty()) {
      commands.add(
          "# root: initramfs unpacks the whole image on the node; root: squashfs needs less RAM"
              + " (docs/boot.md)");
    }
  }

  private void build(List<String> commands, String option, Collection<String> names) {
    if (!names.isEmpty()) {
      commands.add("wwj image build" + conf + option + " " + String.join(" ", names));
    }
  }

  /** A node that never says it is ready stays at 'init' in the status. */
  private void overlays(List<String> commands) {
    OverlayStore store = new OverlayStore(config.paths());
    for (Definition profile : file.profiles().values()) {
      List<String> overlays = Planner.list(profile, Field.SYSTEM_OVERLAY);
      boolean ours = profile.name().equals("default") || brings(store, overlays, "client");
      if (!overlays.isEmpty()
          && ours
          && store.exists("ready")
          && !brings(store, overlays, "ready")) {
        commands.add(
            "wwj profile set%s %s --system-overlays %s,ready   # nodes report that they are ready"
                .formatted(conf, profile.name(), String.join(",", overlays)));
      }
    }
  }

  private static boolean brings(OverlayStore store, List<String> overlays, String wanted) {
    return overlays.stream().anyMatch(name -> store.brings(name, wanted));
  }

  private Set<String> units() {
    WarewulfKeys keys = before.warewulf();
    Set<String> units = new LinkedHashSet<>();
    units.add(keys.server().systemdName().isEmpty() ? "warewulfd" : keys.server().systemdName());
    if (before.dhcp().enabled()) {
      units.add(keys.dhcp().systemdName());
    }
    if (before.tftp().enabled()) {
      units.add(keys.tftp().systemdName());
      if (keys.tftp().systemdName().equals("tftp")) {
        units.add("tftp.socket");
      }
    }
    return units;
  }
}
