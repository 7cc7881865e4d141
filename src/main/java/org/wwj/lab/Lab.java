package org.wwj.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.Status;
import org.wwj.net.Prefix;

/** The virtual cluster: one network, one server, and diskless machines that boot from it. */
public final class Lab {
  private static final Prefix SERVER = Prefix.parse("10.0.0.1/24");

  private final LabDir dir;
  private final Screen screen;

  /** A lab that lives in the folder, whether it is up or not, and speaks on standard output. */
  public Lab(Path folder) {
    this(folder, Screen.standard());
  }

  Lab(Path folder, Screen screen) {
    this.dir = new LabDir(folder.toAbsolutePath().normalize());
    this.screen = screen;
  }

  /**
   * What {@code lab up} was told.
   *
   * @param uri the host's libvirt, or empty for one of the lab's own
   * @param namespace name of the network namespace
   * @param image what the machines boot: the name of a recipe
   * @param memoryMib RAM of each machine in MiB
   * @param timeout how long a boot may take
   */
  public record Plan(String uri, String namespace, String image, int memoryMib, Duration timeout) {}

  /** Boots under way: what {@link #watch} needs once the lock is released. */
  private record Started(LabState state, LabServer server, Boots boots) {}

  /** Brings up what is not up yet and watches the boots; whether all machines are ready. */
  public boolean up(Plan plan) {
    if (!plan.uri().isEmpty()) {
      checkHost(plan.uri()); // names root among all that is missing
    }
    requireRoot();
    return watch(dir.locked(() -> bringUp(plan)), plan.timeout());
  }

  /** Adds a machine like another one and watches its boot; whether it becomes ready. */
  public boolean add(String name, String like, @Nullable Firmware firmware, Duration timeout) {
    requireRoot();
    state();
    return watch(dir.locked(() -> addMachine(name, like, firmware)), timeout);
  }

  /** Ends and removes all the lab has made, however far it came. */
  public void down(boolean keepImages) {
    requireRoot();
    if (!Files.isDirectory(dir.root())) {
      screen.say("there is no lab in " + dir.root());
      return;
    }
    if (!dir.isLab() && !dir.holdsOnlyImages()) {
      throw new LabException(dir.root() + " is not a lab (it has no lab.conf); nothing removed");
    }
    screen.say(dir.locked(() -> takeDown(keepImages)));
  }

  private String takeDown(boolean keepImages) {
    if (dir.isLab()) {
      LabState state = state();
      removeMachines(state);
      new LabServer(dir, state).stop();
      if (state.isolated()) {
        new Libvirtd(dir, state.network()).stop();
        state.network().remove();
      }
    }
    dir.remove(keepImages);
    return keepImages ? "lab removed, images kept in " + dir.root() : "lab removed";
  }

  private Started bringUp(Plan plan) {
    LabState state = prepare(plan);
    LabImage image = new LabImage(dir, state.image());
    if (!image.built()) {
      screen.say("building image " + state.image() + " (once; it is kept in " + dir.root() + ")");
      image.build();
    }
    LabServer server = startNetworkAndServer(state);
    return new Started(state, server, start(state, state.machines(), server));
  }

  private Started addMachine(String name, String like, @Nullable Firmware firmware) {
    LabState old = state();
    LabServer server = new LabServer(dir, old);
    if (server.running().isEmpty()) {
      throw new LabException("the lab's server does not run: sudo ./wwj lab up");
    }
    Machine model =
        old.machine(like)
            .orElseThrow(
                () -> new LabException("the lab has no node " + like + " (see: wwj lab status)"));
    Machine added =
        model.copy(
            name, firmware == null ? model.firmware() : firmware, old.machines(), old.server());
    defineNode(added, old.server());
    LabState state = old.with(added);
    state.write(dir.state());
    return new Started(state, server, start(state, List.of(added), server));
  }

  /** How it stands now. */
  public LabReport status() {
    LabState state = state();
    LabServer server = new LabServer(dir, state);
    Status status = server.status();
    Instant now = Instant.now();
    Boots all = new Boots(state.machines(), Map.of());
    Map<String, String> vms = new HashMap<>();
    String libvirt = describeLibvirt(state, vms);
    List<LabReport.Row> rows =
        state.machines().stream()
            .map(machine -> {
              String vm = vms.getOrDefault(machine.name(), "unknown");
              Path console = dir.console(machine.name());
              return all.find(machine, status)
                  .map(node -> LabReport.row(machine, node, vm, console, now))
                  .orElseGet(() -> LabReport.row(machine, vm, console));
            })
            .toList();
    String serverLine =
        server
            .running()
            .map(process ->
                "pid %d, log %s, site %s".formatted(process.pid(), dir.serverLog(), dir.conf()))
            .orElse("does not run");
    return new LabReport(serverLine, libvirt, rows);
  }

  private LabState prepare(Plan plan) {
    if (dir.isLab()) {
      LabState known = state();
      if (!known.uri().equals(plan.uri())) {
        throw new LabException(
            "the lab in %s uses %s; end it first: sudo ./wwj lab down"
                .formatted(dir.root(), known.isolated() ? "its own libvirt" : known.uri()));
      }
      dir.make();
      LabSite.write(dir, known);
      return known;
    }
    if (plan.uri().isEmpty() && new LabNetwork(plan.namespace(), SERVER).exists()) {
      throw new LabException(
          "network namespace %1$s exists and is not of the lab in %2$s; remove it (ip netns del %1$s)"
                  .formatted(plan.namespace(), dir.root())
              + " or end the other lab (wwj lab down --dir ...)");
    }
    LabState fresh =
        new LabState(
            plan.uri(),
            plan.namespace(),
            SERVER,
            plan.image(),
            List.of(
                Machine.numbered("c1", 1, SERVER, Firmware.BIOS, plan.memoryMib()),
                Machine.numbered("c2", 2, SERVER, Firmware.UEFI, plan.memoryMib())));
    dir.make();
    fresh.write(dir.state());
    LabSite.write(dir, fresh);
    return fresh;
  }

  private void checkHost(String uri) {
    List<HostRights.Missing> missing = HostRights.missing(HostRights.look(), uri);
    List<String> blocking =
        missing.stream().filter(HostRights.Missing::blocks).map(m -> "  " + m.text()).toList();
    if (!blocking.isEmpty()) {
      throw new LabException(
          "this host is not ready for --libvirt:\n" + String.join("\n", blocking));
    }
    missing.forEach(m -> screen.say("note: " + m.text()));
  }

  private LabServer startNetworkAndServer(LabState state) {
    if (state.isolated()) {
      state.network().make();
    } else {
      try (Hypervisor hypervisor = Hypervisor.connect(state.uri())) {
        hypervisor.startNetwork(
            LabNetwork.BRIDGE,
            DomainXml.network(
                LabNetwork.BRIDGE,
                state.server().address().getHostAddress(),
                state.server().length()));
      }
    }
    LabServer server = new LabServer(dir, state);
    server.start();
    return server;
  }

  /** Powers on the machines that do not run, and those whose boot has failed. */
  private Boots start(LabState state, List<Machine> machines, LabServer server) {
    if (state.isolated()) {
      new Libvirtd(dir, state.network()).start();
    }
    Boots before = new Boots(machines, Map.of());
    Status status = server.status();
    Map<String, Instant> poweredOn = new HashMap<>();
    try (Hypervisor hypervisor = Hypervisor.connect(uri(state))) {
      List<Machine> off =
          machines.stream()
              .filter(m -> !hypervisor.running(m.name()) || failed(before, m, status))
              .toList();
      if (!off.isEmpty()) {
        DomainXml xml = domains(state);
        for (Machine machine : off) {
          poweredOn.put(machine.name(), Instant.now());
          hypervisor.start(machine.name(), xml.domain(machine, dir.console(machine.name())));
        }
      }
    }
    return new Boots(machines, Map.copyOf(poweredOn));
  }

  private static boolean failed(Boots boots, Machine machine, @Nullable Status status) {
    return boots
        .find(machine, status)
        .filter(node -> node.phase() == org.wwj.boot.Phase.FAILED)
        .isPresent();
  }

  private DomainXml domains(LabState state) {
    VirtHost host = VirtHost.find();
    KvmProbe.Verdict kvm = KvmProbe.probe(host, dir.kernel(state.image()));
    screen.say(
        kvm.works()
            ? "machines run on KVM"
            : "machines are emulated, which is slow: " + kvm.reason());
    return new DomainXml(
        host,
        kvm.works(),
        state.image(),
        state.isolated()
            ? new DomainXml.Plug.Bridge(LabNetwork.BRIDGE)
            : new DomainXml.Plug.Network(LabNetwork.BRIDGE));
  }

  private String uri(LabState state) {
    return state.isolated() ? new Libvirtd(dir, state.network()).uri() : state.uri();
  }

  private boolean watch(Started started, Duration timeout) {
    try (Hypervisor hypervisor = Hypervisor.connect(uri(started.state()))) {
      return new Watch(dir, started.server(), hypervisor, started.boots(), screen).run(timeout);
    }
  }

  private void defineNode(Machine machine, Prefix network) {
    int exit =
        Commands.attached(
            WwjProgram.command(
                "node",
                "add",
                machine.name(),
                "--hwaddr",
                machine.mac().toString(),
                "--ipaddr",
                machine.address().getHostAddress(),
                "--netmask",
                network.netmask().getHostAddress()),
            Map.of("WWJ_CONF", dir.conf().toString()));
    if (exit != 0) {
      throw new LabException("'wwj node add " + machine.name() + "' failed; nothing was started");
    }
  }

  private void removeMachines(LabState state) {
    if (state.isolated() && new Libvirtd(dir, state.network()).running().isEmpty()) {
      return;
    }
    try (Hypervisor hypervisor = Hypervisor.connect(uri(state))) {
      state.machines().forEach(machine -> hypervisor.remove(machine.name()));
      if (!state.isolated()) {
        hypervisor.removeNetwork(LabNetwork.BRIDGE);
      }
    }
  }

  private String describeLibvirt(LabState state, Map<String, String> vms) {
    Optional<RecordedProcess> daemon =
        state.isolated() ? new Libvirtd(dir, state.network()).running() : Optional.empty();
    if (state.isolated() && daemon.isEmpty()) {
      return "does not run";
    }
    try (Hypervisor hypervisor = Hypervisor.connect(uri(state))) {
      state.machines().forEach(m -> vms.put(m.name(), hypervisor.state(m.name())));
      return uri(state) + daemon.map(process -> ", pid " + process.pid()).orElse("");
    } catch (LabException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private LabState state() {
    if (!dir.isLab()) {
      throw new LabException("there is no lab in " + dir.root() + ": sudo ./wwj lab up");
    }
    return LabState.read(dir.state());
  }

  private static void requireRoot() {
    if (!"root".equals(System.getProperty("user.name"))) {
      throw new LabException("the lab needs root for its network: sudo ./wwj lab ...");
    }
  }
}
