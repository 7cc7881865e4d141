package org.wwj.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.wwj.config.ConfigException;
import org.wwj.config.StrictYaml;
import org.wwj.config.Yaml;
import org.wwj.registry.NodesEdit.Kind;

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

  /**
   * The nodes or profiles in a text that names them at its top, as {@code export} writes it, or
   * below {@code nodes:} as nodes.conf does.
   *
   * @return the map that names them, known to be readable; null when there is none
   * @throws ConfigException naming file and line of every mistake
   */
  static Yaml.@Nullable Mapping definitions(Path file, String text, Kind kind) {
    Yaml document = StrictYaml.parse(file.toString(), text);
    if (document == null || (document instanceof Yaml.Text nothing && nothing.isNull())) {
      return null;
    }
    if (!(document instanceof Yaml.Mapping top)) {
      throw new ConfigException(
          file + ":" + document.line() + ": a map of " + kind.word() + "s is needed");
    }
    Yaml.Entry whole = top.resolved().get(kind.section());
    if (whole == null) {
      Yaml.Text key = new Yaml.Text(top.span(), kind.section(), Yaml.Style.PLAIN);
      whole = new Yaml.Entry(key, top);
      top = new Yaml.Mapping(top.span(), List.of(whole), false);
    }
    new NodesReader(file).read(top);
    return whole.value().target() instanceof Yaml.Mapping found ? found : null;
  }
}
