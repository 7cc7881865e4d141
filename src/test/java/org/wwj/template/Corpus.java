package org.wwj.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The templates of {@code corpus/}, their data, and what real Go makes of them. */
final class Corpus {
  static final List<String> FILES =
      List.of("basics", "actions", "builtins", "bytes", "errors", "strings", "lists", "numbers");
  private static final ZonedDateTime WHEN =
      ZonedDateTime.of(2024, 2, 29, 13, 4, 5, 123_456_789, ZoneOffset.UTC);

  private Corpus() {}

  /** All templates by name. */
  static Map<String, String> templates() {
    return all("corpus/");
  }

  /** What Go makes of each, by name. */
  static Map<String, String> golden() {
    return all("golden/");
  }

  private static Map<String, String> all(String folder) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String file : FILES) {
      cases(text(folder + file + ".txt"))
          .forEach((name, text) -> {
            if (all.put(name, text) != null) {
              throw new IllegalStateException("two cases are called " + name);
            }
          });
    }
    return all;
  }

  /** Cases of one file: the name behind {@code ===}, then lines up to the next. */
  static Map<String, String> cases(String file) {
    Map<String, String> cases = new LinkedHashMap<>();
    for (String part : ("\n" + file).split("\n=== ", -1)) {
      int line = part.indexOf('\n');
      if (!part.isEmpty() && !part.startsWith("\n") && !part.startsWith("#")) {
        cases.put(
            line < 0 ? part : part.substring(0, line), line < 0 ? "" : part.substring(line + 1));
      }
    }
    // the file's last newline ends its last case
    cases.computeIfPresent(
        cases.keySet().stream().reduce("", (a, b) -> b),
        (name, text) -> text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
    return cases;
  }

  static String text(String resource) {
    try (InputStream in = Corpus.class.getResourceAsStream("/template/" + resource)) {
      return GoString.decode(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What wwj makes of a template. */
  static String render(String name, String text) {
    StringBuilder out = new StringBuilder();
    try {
      Template.parse(name, text, Sprig.functions()).render(data(), out::append);
    } catch (TemplateException e) {
      return "error: " + e.getMessage();
    }
    return out.toString();
  }

  /** Go gives no column for mistakes of the grammar. */
  static String withoutColumn(String text) {
    return text.contains(": executing ")
        ? text
        : text.replaceFirst("^(error: template: \\w+:\\d+):\\d+: ", "$1: ");
  }

  /** The data of {@code oracle.go}. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> data() {
    Map<String, Object> data = JsonMapper.shared().readValue(text("data.json"), Map.class);
    data.put(
        "Box", new Box("box", 7, Map.of("a", "1", "b", "2"), new Box("in", 8, Map.of(), null)));
    data.put("NilBox", new NilPointer("*main.Box"));
    data.put("Strings", GoList.strings(List.of("x", "y")));
    data.put("When", GoTime.of(WHEN));
    data.put("Later", GoTime.of(WHEN.withHour(14).withMinute(34).withNano(500_000_000)));
    data.put("Span", new GoDuration(Duration.ofSeconds(90).toNanos()));
    return data;
  }
}
