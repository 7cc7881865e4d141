package org.wwj.template;

/**
 * A value whose static type in Go is {@code interface {}}, as elements of maps and lists have it.
 * Messages name that type instead of the value's own, and a nil in it is no missing value.
 */
record Boxed(Object value) {
  /** The value as a pipeline hands it on: out of its box, and missing when it is nil. */
  static Object open(Object value) {
    Object inner = inner(value);
    return inner == Nil.NIL ? Values.MISSING : inner;
  }

  /** The value out of its box. */
  static Object inner(Object value) {
    return value instanceof Boxed boxed ? boxed.value : value;
  }
}
