package org.wwj.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.wwj.config.ConfigException;
import org.wwj.config.StrictYaml;

/**
 * nodes.conf as written: profiles and nodes with the line of every setting.
 *
 * @param file where it was read from
 * @param profiles {@code nodeprofiles:} by name
 * @param nodes {@code nodes:} by name
 */
public record NodesFile(
    Path file, SortedMap<String, Definition> profiles, SortedMap<String, Definition> nodes) {

  /**
   * Reads the file; one that is not there holds no node.
   *
   * @throws ConfigException naming file and line of every mistake
   */
  public static NodesFile read(Path file) {
    return parse(file, Files.exists(file) ? StrictYaml.text(file) : "");
  }

  /**
   * The nodes in a text.
   *
   * @throws ConfigException naming file and line of every mistake
   */
  public static NodesFile parse(Path file, String text) {
    return new NodesReader(file).read(StrictYaml.parse(file.toString(), text));
  }
}
