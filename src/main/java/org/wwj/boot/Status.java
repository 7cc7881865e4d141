package org.wwj.boot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.wwj.net.MacAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The answer of {@code /status}: Warewulf's keys, and beside them what wwj knows more.
 *
 * @param nodes machines that stand in nodes.conf, by name
 * @param unknown machines nobody defined
 * @param problems what is wrong with the site's files right now
 * @param running what nodes run and boot next, also of nodes that are not seen since the start
 * @param traffic what is sent of images
 */
public record Status(
    List<NodeStatus> nodes,
    List<NodeStatus> unknown,
    List<String> problems,
    List<Running> running,
    Traffic traffic) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** A status that tells nothing of what runs. */
  public Status(List<NodeStatus> nodes, List<NodeStatus> unknown, List<String> problems) {
    this(nodes, unknown, problems, List.of());
  }

  /** A status of a server that sends no images. */
  public Status(
      List<NodeStatus> nodes,
      List<NodeStatus> unknown,
      List<String> problems,
      List<Running> running) {
    this(nodes, unknown, problems, running, Traffic.NONE);
  }

  /** The JSON text. */
  public byte[] toJson() {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode known = root.putObject("nodes");
    nodes.forEach(node -> write(node, known.putObject(node.name())));
    ObjectNode strangers = root.putObject("unknown");
    unknown.forEach(node -> write(node, strangers.putObject(node.name())));
    problems.forEach(root.putArray("problems")::add);
    ObjectNode images = root.putObject("running");
    for (Running node : running) {
      ObjectNode json = images.putObject(node.node());
      json.put("image", node.image());
      json.put("next", node.next());
      json.put("behind", node.behind());
    }
    ObjectNode sent = root.putObject("traffic");
    sent.put("rate", traffic.bytesPerSecond());
    sent.put("moving", traffic.moving());
    sent.put("waiting", traffic.waiting());
    sent.put("places", traffic.places());
    sent.put("link", traffic.link());
    return JSON.writeValueAsBytes(root);
  }

  private static void write(NodeStatus node, ObjectNode json) {
    json.put("node name", node.name());
    json.put("stage", node.phase().name());
    json.put("sent", node.reason());
    json.put("ipaddr", node.address());
    json.put("last seen", node.since().getEpochSecond());
    json.put("phase", node.phase().word());
    json.put("since", node.since().toString());
    json.put("hwaddr", node.mac().toString());
    json.put("bytes", node.bytes());
    json.put("total", node.total());
    json.put("reason", node.reason());
    switch (node.turn()) {
      case null -> {}
      case Turn.Waiting(int before, @Nullable Duration eta) -> {
        ObjectNode waiting = json.putObject("waiting");
        waiting.put("before", before);
        waiting.put("seconds", eta == null ? null : eta.toSeconds());
      }
      case Turn.Moving(long rate, boolean slow) -> {
        ObjectNode moving = json.putObject("moving");
        moving.put("rate", rate);
        moving.put("slow", slow);
      }
      case Turn.Mirrored(String mirror, long rate, Instant heard) -> {
        ObjectNode mirrored = json.putObject("mirrored");
        mirrored.put("mirror", mirror);
        mirrored.put("rate", rate);
        mirrored.put("heard", heard.toString());
      }
    }
  }

  /**
   * Reads the JSON text.
   *
   * @throws RuntimeException when it is not what {@link #toJson} writes
   */
  public static Status parse(byte[] json) {
    JsonNode root = JSON.readTree(json);
    List<String> problems = new ArrayList<>();
    root.path("problems").forEach(problem -> problems.add(problem.asString()));
    List<Running> running = new ArrayList<>();
    root.path("running")
        .forEachEntry((name, node) ->
            running.add(
                new Running(name, node.path("image").asString(), node.path("next").asString())));
    JsonNode sent = root.path("traffic");
    Traffic traffic =
        new Traffic(
            sent.path("rate").asLong(0),
            sent.path("moving").asInt(0),
            sent.path("waiting").asInt(0),
            sent.path("places").asInt(0),
            sent.path("link").asLong(0));
    return new Status(
        read(root.path("nodes")), read(root.path("unknown")), problems, running, traffic);
  }

  private static List<NodeStatus> read(JsonNode list) {
    List<NodeStatus> nodes = new ArrayList<>();
    list.forEach(json ->
        nodes.add(
            new NodeStatus(
                json.path("node name").asString(),
                MacAddress.parse(json.path("hwaddr").asString()),
                Phase.valueOf(json.path("phase").asString().toUpperCase(Locale.ROOT)),
                Instant.parse(json.path("since").asString()),
                json.path("ipaddr").asString(),
                json.path("bytes").asLong(),
                json.path("total").asLong(),
                json.path("reason").asString(),
                turn(json))));
    return nodes;
  }

  private static @Nullable Turn turn(JsonNode json) {
    if (json.has("waiting")) {
      JsonNode seconds = json.path("waiting").path("seconds");
      return new Turn.Waiting(
          json.path("waiting").path("before").asInt(0),
          seconds.isNumber() ? Duration.ofSeconds(seconds.asLong()) : null);
    }
    if (json.has("mirrored")) {
      JsonNode mirrored = json.path("mirrored");
      return new Turn.Mirrored(
          mirrored.path("mirror").asString(),
          mirrored.path("rate").asLong(0),
          Instant.parse(mirrored.path("heard").asString()));
    }
    return json.has("moving")
        ? new Turn.Moving(
            json.path("moving").path("rate").asLong(0),
            json.path("moving").path("slow").asBoolean(false))
        : null;
  }
}
