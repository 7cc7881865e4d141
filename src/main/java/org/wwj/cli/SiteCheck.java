package org.wwj.cli;

import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.Finding.Severity;
import org.wwj.config.SiteConfig;
import org.wwj.config.Spelling;
import org.wwj.image.ImageStore;
import org.wwj.net.HostList;
import org.wwj.net.Prefix;
import org.wwj.overlay.OverlayStore;
import org.wwj.registry.Definition;
import org.wwj.registry.Field;
import org.wwj.registry.FieldKey;
import org.wwj.registry.Merge;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.RootMethod;
import org.wwj.registry.Traced;

/** Looks through a site for what will keep a node from booting. */
final class SiteCheck {
  private final SiteConfig config;
  private final NodesFile file;
  private final ImageStore images;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, String> hwaddrs = new HashMap<>();
  private final Map<Inet4Address, String> addresses = new HashMap<>();
  // One mistake in a profile concerns many nodes: told once, with all of them.
  private final Map<Finding, Set<String>> shared = new LinkedHashMap<>();

  SiteCheck(SiteConfig config, NodesFile file) {
    this.config = config;
    this.file = file;
    this.images = new ImageStore(config.paths().chroots(), config.paths().provision());
  }

  List<Finding> findings() {
    notices();
    file.profiles().values().forEach(this::profiles);
    file.nodes().values().forEach(this::profiles);
    Merge merge = new Merge(file);
    for (String name : file.nodes().keySet()) {
      node(merge.node(name));
    }
    shared.forEach((finding, nodes) ->
        findings.add(
            new Finding(
                finding.severity(),
                finding.where(),
                finding.text() + " (" + HostList.compress(nodes) + ")")));
    return List.copyOf(findings);
  }

  private void notices() {
    for (SiteConfig.Notice notice : config.notices()) {
      findings.add(
          new Finding(
              notice.warning() ? Severity.WARNING : Severity.NOTE,
              config.file() + ":" + notice.line(),
              notice.text()));
    }
  }

  private void profiles(Definition definition) {
    for (String profile : definition.profiles()) {
      String name = profile.startsWith("~") ? profile.substring(1) : profile;
      if (!file.profiles().containsKey(name)) {
        add(
            profile.startsWith("~") ? Severity.WARNING : Severity.ERROR,
            definition.line(FieldKey.of(Field.PROFILES)),
            "%s names profile '%s', which does not exist%s"
                .formatted(definition.name(), name, Spelling.hint(name, file.profiles().keySet())));
      }
    }
  }

  private void node(Merge.Merged merged) {
    Node node = merged.node();
    image(merged);
    try {
      RootMethod.parse(node.root());
    } catch (IllegalArgumentException e) {
      share(merged, FieldKey.of(Field.ROOT), Severity.ERROR, String.valueOf(e.getMessage()));
    }
    overlays(merged, Field.SYSTEM_OVERLAY, node.systemOverlays());
    overlays(merged, Field.RUNTIME_OVERLAY, node.runtimeOverlays());
    boolean mac = false;
    boolean address = false;
    for (NetDevice device : node.networkDevices().values()) {
      mac |= !device.hwaddr().isEmpty();
      address |= device.ipaddr() != null;
      device(merged, device);
    }
    int line = line(node.name());
    if (!mac && !node.discoverable()) {
      add(
          Severity.WARNING,
          line,
          "%s has no hwaddr, so no machine boots as it; wwj node set %s --hwaddr …"
              .formatted(node.name(), node.name()));
    }
    if (!address) {
      add(
          Severity.WARNING,
          line,
          "%s has no ipaddr; wwj node set %s --ipaddr …".formatted(node.name(), node.name()));
    }
  }

  private void image(Merge.Merged merged) {
    String image = merged.node().imageName();
    if (image.isEmpty()) {
      share(
          merged,
          FieldKey.of(Field.IMAGE_NAME),
          Severity.ERROR,
          "no image is set; wwj profile set default --image NAME, or per node");
    } else if (images.find(image).isEmpty()) {
      boolean imported = Files.isDirectory(images.rootfs(image));
      share(
          merged,
          FieldKey.of(Field.IMAGE_NAME),
          Severity.ERROR,
          imported
              ? "image '" + image + "' is not built; wwj image build " + image
              : "image '" + image + "' does not exist; wwj image import SOURCE " + image);
    }
  }

  private void overlays(Merge.Merged merged, Field field, List<String> overlays) {
    for (String overlay : overlays) {
      List<Path> places = List.of(config.paths().siteOverlays(), config.paths().distOverlays());
      if (!new OverlayStore(config.paths()).exists(overlay)) {
        share(
            merged,
            FieldKey.of(field),
            Severity.ERROR,
            "overlay '%s' is in neither %s nor %s"
                .formatted(overlay, places.getFirst(), places.getLast()));
      }
    }
  }

  private void device(Merge.Merged merged, NetDevice device) {
    String owner = merged.node().name() + " (" + device.name() + ")";
    FieldKey hwaddr = FieldKey.of(Field.NET_HWADDR, device.name());
    if (!device.hwaddr().isEmpty()) {
      String other = hwaddrs.putIfAbsent(device.hwaddr(), owner);
      if (other != null) {
        add(
            Severity.ERROR,
            line(merged, hwaddr),
            "hwaddr %s of %s belongs to %s already; give each its own"
                .formatted(device.hwaddr(), owner, other));
      }
    }
    FieldKey key = FieldKey.of(Field.NET_IPADDR, device.name());
    @Nullable Inet4Address address = device.ipaddr();
    if (address == null) {
      return;
    }
    int line = line(merged, key);
    String shown = address.getHostAddress();
    String other = addresses.putIfAbsent(address, owner);
    if (other != null) {
      add(
          Severity.ERROR,
          line,
          "ipaddr %s of %s belongs to %s already; give each its own"
              .formatted(shown, owner, other));
    }
    if (address.equals(config.address().address())) {
      add(Severity.ERROR, line, "ipaddr " + shown + " of " + owner + " is the server's own");
    }
    boolean primary = device.name().equals(merged.node().primaryNetwork());
    if (primary && !config.address().contains(address)) {
      add(
          Severity.WARNING,
          line,
          "ipaddr %s of %s is outside the provisioning network %s/%d"
              .formatted(
                  shown,
                  owner,
                  config.address().network().getHostAddress(),
                  config.address().length()));
    }
    if (inDynamicRange(address)) {
      add(
          Severity.ERROR,
          line,
          "ipaddr %s of %s is inside the dynamic range; move it or the range"
              .formatted(shown, owner));
    }
    gateway(merged, device, owner);
  }

  private void gateway(Merge.Merged merged, NetDevice device, String owner) {
    @Nullable Inet4Address gateway = device.gateway();
    device
        .prefix()
        .filter(prefix -> gateway != null && !prefix.contains(gateway))
        .ifPresent(prefix ->
            add(
                Severity.WARNING,
                line(merged, FieldKey.of(Field.NET_GATEWAY, device.name())),
                "gateway %s of %s is not in its network %s/%d"
                    .formatted(
                        gateway == null ? "" : gateway.getHostAddress(),
                        owner,
                        prefix.network().getHostAddress(),
                        prefix.length())));
  }

  private boolean inDynamicRange(Inet4Address address) {
    @Nullable Inet4Address start = config.dhcp().rangeStart();
    @Nullable Inet4Address end = config.dhcp().rangeEnd();
    return start != null
        && end != null
        && Integer.compareUnsigned(Prefix.toInt(start), Prefix.toInt(address)) <= 0
        && Integer.compareUnsigned(Prefix.toInt(address), Prefix.toInt(end)) <= 0;
  }

  /** The line of the last who set a field, else of the node. */
  private int line(Merge.Merged merged, FieldKey key) {
    Traced traced = merged.fields().get(key);
    if (traced != null) {
      return traced.chain().getLast().line();
    }
    return line(merged.node().name());
  }

  private int line(String node) {
    Definition definition = file.nodes().get(node);
    return definition == null ? 1 : definition.line();
  }

  private void share(Merge.Merged merged, FieldKey key, Severity severity, String text) {
    boolean set = merged.fields().containsKey(key);
    String where = set ? file.file() + ":" + line(merged, key) : file.file().toString();
    shared
        .computeIfAbsent(new Finding(severity, where, text), f -> new LinkedHashSet<>())
        .add(merged.node().name());
  }

  private void add(Severity severity, int line, String text) {
    findings.add(new Finding(severity, file.file() + ":" + line, text));
  }

  /** The exit code: 0 clean, 1 with warnings, 2 with errors. */
  static int exitCode(Collection<Finding> findings) {
    return findings.stream()
        .mapToInt(finding ->
            switch (finding.severity()) {
              case NOTE -> 0;
              case WARNING -> 1;
              case ERROR -> 2;
            })
        .max()
        .orElse(0);
  }
}
