package org.wwj.delivery;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.wwj.archive.Digest;
import org.wwj.boot.BootScript;
import org.wwj.boot.BootTags;
import org.wwj.boot.FactsStore;
import org.wwj.boot.NodeStatus;
import org.wwj.boot.Peers;
import org.wwj.boot.Phase;
import org.wwj.boot.Status;
import org.wwj.boot.Timeline;
import org.wwj.boot.Tokens;
import org.wwj.boot.Turn;
import org.wwj.image.ChunkIndex;
import org.wwj.image.ImageStore;
import org.wwj.image.Inspector;
import org.wwj.net.ArpTable;
import org.wwj.net.HostList;
import org.wwj.net.MacAddress;
import org.wwj.ops.Log;
import org.wwj.overlay.Archive;
import org.wwj.overlay.Kind;
import org.wwj.overlay.OverlayArchives;
import org.wwj.overlay.OverlayException;
import org.wwj.overlay.Packer;
import org.wwj.registry.Node;
import org.wwj.registry.Snapshot;

/**
 * All that the provisioning network can ask for. Each request is identified against one snapshot,
 * decided, and answered by an artifact or a refusal; nothing else is reachable. This is the one
 * place that crosses from event loops to threads that may block.
 */
public final class Catalog implements Source {
  private final Supplier<Snapshot> snapshots;
  private final Supplier<List<String>> problems;
  private final Scripts scripts;
  private final NodeFiles files;
  private final Trust trust;
  private final SoundImages sound;
  private final RunningImages running;
  private final Reports reports;
  private final Timeline timeline;
  private final Foresight foresight;
  private final ChunkIndex chunks;
  private final OverlayArchives overlays;
  private final Executor blocking;
  private final Admission admission;

  private Catalog(
      Site site,
      Admission admission,
      Peers peers,
      Timeline timeline,
      ArpTable neighbours,
      InstantSource clock,
      Executor blocking) {
    this.admission = admission;
    this.snapshots = site.snapshots;
    this.problems = site.problems;
    this.trust = new Trust(site.tokens, timeline, neighbours, clock);
    this.files = new NodeFiles(site.images);
    this.sound = new SoundImages(site.images, site.inspector);
    this.running = new RunningImages(timeline, site.images, site.facts, clock);
    this.scripts = new Scripts(new BootScript(), files, trust, timeline, sound, peers);
    this.reports = new Reports(timeline, site.facts, peers, clock);
    this.timeline = timeline;
    this.foresight = new Foresight(site.images, site.facts);
    this.chunks = site.chunks;
    this.overlays = site.overlays;
    this.blocking = blocking;
  }

  /**
   * What a catalog answers from.
   *
   * @param snapshots the snapshot of the moment
   * @param problems what is wrong with the site's files at the moment
   * @param facts where it is kept what machines say of themselves
   * @param inspector tells whether images are what was built
   */
  public record Site(
      Supplier<Snapshot> snapshots,
      Supplier<List<String>> problems,
      Tokens tokens,
      ImageStore images,
      ChunkIndex chunks,
      OverlayArchives overlays,
      FactsStore facts,
      Inspector inspector) {}

  /**
   * A catalog of the site, which says in the status who waits for {@code admission}, and tells
   * {@code peers} who gives; {@code blocking} runs what may wait for a disk, on threads that are
   * cheap to park.
   */
  public static Catalog of(
      Site site,
      Admission admission,
      Peers peers,
      Timeline timeline,
      InstantSource clock,
      Executor blocking) {
    return new Catalog(site, admission, peers, timeline, ArpTable.ofKernel(), clock, blocking);
  }

  @Override
  public CompletionStage<Answer> answer(Request request) {
    Route route =
        request.protocol() == Request.Protocol.TFTP
            ? new Route.Loader(request.path())
            : Route.parse(request.path(), request.query()).orElse(null);
    if (bulk(route)) {
      return CompletableFuture.completedFuture(decideOrSayWhy(route, request));
    }
    return CompletableFuture.supplyAsync(() -> decideOrSayWhy(route, request), blocking);
  }

  /**
   * What leaves by sendfile is looked up where sendfile runs, which itself may wait for the disk:
   * some looks at names that the kernel holds. In a storm the way to another thread and back costs
   * more than them, and the bytes of others go first meanwhile. So it is with a loader, of which
   * one look at its name is taken.
   */
  private boolean bulk(@Nullable Route route) {
    return switch (route) {
      case Route.Chunk(String digest) ->
          chunks.find(new Digest(digest)).filter(at -> Glance.exists(at.file())).isPresent();
      case Route.ForMachine(Route.Thing thing, MacAddress mac) -> thing == Route.Thing.IMAGE;
      case Route.Loader(String file) -> true;
      case null, default -> false;
    };
  }

  private Answer decideOrSayWhy(@Nullable Route route, Request request) {
    try {
      return decide(route, request);
    } catch (RuntimeException e) {
      Log.error("answer", e, "path", request.path());
      return Answers.error("the server failed on this request; its log says why");
    }
  }

  private Answer decide(@Nullable Route route, Request request) {
    Snapshot snapshot = snapshots.get();
    return switch (route) {
      case null -> Answers.notFound("nothing is served as " + request.path());
      case Route.Malformed malformed -> Answers.badRequest(malformed.message());
      case Route.StatusOfAll all ->
          Answers.bytes(status(snapshot).toJson(), "application/json", Transfer.Listener.NONE);
      case Route.Overlays overlays ->
          request.protocol() == Request.Protocol.LOCAL
              ? prepared(request.query().getOrDefault("nodes", ""), snapshot)
              : Answers.notFound("nothing is served as " + request.path());
      case Route.Loader(String file) -> loader(file, request, snapshot);
      case Route.Chunk(String digest) ->
          chunk(new Digest(digest), request.peer().getAddress(), snapshot);
      case Route.ForMachine(Route.Thing thing, MacAddress mac) ->
          forMachine(thing, mac, request, snapshot);
    };
  }

  private Status status(Snapshot snapshot) {
    List<String> wrong = new ArrayList<>(problems.get());
    wrong.addAll(sound.problems(snapshot));
    Status status = timeline.status(wrong);
    Status told =
        new Status(
            inTurn(status.nodes()),
            status.unknown(),
            status.problems(),
            running.of(snapshot),
            admission.traffic());
    return Forewarned.in(
        BrokenOverlays.in(told, overlays.errors(snapshot)),
        foresight.of(snapshot.nodes().values()));
  }

  private Answer reported(Node node, MacAddress mac, Map<String, String> query) {
    if (Reports.mirrored(query) > 0) {
      admission.begins(mac);
    }
    return reports.take(node, mac, query);
  }

  private List<NodeStatus> inTurn(List<NodeStatus> nodes) {
    Map<MacAddress, Turn> turns = admission.turns();
    return turns.isEmpty()
        ? nodes
        : nodes.stream()
            .map(node -> {
              Turn turn = turns.get(node.mac());
              return turn == null ? node : node.in(turn);
            })
            .toList();
  }

  /** Renders the overlays of nodes; the answer has a line {@code NODE TAB MISTAKE} for each. */
  private Answer prepared(String names, Snapshot snapshot) {
    Collection<Node> nodes =
        names.isEmpty()
            ? snapshot.nodes().values()
            : HostList.expand(names).stream().flatMap(n -> snapshot.node(n).stream()).toList();
    StringBuilder mistakes = new StringBuilder();
    for (Node node : nodes) {
      for (Kind kind : Kind.values()) {
        overlays
            .prepare(node, kind, snapshot)
            .ifPresent(mistake ->
                mistakes
                    .append(node.name())
                    .append('\t')
                    .append(mistake.replace('\n', ' '))
                    .append('\n'));
      }
    }
    byte[] lines = mistakes.toString().getBytes(StandardCharsets.UTF_8);
    return Answers.bytes(lines, "text/plain; charset=utf-8", Transfer.Listener.NONE);
  }

  private Answer loader(String name, Request request, Snapshot snapshot) {
    Optional<MacAddress> mac = timeline.macOf(request.peer().getAddress());
    Transfer.Listener listener =
        mac.<Transfer.Listener>map(m -> new Progress(timeline, m, Phase.LOADER, name))
            .orElse(Transfer.Listener.NONE);
    Optional<Answer> loader = Loaders.find(name, snapshot.config(), listener);
    if (loader.isPresent()) {
      mac.ifPresent(m -> timeline.reached(m, Phase.LOADER, name));
    }
    return loader.orElseGet(() -> Answers.notFound("no loader is named " + name));
  }

  private Answer chunk(Digest digest, InetAddress peer, Snapshot snapshot) {
    Optional<ChunkIndex.Location> found = chunks.find(digest);
    // What was removed since may still lie elsewhere.
    boolean gone = found.filter(at -> !Glance.exists(at.file())).isPresent();
    if ((found.isEmpty() || gone) && chunks.refresh()) {
      found = chunks.find(digest);
    }
    if (found.isEmpty()) {
      return Answers.notFound("no image has a chunk " + digest);
    }
    Optional<MacAddress> asker = timeline.macOf(peer);
    Transfer.Listener listener =
        asker
            .<Transfer.Listener>map(mac -> new Progress(timeline, mac, Phase.IMAGE, "chunk"))
            .orElse(Transfer.Listener.NONE);
    // A chunk is asked for by its digest alone: whose it is, its address tells.
    long pace =
        asker
            .flatMap(snapshot::byMac)
            .map(owner -> BootTags.bytesPerSecond(owner.node()))
            .orElse(0L);
    ChunkIndex.Location at = found.get();
    return new Answer.FileSlice(
        at.file(),
        at.offset(),
        at.size(),
        "application/octet-stream",
        digest.toString(),
        true,
        listener,
        pace,
        false);
  }

  private Answer forMachine(Route.Thing thing, MacAddress mac, Request request, Snapshot snapshot) {
    Optional<Snapshot.Reservation> owner = snapshot.byMac(mac);
    if (thing == Route.Thing.IPXE) {
      if (owner.isPresent() && trust.isBooting(mac, request, snapshot)) {
        reports.boots(mac, request.query());
      }
      return scripts.script(mac, request, snapshot);
    }
    if (owner.isEmpty()) {
      return Answers.notFound(
          "no node has the MAC " + mac + ": run `wwj node add NAME --hwaddr " + mac + "`");
    }
    Node node = owner.get().node();
    Map<String, String> query = request.query();
    if (!node.assetKey().isEmpty() && !node.assetKey().equals(query.get("assetkey"))) {
      return Answers.unauthorized("the asset key of node " + node.name() + " is another one");
    }
    NodeFiles.Follower progress =
        trust.isProgress(mac, request, snapshot)
            ? (phase, what) -> Progress.start(timeline, mac, phase, what)
            : (_, _) -> Transfer.Listener.NONE;
    return switch (thing) {
      case IPXE -> throw new IllegalStateException("answered above");
      case KERNEL -> files.kernel(node, query, progress);
      case INITRAMFS -> files.initramfs(node, query, progress);
      case IMAGE -> files.image(node, query, progress);
      case MANIFEST -> files.manifest(node, query, progress);
      case REPORT ->
          trust.mayReport(mac, request, snapshot)
              ? reported(node, mac, query)
              : Answers.unauthorized(
                  "a report comes from the node itself: its address or its token is missing");
      case SYSTEM -> overlay(node, mac, Kind.SYSTEM, request, snapshot);
      case RUNTIME -> overlay(node, mac, Kind.RUNTIME, request, snapshot);
    };
  }

  private Answer overlay(Node node, MacAddress mac, Kind kind, Request request, Snapshot snapshot) {
    if (snapshot.config().http().secure()) {
      Optional<String> refusal =
          kind == Kind.SYSTEM
              ? trust.refuseDuringBoot(mac, request, snapshot)
              : trust.refuseAfterwards(mac, request, snapshot);
      if (refusal.isPresent()) {
        Log.warn("overlay.refused", "node", node.name(), "kind", kind, "reason", refusal.get());
        return Answers.unauthorized(refusal.get());
      }
    }
    if (kind == Kind.RUNTIME && Trust.hasRuntimeToken(mac, request, snapshot)) {
      timeline.runs(mac);
    }
    if (kind == Kind.RUNTIME && trust.mayReport(mac, request, snapshot)) {
      reports.runs(mac, request.query());
    }
    boolean tar = "tar".equals(request.query().get("format"));
    try {
      Archive archive = overlays.archive(node, kind, snapshot, tar ? Packer.TAR : Packer.CPIO);
      return new Answer.Bytes(
          archive.bytes(),
          tar ? "application/x-tar" : "application/x-cpio",
          archive.etag(),
          false,
          new Progress(timeline, mac, Phase.IMAGE, kind.name()),
          BootTags.bytesPerSecond(node));
    } catch (OverlayException e) {
      // Stage-1 and a node that runs go on without; the status names what is broken all the same.
      if (kind == Kind.SYSTEM || (!NodeFiles.byStage1(node) && timeline.booting(mac))) {
        timeline.reached(mac, Phase.FAILED, String.valueOf(e.getMessage()));
      }
      return Answers.error(String.valueOf(e.getMessage()));
    }
  }
}
