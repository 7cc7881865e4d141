package org.wwj.template;

/**
 * A whole number of another Go type than {@code int}, which is a plain Long: sprig's arithmetic
 * answers {@code int64}, and a function that wants an {@code int} refuses it as in Go.
 *
 * @param type Go's name of the type
 * @param value the number; of a {@code uint64} the bits
 */
public record GoInt(String type, long value) implements Scalar {
  static GoInt int64(long value) {
    return new GoInt("int64", value);
  }

  static GoInt uint8(int value) {
    return new GoInt("uint8", value);
  }

  static GoInt uint64(long value) {
    return new GoInt("uint64", value);
  }

  boolean isUnsigned() {
    return type.startsWith("u");
  }

  @Override
  public Object plain() {
    return value;
  }

  @Override
  public String typeName() {
    return type;
  }

  @Override
  public String kind() {
    return type;
  }

  @Override
  public String toString() {
    return isUnsigned() ? Long.toUnsignedString(value) : Long.toString(value);
  }
}
