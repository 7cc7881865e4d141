package org.wwj.template;

import java.util.ArrayList;
import java.util.List;

/** The variables of one executing template, innermost last. */
final class Scope {
  private final List<String> names = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  Scope(Object dollar) {
    declare("$", dollar);
  }

  void declare(String name, Object value) {
    names.add(name);
    values.add(value);
  }

  /** Sets the innermost variable of that name, which may be an outer block's. */
  boolean assign(String name, Object value) {
    int index = names.lastIndexOf(name);
    if (index < 0) {
      return false;
    }
    values.set(index, value);
    return true;
  }

  /** Sets a variable by its place from the top, the first is 1. */
  void setTop(int n, Object value) {
    values.set(values.size() - n, value);
  }

  Object get(String name) {
    int index = names.lastIndexOf(name);
    return index < 0 ? Fields.NO_FIELD : values.get(index);
  }

  int mark() {
    return names.size();
  }

  void pop(int mark) {
    names.subList(mark, names.size()).clear();
    values.subList(mark, values.size()).clear();
  }
}
