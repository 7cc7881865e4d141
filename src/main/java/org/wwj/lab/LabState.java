package org.wwj.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.wwj.net.Prefix;

/**
 * What the lab has to remember from one command to the next: {@code lab.conf}.
 *
 * @param uri the host's libvirt the machines run in; empty for the lab's own
 * @param namespace the network namespace, unused with the host's libvirt
 * @param server the server's address with its network
 * @param image what the machines boot
 * @param machines by definition order
 */
record LabState(String uri, String namespace, Prefix server, String image, List<Machine> machines) {

  boolean isolated() {
    return uri.isEmpty();
  }

  LabNetwork network() {
    return new LabNetwork(namespace, server);
  }

  Optional<Machine> machine(String name) {
    return machines.stream().filter(machine -> machine.name().equals(name)).findFirst();
  }

  LabState with(Machine added) {
    List<Machine> all = new ArrayList<>(machines);
    all.add(added);
    return new LabState(uri, namespace, server, image, List.copyOf(all));
  }

  void write(Path file) {
    StringBuilder text =
        new StringBuilder("# Written by wwj lab; wwj lab down removes what stands here.\n")
            .append("uri=" + uri + "\n")
            .append("namespace=" + namespace + "\n")
            .append("server=" + server + "\n")
            .append("image=" + image + "\n");
    machines.forEach(machine -> text.append("machine=").append(machine.format()).append('\n'));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new LabException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  static LabState read(Path file) {
    Map<String, String> values = new LinkedHashMap<>();
    List<Machine> machines = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        if (line.startsWith("#") || equals < 0) {
          continue;
        }
        String value = line.substring(equals + 1);
        if (line.startsWith("machine=")) {
          machines.add(Machine.parse(value));
        } else {
          values.put(line.substring(0, equals), value);
        }
      }
      return new LabState(
          values.getOrDefault("uri", ""),
          values.getOrDefault("namespace", ""),
          Prefix.parse(values.getOrDefault("server", "")),
          values.getOrDefault("image", ""),
          List.copyOf(machines));
    } catch (IOException | IllegalArgumentException e) {
      throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
