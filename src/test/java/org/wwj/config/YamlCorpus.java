package org.wwj.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The hand-written files in {@code src/test/resources/yaml}, and the places in one that can be
 * edited.
 */
final class YamlCorpus {
  private YamlCorpus() {}

  /** One file. */
  record Sample(String name, String text) {
    @Override
    public String toString() {
      return name;
    }

    @Nullable Yaml document() {
      return StrictYaml.parse(name, text);
    }
  }

  /**
   * A key with its value.
   *
   * @param path the keys down to it
   * @param flow whether its map is written in braces
   * @param siblings how many keys its map has
   */
  record Place(List<String> path, Yaml.Entry entry, boolean flow, int siblings) {
    Yaml value() {
      return entry.value();
    }

    int firstLine() {
      return entry.key().line();
    }

    /** The last line of its value; blank lines at the end of a block scalar may be part of it. */
    int lastLine(String text) {
      int end = Math.max(value().span().end(), entry.key().span().end());
      int line = StrictYaml.lineAt(text, end);
      Yaml last = value();
      while (last instanceof Yaml.Mapping map && !map.entries().isEmpty()) {
        last = map.entries().getLast().value();
      }
      if (last instanceof Yaml.Text block && block.style() == Yaml.Style.BLOCK) {
        List<String> lines = lines(text);
        while (line < lines.size() && lines.get(line).isBlank()) {
          line++;
        }
      }
      return line;
    }

    @Override
    public String toString() {
      return String.join("/", path);
    }
  }

  static List<Sample> samples() {
    try (Stream<Path> files =
        Files.list(
            Path.of(Objects.requireNonNull(YamlCorpus.class.getResource("/yaml")).toURI()))) {
      return files.sorted().map(YamlCorpus::sample).toList();
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Sample sample(String name) {
    return samples().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
  }

  private static Sample sample(Path file) {
    try {
      return new Sample(file.getFileName().toString(), Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys of a document that stand where they are read; of very many, the first. */
  static List<Place> places(Sample sample) {
    List<Place> places = new ArrayList<>();
    if (sample.document() instanceof Yaml.Mapping mapping) {
      walk(mapping, List.of(), places);
    }
    return places.subList(0, Math.min(places.size(), 40));
  }

  private static void walk(Yaml.Mapping mapping, List<String> above, List<Place> places) {
    for (Yaml.Entry entry : mapping.entries()) {
      if (entry.isMerge()) {
        continue;
      }
      List<String> path = Stream.concat(above.stream(), Stream.of(entry.key().value())).toList();
      places.add(new Place(path, entry, mapping.flow(), mapping.entries().size()));
      if (entry.value() instanceof Yaml.Mapping inner) {
        walk(inner, path, places);
      }
    }
  }

  static String edit(Sample sample, String text, YamlEdit edit, List<String> path) {
    YamlEdit.Within edits = new YamlEdit.Within();
    edits.at(path, edit);
    return YamlEditor.apply(sample.name(), text, edits);
  }

  /** The lines of a text with their ends; a last one without gets one. */
  static List<String> lines(String text) {
    String whole = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    return whole.isEmpty() ? List.of() : List.of(whole.split("(?<=\n)"));
  }

  /**
   * Lines of {@code before} that are not in {@code after}: from, to, counted from 1; empty when to
   * < from.
   */
  static int[] changed(String before, String after) {
    List<String> was = lines(before);
    List<String> now = lines(after);
    int same = 0;
    int most = Math.min(was.size(), now.size());
    while (same < most && sameLine(was, same, now, same)) {
      same++;
    }
    int tail = 0;
    while (tail < most - same && sameLine(was, was.size() - 1 - tail, now, now.size() - 1 - tail)) {
      tail++;
    }
    return new int[] {same + 1, was.size() - tail};
  }

  private static boolean sameLine(List<String> was, int i, List<String> now, int j) {
    boolean last = i == was.size() - 1 || j == now.size() - 1;
    return was.get(i).equals(now.get(j))
        || (last && was.get(i).stripTrailing().equals(now.get(j).stripTrailing()));
  }
}
