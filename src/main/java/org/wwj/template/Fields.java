package org.wwj.template;

import java.util.List;

/**
 * A Go struct as templates see it: named fields and methods. Names are checked, so a misspelt field
 * is an error and not an empty string.
 */
public interface Fields {
  /** The answer of {@link #field} for a name that the struct does not have. */
  Object NO_FIELD = new Object();

  /**
   * The value of a field, the {@link Function} of a method, or {@link #NO_FIELD}. A method without
   * parameters may answer its value right away.
   */
  Object field(String name);

  /** Go's name of the type, for messages and {@code %T}. */
  String typeName();

  /** Fields in order of declaration, for printing the whole; methods are not among them. */
  default List<String> fieldNames() {
    return List.of();
  }
}
