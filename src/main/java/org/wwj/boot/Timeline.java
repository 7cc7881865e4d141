package org.wwj.boot;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.wwj.net.MacAddress;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * Every boot as it happens: who reached what, when, with how many bytes. Kept in memory only, since
 * it is derived from what machines do; after a restart it fills again with their next step. Safe
 * from all threads.
 */
public final class Timeline {
  /**
   * Machines nobody defined are kept up to this number; MACs come from the network and may be made
   * up.
   */
  private static final int UNKNOWN_LIMIT = 4096;

  private final Map<MacAddress, Machine> known = new ConcurrentHashMap<>();
  private final Map<MacAddress, Machine> unknown = Collections.synchronizedMap(new Recent());
  private final Map<InetAddress, MacAddress> byAddress = new ConcurrentHashMap<>();
  private final Map<MacAddress, Instant> ran = new ConcurrentHashMap<>();
  private final Supplier<Snapshot> snapshot;
  private final InstantSource clock;

  /**
   * An empty timeline of the machines that the snapshot of the moment knows, and of the latest
   * others.
   */
  public Timeline(Supplier<Snapshot> snapshot, InstantSource clock) {
    this.snapshot = snapshot;
    this.clock = clock;
  }

  /** Adds what a machine did, at the time it carries. */
  public void record(BootEvent event) {
    machine(event.mac()).record(event);
    if (event.phase() == Phase.READY) {
      ran.put(event.mac(), event.at());
    }
  }

  /** Adds what a machine does right now. */
  public void reached(MacAddress mac, Phase phase, String detail) {
    record(new BootEvent(mac, phase, clock.instant(), detail, 0));
  }

  /** Adds that something ended unfinished which a machine had begun in that phase. */
  public void stopped(MacAddress mac, Phase phase, String detail) {
    BootEvent event = new BootEvent(mac, phase, clock.instant(), detail, 0);
    seen(mac).ifPresent(machine -> machine.stopped(event));
  }

  /**
   * Counts bytes that left for a machine. One not seen yet is not seen by that: it may run since
   * long before this server does.
   */
  public void sent(MacAddress mac, long bytes) {
    seen(mac).ifPresent(machine -> machine.sent(bytes, clock.instant()));
  }

  /** Says how many more bytes this boot is going to take. */
  public void expect(MacAddress mac, long bytes) {
    machine(mac).expect(bytes);
  }

  /** Remembers which generation a machine has been told to boot, {@code NAME@ID}. */
  public void boots(MacAddress mac, String reference) {
    machine(mac).boots(reference);
  }

  /**
   * Keeps a sentence about an oddity of this boot that kept it from nothing.
   *
   * @param serious whether somebody should do something about it, rather than something was away
   */
  public void remark(MacAddress mac, String sentence, boolean serious) {
    machine(mac).remark(sentence, serious);
  }

  /**
   * Adds what a machine says itself of its image: it fetches it from that mirror, and so many bytes
   * of it have come from mirrors.
   */
  public void mirrored(MacAddress mac, String mirror, long bytes) {
    machine(mac).mirrored(mirror, bytes, clock.instant());
  }

  /** The generation that a machine was told to boot last, empty when it was not seen. */
  public String image(MacAddress mac) {
    return seen(mac).map(Machine::image).orElse("");
  }

  /** Remembers which address a machine uses, as the link shows: it is known by it. */
  public void address(MacAddress mac, InetAddress address) {
    claims(mac, address);
    byAddress.put(address, mac);
  }

  /** Remembers where a machine says that it is, for the status alone: anybody may say so. */
  public void claims(MacAddress mac, InetAddress address) {
    machine(mac).address(address.getHostAddress());
  }

  /** Remembers what a machine that nobody defined says it is: maker, product, serial number. */
  public void identity(MacAddress mac, String text) {
    machine(mac).identity(text);
  }

  /** Which machine was last seen with that address. */
  public Optional<MacAddress> macOf(InetAddress address) {
    if (address instanceof Inet4Address ipv4) {
      Optional<MacAddress> reserved = snapshot.get().byAddress(ipv4).flatMap(r -> r.device().mac());
      if (reserved.isPresent()) {
        return reserved;
      }
    }
    return Optional.ofNullable(byAddress.get(address));
  }

  /** Whether a machine is on its way: seen, and not yet ready. */
  public boolean booting(MacAddress mac) {
    return seen(mac).filter(machine -> machine.phase() != Phase.READY).isPresent();
  }

  /** When a machine became ready in its current boot, empty while it has not. */
  public Optional<Instant> readySince(MacAddress mac) {
    return seen(mac).flatMap(Machine::readySince);
  }

  /** When firmware or iPXE asked last for an address for a machine. */
  public Optional<Instant> begun(MacAddress mac) {
    return seen(mac).flatMap(Machine::begun);
  }

  /**
   * Remembers that a node runs what it booted, as it shows by what only that has. Its boot is not
   * seen by that: it may be long over.
   */
  public void runs(MacAddress mac) {
    ran.put(mac, clock.instant());
  }

  /**
   * When a machine showed last that it runs, in this boot or an earlier one, whatever it said
   * afterwards: each of its users can say that it failed.
   */
  public Optional<Instant> ran(MacAddress mac) {
    return Optional.ofNullable(ran.get(mac));
  }

  /** The last events of a machine's current boot, oldest first. */
  public List<BootEvent> events(MacAddress mac) {
    return seen(mac).map(Machine::events).orElse(List.of());
  }

  /**
   * Where all machines stand. A node shows its most recent device; nodes never seen are left out.
   */
  public Status status(List<String> problems) {
    Instant now = clock.instant();
    Snapshot current = snapshot.get();
    List<NodeStatus> nodes = new ArrayList<>();
    for (Node node : current.nodes().values()) {
      node.networkDevices().values().stream()
          .flatMap(device -> standing(node, device, now).stream())
          .max(Comparator.comparing(NodeStatus::since))
          .ifPresent(nodes::add);
    }
    List<NodeStatus> strangers = new ArrayList<>();
    synchronized (unknown) {
      unknown.forEach((mac, machine) -> {
        if (current.byMac(mac).isEmpty()) {
          strangers.add(machine.status(mac.toString(), now));
        }
      });
    }
    strangers.sort(Comparator.comparing(NodeStatus::mac));
    return new Status(nodes, strangers, problems);
  }

  private Optional<NodeStatus> standing(Node node, NetDevice device, Instant now) {
    Inet4Address reserved = device.ipaddr();
    return device
        .mac()
        .flatMap(this::seen)
        .map(machine -> machine.status(node.name(), now))
        .map(status -> reserved == null ? status : status.at(reserved.getHostAddress()));
  }

  private Optional<Machine> seen(MacAddress mac) {
    Machine machine = known.get(mac);
    return Optional.ofNullable(machine != null ? machine : unknown.get(mac));
  }

  private Machine machine(MacAddress mac) {
    Machine machine = known.get(mac);
    if (machine != null) {
      return machine;
    }
    if (snapshot.get().byMac(mac).isEmpty()) {
      return unknown.computeIfAbsent(mac, key -> new Machine(key, clock.instant()));
    }
    Machine promoted = unknown.remove(mac);
    return known.computeIfAbsent(
        mac, key -> promoted != null ? promoted : new Machine(key, clock.instant()));
  }

  /** The machines nobody defined that were seen last. */
  private final class Recent extends LinkedHashMap<MacAddress, Machine> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<MacAddress, Machine> eldest) {
      boolean full = size() > UNKNOWN_LIMIT;
      if (full) {
        byAddress.values().remove(eldest.getKey());
      }
      return full;
    }
  }
}
