package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.wwj.config.YamlCorpus.Place;
import org.wwj.config.YamlCorpus.Sample;

/**
 * Every change of every key of the awkward files: only its own lines change, and the inverse gives
 * the same bytes where one exists. What is refused is refused with its line.
 */
class YamlCorpusTest {
  /**
   * Where a change may be refused: anchors, aliases, merge keys, and keys behind a question mark.
   */
  private static final Set<String> REFUSED = Set.of("anchors.yaml", "explicit-keys.yaml");

  private final List<String> failures = new ArrayList<>();
  private int done;

  static List<Sample> samples() {
    return YamlCorpus.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void scalarsAreSetAndSetBack(Sample sample) {
    for (Place place : YamlCorpus.places(sample)) {
      for (Object value : List.of("changed", "a: b #c", "", "two\nlines", "~")) {
        setAndBack(sample, place, new YamlEdit.Put(value));
      }
    }
    verdict(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void valuesAreClearedByNullAndSetBack(Sample sample) {
    for (Place place : YamlCorpus.places(sample)) {
      setAndBack(sample, place, YamlEdit.Put.nothing());
    }
    verdict(sample);
  }

  private void setAndBack(Sample sample, Place place, YamlEdit.Put edit) {
    String changed = change(sample, place, edit);
    if (changed != null
        && place.value() instanceof Yaml.Text was
        && isCanonical(sample, place, was)) {
      back(sample, place, changed, new YamlEdit.Put(was));
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void listsGainAndLoseItemsOneByOne(Sample sample) {
    for (Place place : YamlCorpus.places(sample)) {
      if (!(place.value() instanceof Yaml.Sequence list)) {
        continue;
      }
      List<Object> items = new ArrayList<>();
      list.items().forEach(item -> items.add(value(item)));
      for (int at = 0; at <= items.size() && at < 12; at++) {
        List<Object> more = new ArrayList<>(items);
        more.add(at, "extra item");
        String changed = change(sample, place, new YamlEdit.Put(more));
        if (changed != null && !items.isEmpty() && isOneByOne(list)) {
          back(sample, place, changed, new YamlEdit.Put(items));
        }
      }
      for (int at = 0; at < items.size() && at < 12; at++) {
        List<Object> fewer = new ArrayList<>(items);
        fewer.remove(at);
        change(sample, place, new YamlEdit.Put(fewer));
      }
      change(sample, place, new YamlEdit.Put(List.of()));
      change(sample, place, new YamlEdit.Put(List.of("all", "new", "- words")));
    }
    verdict(sample);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void keysAreAddedAndTakenAway(Sample sample) {
    Yaml document = sample.document();
    adds(sample, document, List.of(), 1);
    for (Place place : YamlCorpus.places(sample)) {
      if (place.value() instanceof Yaml.Mapping
          || (place.value() instanceof Yaml.Text text && text.isNull())) {
        adds(sample, place.value(), place.path(), place.firstLine());
      }
    }
    verdict(sample);
  }

  private void adds(Sample sample, @Nullable Yaml map, List<String> path, int firstLine) {
    Map<String, Object> node = new LinkedHashMap<>();
    node.put("profiles", List.of("default", "gpu"));
    node.put("network devices", Map.of("default", Map.of("ipaddr", "10.0.0.9")));
    for (Object value : List.of("v", List.of("a", "b"), node, Map.of())) {
      List<String> at = new ArrayList<>(path);
      at.add("zz new");
      String where = String.join("/", at) + " = " + value;
      try {
        String added = YamlCorpus.edit(sample, sample.text(), new YamlEdit.Put(value), at);
        // Only the line that held an empty map, or the braces of a map, may differ.
        int[] lines = YamlCorpus.changed(sample.text(), added);
        boolean full = map instanceof Yaml.Mapping mapping && !mapping.entries().isEmpty();
        boolean block = full && map instanceof Yaml.Mapping mapping && !mapping.flow();
        if (map != null && lines[1] >= lines[0]) {
          int last = StrictYaml.lineAt(sample.text(), map.span().end());
          if (block || lines[0] < firstLine || lines[1] > last) {
            failures.add(where + ": changed lines " + lines[0] + "-" + lines[1]);
          }
        }
        String gone = YamlCorpus.edit(sample, added, new YamlEdit.Remove(), at);
        if (full && !gone.equals(sample.text())) {
          failures.add(where + ": not the same after it was taken away:\n" + gone);
        }
        done++;
      } catch (ConfigException e) {
        refused(sample, where, e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void keysAreRemovedWithTheirLines(Sample sample) {
    for (Place place : YamlCorpus.places(sample)) {
      change(sample, place, new YamlEdit.Remove());
    }
    verdict(sample);
  }

  /**
   * The text after the change, known to differ in the lines of that key only; null when refused.
   */
  private @Nullable String change(Sample sample, Place place, YamlEdit edit) {
    String text = sample.text();
    try {
      String changed = YamlCorpus.edit(sample, text, edit, place.path());
      int[] lines = YamlCorpus.changed(text, changed);
      boolean inside = lines[0] >= place.firstLine() && lines[1] <= place.lastLine(text);
      // The map that lost its last key says so on its own line, and in braces a comma goes as well.
      boolean more = edit instanceof YamlEdit.Remove && (place.siblings() == 1 || place.flow());
      if (lines[1] >= lines[0] && !inside && !more) {
        failures.add(
            place + " " + edit + ": changed lines " + lines[0] + "-" + lines[1] + ":\n" + changed);
      }
      done++;
      return changed;
    } catch (ConfigException e) {
      refused(sample, place + " " + edit, e);
      return null;
    }
  }

  private void back(Sample sample, Place place, String changed, YamlEdit edit) {
    try {
      String again = YamlCorpus.edit(sample, changed, edit, place.path());
      if (!again.equals(sample.text())) {
        failures.add(place + " " + edit + ": not the same bytes:\n" + again);
      }
    } catch (ConfigException e) {
      failures.add(place + " back " + edit + ": " + e.getMessage());
    }
  }

  private void refused(Sample sample, String what, ConfigException e) {
    if (!String.valueOf(e.getMessage()).matches("(?s)" + sample.name() + ":\\d+: .*")) {
      failures.add(what + ": refused without a line: " + e.getMessage());
    } else if (!REFUSED.contains(sample.name())) {
      failures.add(what + ": refused: " + e.getMessage());
    }
  }

  private void verdict(Sample sample) {
    assertThat(failures).as(sample.name() + " (" + done + " done)").isEmpty();
  }

  /** Whether the value is written as wwj would write it again. */
  private static boolean isCanonical(Sample sample, Place place, Yaml.Text was) {
    String source = sample.text().substring(was.span().start(), was.span().end());
    return was.style() != Yaml.Style.BLOCK
        && source.equals(
            was.isNull() ? "~" : YamlScalar.write(was.value(), was.style(), place.flow()));
  }

  private static Object value(Yaml item) {
    Yaml target = item.target();
    if (target instanceof Yaml.Sequence list) {
      return list.items().stream().map(YamlCorpusTest::value).toList();
    }
    if (target instanceof Yaml.Mapping map) {
      Map<String, Object> values = new LinkedHashMap<>();
      map.resolved().forEach((key, entry) -> values.put(key, value(entry.value())));
      return values;
    }
    return target;
  }

  /** Whether each item can be taken away and written again as it stood. */
  private static boolean isOneByOne(Yaml.Sequence list) {
    return list.items().stream()
        .noneMatch(
            item -> item instanceof Yaml.Text text && text.isNull() && !text.isExplicitNull());
  }
}
