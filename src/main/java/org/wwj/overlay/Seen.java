package org.wwj.overlay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.wwj.template.Fields;
import org.wwj.template.Function;
import org.wwj.template.Nil;
import org.wwj.template.StringMap;

/**
 * Takes down the fields that a template looks at and what they say, down to the last one: {@code
 * NetDevs[default].Ipaddr}. For one template at a time; renderings that nodes wait for need less.
 */
final class Seen {
  private static final String EACH_NODE = "AllNodes[*]";

  private final SortedMap<String, String> values = new TreeMap<>();

  SortedMap<String, String> values() {
    return values;
  }

  /** The data, which tells what of it is looked at. */
  Fields watching(Fields data) {
    return new Spied(data, "");
  }

  /** Why it came no further. */
  void failed(String message) {
    values.put("", message);
  }

  private Object seen(String path, Object value) {
    return switch (value) {
      case Fields fields -> new Spied(fields, path.equals("ThisNode") ? "" : path);
      case Function function ->
          new Function(
              function.parameters(),
              function.rest(),
              (output, args) -> seen(path, function.body().call(output, args)));
      case StringMap map -> told(path, map);
      case Map<?, ?> map
          when !map.isEmpty() && map.values().stream().allMatch(Fields.class::isInstance) -> {
        Map<String, Object> all = new TreeMap<>();
        map.forEach(
            (key, inner) -> all.put(String.valueOf(key), seen(path + "[" + key + "]", inner)));
        yield all;
      }
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof Fields -> {
        List<Object> all = new ArrayList<>(list.size());
        for (Object inner : list) {
          all.add(seen(element(path, (Fields) inner, all.size()), inner));
        }
        yield all;
      }
      default -> told(path, value);
    };
  }

  /** Lists have their elements by the names that the maps beside them have. */
  private static String element(String path, Fields inner, int index) {
    if (path.equals("AllNodes")) {
      return EACH_NODE;
    }
    return inner.field("Id") instanceof String id
        ? path.replaceFirst("List$", "s") + "[" + id + "]"
        : path + "[" + index + "]";
  }

  private Object told(String path, Object value) {
    if (path.startsWith(EACH_NODE)) {
      values.put(path, "of each node");
    } else {
      values.put(path, value == Nil.NIL ? "" : String.valueOf(value));
    }
    return value;
  }

  /** A struct at a path. */
  private final class Spied implements Fields {
    private final Fields struct;
    private final String path;

    Spied(Fields struct, String path) {
      this.struct = struct;
      this.path = path;
    }

    @Override
    public Object field(String name) {
      Object value = struct.field(name);
      return NO_FIELD.equals(value)
          ? value
          : seen(path.isEmpty() ? name : path + "." + name, value);
    }

    @Override
    public String typeName() {
      return struct.typeName();
    }

    @Override
    public List<String> fieldNames() {
      return struct.fieldNames();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Spied spied && struct.equals(spied.struct);
    }

    @Override
    public int hashCode() {
      return struct.hashCode();
    }
  }
}
