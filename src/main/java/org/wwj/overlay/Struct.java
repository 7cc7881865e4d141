package org.wwj.overlay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wwj.template.Fields;
import org.wwj.template.Nil;

/** A Go struct made of named values. */
final class Struct implements Fields {
  private final String typeName;
  private final Map<String, Object> fields = new LinkedHashMap<>();
  private final Map<String, Object> methods = new LinkedHashMap<>();

  Struct(String typeName) {
    this.typeName = typeName;
  }

  Struct with(String name, Object value) {
    fields.put(name, value);
    return this;
  }

  /** What answers by name but is not printed with the struct. */
  Struct method(String name, Object value) {
    methods.put(name, value);
    return this;
  }

  @Override
  public Object field(String name) {
    Object value = fields.get(name);
    if (value == null) {
      value = methods.getOrDefault(name, NO_FIELD);
    }
    return value;
  }

  @Override
  public String typeName() {
    return typeName;
  }

  @Override
  public List<String> fieldNames() {
    return List.copyOf(fields.keySet());
  }

  /** Go's nil for a Java null. */
  static Object orNil(@org.jspecify.annotations.Nullable Object value) {
    return value == null ? Nil.NIL : value;
  }
}
