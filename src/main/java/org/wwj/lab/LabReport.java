package org.wwj.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.wwj.boot.NodeStatus;

/**
 * What {@code lab status} shows.
 *
 * @param server one line on the server
 * @param libvirt one line on libvirt
 * @param nodes the machines
 */
public record LabReport(String server, String libvirt, List<Row> nodes) {
  private static final List<String> HEADERS =
      List.of("NODE", "PHASE", "SINCE", "ADDRESS", "VM", "FIRMWARE", "CONSOLE");

  /** One machine. */
  public record Row(
      String name,
      String phase,
      String since,
      String address,
      String vm,
      Firmware firmware,
      Path console,
      String reason) {}

  static Row row(Machine machine, NodeStatus status, String vm, Path console, Instant now) {
    return new Row(
        machine.name(),
        status.phase().word(),
        ago(Duration.between(status.since(), now)),
        status.address(),
        vm,
        machine.firmware(),
        console,
        status.reason());
  }

  static Row row(Machine machine, String vm, Path console) {
    return new Row(machine.name(), "", "", "", vm, machine.firmware(), console, "");
  }

  private static String ago(Duration age) {
    long s = Math.max(0, age.toSeconds());
    if (s < 120) {
      return s + " s ago";
    }
    return s < 7200 ? s / 60 + " min ago" : s / 3600 + " h ago";
  }

  /** The report as text: a table in Warewulf's form, then server and libvirt. */
  public String text() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADERS);
    rows.add(HEADERS.stream().map(header -> "-".repeat(header.length())).toList());
    for (Row row : nodes) {
      rows.add(
          List.of(
              row.name,
              filled(row.phase),
              filled(row.since),
              filled(row.address),
              row.vm,
              row.firmware.word(),
              row.console.toString()));
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int c = column;
        int width = rows.stream().mapToInt(other -> other.get(c).length()).max().orElse(0);
        line.append(row.get(c)).append(" ".repeat(width - row.get(c).length() + 2));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    nodes.stream()
        .filter(row -> !row.reason.isEmpty())
        .forEach(row -> text.append(row.name + ": " + row.reason + "\n"));
    return text.append("server   " + server + "\n").append("libvirt  " + libvirt + "\n").toString();
  }

  private static String filled(String cell) {
    return cell.isEmpty() ? "--" : cell;
  }
}
