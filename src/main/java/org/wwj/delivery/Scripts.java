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

  /**
   * A request for a script.
   *
   * @param address of the asker, null when that is no IPv4 address
   * @param itself whether the machine asks, or one that nobody defined; else somebody looks at it
   */
  private record Asking(
      MacAddress mac,
      Request request,
      @Nullable Inet4Address address,
      int attempt,
      boolean itself,
      Snapshot snapshot) {}

  Answer script(MacAddress mac, Request request, Snapshot snapshot) {
    Optional<Snapshot.Reservation> owner = snapshot.byMac(mac);
    Asking asking =
        new Asking(
            mac,
            request,
            request.peer().getAddress() instanceof Inet4Address a ? a : null,
            attempt(request.query()),
            request.part() != Request.Part.HEAD
                && (owner.isEmpty() || trust.isBooting(mac, request, snapshot)),
            snapshot);
    if (asking.itself) {
      String detail = owner.isEmpty() ? "not in nodes.conf" : "try " + asking.attempt;
      timeline.reached(mac, Phase.SCRIPT, detail);
      if (owner.map(o -> o.device().ipaddr() == null).orElse(true)) {
        remember(asking);
      }
    }
    if (owner.isEmpty()) {
      timeline.identity(mac, identity(request.query()));
      return waiting(
          asking,
          "this machine (" + mac + ") is not in nodes.conf",
          "on the head node: wwj node add NAME --hwaddr " + mac);
    }
    return forNode(owner.get(), asking);
  }

  /** Where a machine without a reserved address is. */
  private void remember(Asking asking) {
    if (asking.address == null) {
      return;
    }
    if (trust.isThatMachine(asking.mac, asking.address, asking.snapshot)) {
      timeline.address(asking.mac, asking.address);
    } else {
      timeline.claims(asking.mac, asking.address);
    }
  }

  private Answer forNode(Snapshot.Reservation owner, Asking asking) {
    MacAddress mac = asking.mac;
    Request request = asking.request;
    Snapshot snapshot = asking.snapshot;
    Node node = owner.node();
    SiteConfig config = snapshot.config();
    Optional<Generation> generation = files.generation(node, Map.of());
    if (generation.isEmpty()) {
      return cannotBoot(node, asking, NodeFiles.missingImage(node, Map.of()));
    }
    Optional<Prefix> address = address(owner.device(), asking.address, config);
    if (address.isEmpty()) {
      return cannotBoot(node, asking, noAddress(node));
    }
    Optional<RootMethod> method = RootMethod.tryParse(node.root());
    if (method.isEmpty()) {
      return cannotBoot(node, asking, unknownRoot(node));
    }
    String kernel;
    try {
      kernel = NodeFiles.kernelOf(node, generation.get());
    } catch (ImageException e) {
      return cannotBoot(node, asking, "it " + e.getMessage());
    }
    Optional<String> obstacle = sound.obstacle(generation.get(), kernel, method.get());
    if (obstacle.isPresent()) {
      return cannotBoot(node, asking, obstacle.get());
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
            request.peer().getAddress().getHostAddress(),
            "reason",
            trust.isThatMachine(mac, request.peer().getAddress(), snapshot)
                ? Trust.RUNS
                : "that is not the machine's address");
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
    if (asking.itself) {
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
        asking.attempt);
    return Answers.text(scripts.boot(plan, asking.attempt, config), "text/plain", progress(asking));
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
  private Answer cannotBoot(Node node, Asking asking, String reason) {
    if (asking.itself) {
      timeline.reached(asking.mac, Phase.FAILED, reason);
    }
    return waiting(asking, "node " + node.name() + " cannot boot", reason);
  }

  private Answer waiting(Asking asking, String message, String fix) {
    return Answers.text(
        scripts.waiting(asking.mac, message, fix, asking.attempt, asking.snapshot.config()),
        "text/plain",
        progress(asking));
  }

  private Transfer.Listener progress(Asking asking) {
    return asking.itself
        ? new Progress(timeline, asking.mac, Phase.SCRIPT, "script")
        : Transfer.Listener.NONE;
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
