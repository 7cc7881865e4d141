package org.wwj.delivery;

import java.net.Inet4Address;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.BootPlan;
import org.wwj.boot.BootScript;
import org.wwj.boot.Peers;
import org.wwj.boot.Phase;
import org.wwj.boot.Timeline;
import org.wwj.config.SiteConfig;
import org.wwj.image.Generation;
import org.wwj.image.ImageException;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;
import org.wwj.ops.Log;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.RootMethod;
import org.wwj.registry.Snapshot;

/**
 * The boot script of one machine: what it loads, or why it cannot boot and what the admin does
 * about it.
 */
final class Scripts {
  private final BootScript scripts;
  private final NodeFiles files;
  private final Trust trust;
  private final Timeline timeline;
  private final SoundImages sound;
  private final Peers peers;

  Scripts(
      BootScript scripts,
      NodeFiles files,
      Trust trust,
      Timeline timeline,
      SoundImages sound,
      Peers peers) {
    this.scripts = scripts;
    this.files = files;
    this.trust = trust;
    this.timeline = timeline;
    this.sound = sound;
    this.peers = peers;
  }

  Answer script(MacAddress mac, Request request, Snapshot snapshot) {
    Inet4Address asker = request.peer().getAddress() instanceof Inet4Address a ? a : null;
    int attempt = attempt(request.query());
    Optional<Snapshot.Reservation> owner = snapshot.byMac(mac);
    timeline.reached(mac, Phase.SCRIPT, owner.isEmpty() ? "not in nodes.conf" : "try " + attempt);
    if (asker != null && owner.map(o -> o.device().ipaddr() == null).orElse(true)) {
      if (trust.isThatMachine(mac, asker, snapshot)) {
        timeline.address(mac, asker);
      } else {
        timeline.claims(mac, asker);
      }
    }
    if (owner.isEmpty()) {
      timeline.identity(mac, identity(request.query()));
      return waiting(
          mac,
          "this machine (" + mac + ") is not in nodes.conf",
          "on the head node: wwj node add NAME --hwaddr " + mac,
          attempt,
          snapshot.config());
    }
    return forNode(owner.get(), mac, request, asker, attempt, snapshot);
  }

  private Answer forNode(
      Snapshot.Reservation owner,
      MacAddress mac,
      Request request,
      @Nullable Inet4Address asker,
      int attempt,
      Snapshot snapshot) {
    Node node = owner.node();
    SiteConfig config = snapshot.config();
    Optional<Generation> generation = files.generation(node, Map.of());
    if (generation.isEmpty()) {
      return cannotBoot(node, mac, NodeFiles.missingImage(node, Map.of()), attempt, config);
    }
    Optional<Prefix> address = address(owner.device(), asker, config);
    if (address.isEmpty()) {
      return cannotBoot(node, mac, noAddress(node), attempt, config);
    }
    Optional<RootMethod> method = RootMethod.tryParse(node.root());
    if (method.isEmpty()) {
      return cannotBoot(node, mac, unknownRoot(node), attempt, config);
    }
    String kernel;
    try {
      kernel = NodeFiles.kernelOf(node, generation.get());
    } catch (ImageException e) {
      return cannotBoot(node, mac, "it " + e.getMessage(), attempt, config);
    }
    Optional<String> obstacle = sound.obstacle(generation.get(), kernel, method.get());
    if (obstacle.isPresent()) {
      return cannotBoot(node, mac, obstacle.get(), attempt, config);
    }
    String token = "";
    if (config.http().secure()) {
      token = trust.mint(mac, request.peer().getAddress(), snapshot).orElse("");
      if (token.isEmpty()) {
        Log.warn(
            "script.untrusted",
            "node",
            node.name(),
            "mac",
            mac,
            "peer",
            request.peer().getAddress().getHostAddress());
      }
    }
    Generation chosen = generation.get();
    String reference = chosen.image() + "@" + chosen.id();
    BootPlan plan =
        new BootPlan(
            node,
            mac,
            address.get(),
            gateway(owner.device(), config),
            method.get(),
            reference,
            token);
    // Others may look at the script; the node goes on running what it runs.
    if (request.part() != Request.Part.HEAD && trust.mayReport(mac, request, snapshot)) {
      timeline.boots(mac, reference);
      timeline.expect(mac, files.bootBytes(plan.method(), chosen, kernel));
      peers.givesNot(mac);
    }
    Log.info(
        "script",
        "node",
        node.name(),
        "mac",
        mac,
        "image",
        plan.reference(),
        "root",
        node.root(),
        "try",
        attempt);
    return Answers.text(
        scripts.boot(plan, attempt, config),
        "text/plain",
        new Progress(timeline, mac, Phase.SCRIPT, "script"));
  }

  private static String noAddress(Node node) {
    return "node %1$s has no address: run `wwj node set %1$s --ipaddr A --netmask M`"
        .formatted(node.name());
  }

  private static String unknownRoot(Node node) {
    return "root '%s' is not known: run `wwj node set %s --root squashfs`"
        .formatted(node.root(), node.name());
  }

  /** The machine keeps asking, so that it boots by itself once the admin has mended it. */
  private Answer cannotBoot(
      Node node, MacAddress mac, String reason, int attempt, SiteConfig config) {
    timeline.reached(mac, Phase.FAILED, reason);
    return waiting(mac, "node " + node.name() + " cannot boot", reason, attempt, config);
  }

  private Answer waiting(
      MacAddress mac, String message, String fix, int attempt, SiteConfig config) {
    return Answers.text(
        scripts.waiting(mac, message, fix, attempt, config),
        "text/plain",
        new Progress(timeline, mac, Phase.SCRIPT, "script"));
  }

  private static Optional<Prefix> address(
      NetDevice device, @Nullable Inet4Address asker, SiteConfig config) {
    Inet4Address address = device.ipaddr() != null ? device.ipaddr() : asker;
    if (address == null) {
      return Optional.empty();
    }
    Inet4Address netmask = device.netmask();
    if (netmask != null) {
      return Optional.of(Prefix.of(address, netmask));
    }
    return config.address().contains(address)
        ? Optional.of(new Prefix(address, config.address().length()))
        : Optional.empty();
  }

  private static @Nullable Inet4Address gateway(NetDevice device, SiteConfig config) {
    return device.gateway() != null ? device.gateway() : config.dhcp().gateway();
  }

  private static int attempt(Map<String, String> query) {
    try {
      return Math.clamp(Long.parseLong(query.getOrDefault("try", "0")), 0, 1000);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String identity(Map<String, String> query) {
    StringBuilder text = new StringBuilder();
    for (String key : new String[] {"manufacturer", "product", "serial", "uuid"}) {
      String value = query.getOrDefault(key, "").replaceAll("\\p{Cntrl}+", " ").strip();
      if (!value.isEmpty()) {
        text.append(text.isEmpty() ? "" : ", ").append(value, 0, Math.min(64, value.length()));
      }
    }
    return text.toString();
  }
}
