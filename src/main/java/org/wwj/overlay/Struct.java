package org.wwj.overlay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.wwj.template.Fields;

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
}
