package org.wwj.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.wwj.config.YamlCorpus.Place;
import org.wwj.config.YamlCorpus.Sample;

/**
 * Random edits of random documents, several at once, leave all lines alone that they do not mean.
 */
class YamlPropertyTest {
  private final Random random = new Random(20261126);

  @Test
  void linesThatNoEditMeansStay() {
    int done = 0;
    for (int round = 0; round < 4000; round++) {
      Sample sample = new Sample("f.conf", document());
      List<Place> places = YamlCorpus.places(sample);
      YamlEdit.Within edits = new YamlEdit.Within();
      BitSet meant = new BitSet();
      List<List<String>> paths = new ArrayList<>();
      for (int i = 1 + random.nextInt(4); i > 0; i--) {
        Place place = places.get(random.nextInt(places.size()));
        // Two edits of which one holds the other mean only one of them.
        if (paths.stream().noneMatch(path -> overlaps(path, place.path()))) {
          paths.add(place.path());
          edit(edits, place, sample, meant);
        }
      }
      try {
        String after = YamlEditor.apply("f.conf", sample.text(), edits);
        staysInOrder(sample.text(), meant, after, edits);
        done++;
      } catch (ConfigException e) {
        assertThat(e.getMessage()).as(sample.text()).matches("(?s)f\\.conf:\\d+: .+");
      }
    }
    assertThat(done).isGreaterThan(3900);
  }

  private static boolean overlaps(List<String> a, List<String> b) {
    int shorter = Math.min(a.size(), b.size());
    return a.subList(0, shorter).equals(b.subList(0, shorter));
  }

  private void edit(YamlEdit.Within edits, Place place, Sample sample, BitSet meant) {
    meant.set(place.firstLine(), place.lastLine(sample.text()) + 1);
    boolean map = place.value() instanceof Yaml.Mapping;
    switch (random.nextInt(map ? 5 : 4)) {
      case 0 -> {
        edits.at(place.path(), new YamlEdit.Remove());
        // In braces a comma goes as well, and the last key of a map leaves a sign behind.
        if (place.path().size() > 1) {
          Place owner = owner(place, sample);
          boolean all = place.flow();
          meant.set(
              owner.firstLine(), (all ? owner.lastLine(sample.text()) : owner.firstLine()) + 1);
        }
      }
      case 1 -> edits.at(place.path(), new YamlEdit.Put("new value"));
      case 2 -> edits.at(place.path(), new YamlEdit.Put(List.of("one", "two # words", "three")));
      case 3 -> edits.at(place.path(), YamlEdit.Put.nothing());
      default -> {
        List<String> path = new ArrayList<>(place.path());
        path.add("added key");
        edits.at(path, new YamlEdit.Put(List.of("a", "b")));
      }
    }
  }

  private static Place owner(Place place, Sample sample) {
    List<String> path = place.path().subList(0, place.path().size() - 1);
    return YamlCorpus.places(sample).stream()
        .filter(p -> p.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  private static void staysInOrder(
      String before, BitSet meant, String after, YamlEdit.Within edits) {
    // A file that ended without a line break still does, so a blank line at its end cannot be seen.
    List<String> now = YamlCorpus.lines(before.endsWith("\n") ? after : after + "\n");
    int at = 0;
    List<String> was = YamlCorpus.lines(before);
    for (int i = 0; i < was.size(); i++) {
      if (meant.get(i + 1)) {
        continue;
      }
      while (at < now.size() && !now.get(at).stripTrailing().equals(was.get(i).stripTrailing())) {
        at++;
      }
      assertThat(at)
          .as(
              "line %d is gone or moved by %s\n--- before\n%s--- after\n%s",
              i + 1, edits, before, after)
          .isLessThan(now.size());
      at++;
    }
  }

  /** A document as people write them, with every line its own so that a lost one is noticed. */
  private String document() {
    StringBuilder text = new StringBuilder();
    line = 0;
    if (random.nextInt(3) == 0) {
      text.append("---\n");
    }
    map(text, 0, 1 + random.nextInt(4), 0);
    comments(text, 0);
    String whole = random.nextInt(5) == 0 ? text.toString().stripTrailing() : text.toString();
    return random.nextInt(5) == 0 ? whole.replace("\n", "\r\n") : whole;
  }

  private int line;

  private String unique(String word) {
    return word + line++;
  }

  private void map(StringBuilder text, int column, int keys, int depth) {
    for (int i = 0; i < keys; i++) {
      comments(text, column);
      text.append(" ".repeat(column)).append(unique("key ")).append(':');
      int step = 1 + random.nextInt(4);
      switch (random.nextInt(depth > 3 ? 5 : 8)) {
        case 0 -> text.append(" ").append(unique("value"));
        case 1 -> text.append("  '").append(unique("it''s #")).append("'");
        case 2 -> text.append(" \"").append(unique("tab\\t")).append('"');
        case 3 -> flow(text, 0);
        case 4 -> {
          list(text, column + random.nextInt(3));
          continue;
        }
        case 5 -> {
          text.append(random.nextBoolean() ? " |" : " >-").append('\n');
          text.append(" ".repeat(column + step)).append(unique("a line ")).append("\n\n");
          text.append(" ".repeat(column + step)).append(unique("# no comment ")).append('\n');
          continue;
        }
        default -> {
          comment(text);
          text.append('\n');
          map(text, column + step, 1 + random.nextInt(3), depth + 1);
          continue;
        }
      }
      comment(text);
      text.append('\n');
    }
  }

  private void list(StringBuilder text, int column) {
    comment(text);
    text.append('\n');
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      comments(text, column);
      text.append(" ".repeat(column)).append("- ").append(unique("item "));
      comment(text);
      text.append('\n');
    }
  }

  private void flow(StringBuilder text, int depth) {
    boolean map = random.nextBoolean();
    text.append(map ? " {" : " [");
    int items = random.nextInt(4);
    for (int i = 0; i < items; i++) {
      text.append(i > 0 ? ", " : "").append(map ? unique("k") + ": " : "");
      if (depth < 2 && random.nextInt(4) == 0) {
        flow(text, depth + 1);
      } else {
        text.append(unique("v"));
      }
    }
    text.append(map ? "}" : "]");
  }

  private void comment(StringBuilder text) {
    if (random.nextInt(3) == 0) {
      text.append("   # ").append(unique("note "));
    }
  }

  private void comments(StringBuilder text, int column) {
    for (int i = random.nextInt(4); i > 1; i--) {
      text.append(
          random.nextBoolean() ? "\n" : " ".repeat(column) + "# " + unique("comment ") + "\n");
    }
  }
}
