package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.STRING;

import java.util.Map;

/** Sprig's JSON. Without {@code must} an error is an empty text, or nothing. */
final class SprigJson {
  private SprigJson() {}

  static void addTo(Map<String, Function> all) {
    writer(all, "toJson", "mustToJson", false);
    writer(all, "toPrettyJson", "mustToPrettyJson", true);
    for (String name : new String[] {"toRawJson", "mustToRawJson"}) {
      all.put(name, Function.of(a -> JsonWriter.write(a.getFirst(), false, false), ANY));
    }
    all.put("mustFromJson", Function.of(a -> JsonReader.read((String) a.getFirst()), STRING));
    all.put(
        "fromJson",
        Function.of(
            a -> {
              try {
                return JsonReader.read((String) a.getFirst());
              } catch (JsonException e) {
                return Nil.NIL;
              }
            },
            STRING));
  }

  private static void writer(Map<String, Function> all, String name, String must, boolean pretty) {
    all.put(must, Function.of(a -> JsonWriter.write(a.getFirst(), pretty, true), ANY));
    all.put(
        name,
        Function.of(
            a -> {
              try {
                return JsonWriter.write(a.getFirst(), pretty, true);
              } catch (JsonException e) {
                return "";
              }
            },
            ANY));
  }
}
