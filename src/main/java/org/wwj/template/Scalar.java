package org.wwj.template;

/**
 * A value of a named Go type over a basic one, such as {@code net.IP} or Warewulf's {@code WWbool}:
 * it prints by its {@code toString} and behaves as {@link #plain} everywhere else. Functions that
 * want the basic type refuse it, as Go's do.
 */
public interface Scalar {
  /** The basic value: String, Long, Boolean, or an empty list for a nil slice. */
  Object plain();

  /** Go's name of the type. */
  String typeName();

  /** Go's kind of the type, as {@code kindOf} prints it. */
  default String kind() {
    return Values.kind(plain());
  }

  /** The method's function or value, or {@link Fields#NO_FIELD}. */
  default Object method(String name) {
    return Fields.NO_FIELD;
  }
}
