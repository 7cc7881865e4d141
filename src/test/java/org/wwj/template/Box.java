package org.wwj.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The struct of {@code oracle.go}. */
record Box(String name, int size, Map<String, String> tags, Box inner) implements Fields {
  @Override
  public Object field(String field) {
    return switch (field) {
      case "Name" -> name;
      case "Size" -> size;
      case "Tags" -> new StringMap(tags);
      case "Inner" -> inner == null ? new NilPointer("*main.Box") : inner;
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
