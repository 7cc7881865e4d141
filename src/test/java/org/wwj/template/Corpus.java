package org.wwj.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The templates of {@code corpus.txt}, their data, and what real Go makes of them. */
final class Corpus {
  private Corpus() {}

  static Map<String, String> read(String resource) {
    Map<String, String> cases = new LinkedHashMap<>();
    for (String part : text(resource).split("(?m)^=== ")) {
      int line = part.indexOf('\n');
      if (!part.startsWith("#") && line > 0) {
        cases.put(part.substring(0, line), part.substring(line + 1, part.length() - 1));
      }
    }
    return cases;
  }

  static String text(String resource) {
    try (InputStream in = Corpus.class.getResourceAsStream("/template/" + resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> data() {
    Map<String, Object> data = JsonMapper.shared().readValue(text("data.json"), Map.class);
    data.put(
        "Box", new Box("box", 7, Map.of("a", "1", "b", "2"), new Box("in", 8, Map.of(), null)));
    return data;
  }

  /** The struct of {@code oracle.go}. */
  record Box(String name, int size, Map<String, String> tags, Box inner) implements Fields {
    @Override
    public Object field(String field) {
      return switch (field) {
        case "Name" -> name;
        case "Size" -> size;
        case "Tags" -> new StringMap(tags);
        case "Inner" -> inner == null ? Nil.NIL : inner;
        case "Loud" -> Function.of(args -> name.toUpperCase(Locale.ROOT) + "!");
        case "Join" ->
            Function.variadic(
                args -> {
                  List<String> parts = new ArrayList<>();
                  args.subList(1, args.size()).forEach(a -> parts.add((String) a));
                  return String.join((String) args.getFirst(), parts);
                },
                Function.Type.STRING,
                Function.Type.STRING);
        default -> NO_FIELD;
      };
    }

    @Override
    public String typeName() {
      return "*main.Box";
    }

    @Override
    public List<String> fieldNames() {
      return List.of("Name", "Size", "Tags", "Inner");
    }
  }
}
