package org.wwj.template;

/**
 * A number with a name, such as a month or a day of the week.
 *
 * @param typeName Go's name of the type
 * @param number the value
 * @param name how it prints
 */
record GoNamed(String typeName, long number, String name) implements Scalar {
  @Override
  public Object plain() {
    return number;
  }

  @Override
  public Object method(String method) {
    return method.equals("String") ? name : Fields.NO_FIELD;
  }

  @Override
  public String toString() {
    return name;
  }
}
