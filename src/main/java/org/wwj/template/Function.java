package org.wwj.template;

import java.util.List;

/**
 * A function or method that templates may call. Its declared parameters are checked before it runs,
 * with Go's messages; no argument is ever a Java null.
 *
 * @param parameters types of the fixed parameters
 * @param rest type of the variadic parameter, {@link Type#NONE} without one
 * @param body what it does; throws {@link TemplateException} to fail the rendering
 */
public record Function(List<Type> parameters, Type rest, Body body) {
  /** What a parameter takes. */
  public enum Type {
    /** No parameter. */
    NONE("none"),
    /** Anything, also nil. */
    ANY("interface {}"),
    /** Text. */
    STRING("string"),
    /** A whole number. */
    INT("int"),
    /** A floating-point number. */
    FLOAT("float64"),
    /** True or false. */
    BOOL("bool"),
    /** A map from strings; nil is an empty one. */
    MAP("map[string]interface {}"),
    /** A list; nil is an empty one. */
    LIST("[]interface {}");

    private final String goName;

    Type(String goName) {
      this.goName = goName;
    }

    String goName() {
      return goName;
    }
  }

  /** What a function does with checked arguments. */
  @FunctionalInterface
  public interface Body {
    /** Answers the value, {@link Nil#NIL} for none. */
    Object call(Output output, List<Object> arguments);
  }

  /** A body that needs no output. */
  @FunctionalInterface
  public interface Pure {
    /** Answers the value, {@link Nil#NIL} for none. */
    Object call(List<Object> arguments);
  }

  /** A function with fixed parameters. */
  public static Function of(Pure body, Type... parameters) {
    return new Function(List.of(parameters), Type.NONE, (output, args) -> body.call(args));
  }

  /** A function whose last parameter repeats. */
  public static Function variadic(Pure body, Type rest, Type... fixed) {
    return new Function(List.of(fixed), rest, (output, args) -> body.call(args));
  }

  /** A function that acts on the rendering's output. */
  public static Function acting(Body body, Type... parameters) {
    return new Function(List.of(parameters), Type.NONE, body);
  }

  boolean isVariadic() {
    return rest != Type.NONE;
  }

  Type typeOf(int index) {
    return index < parameters.size() ? parameters.get(index) : rest;
  }
}
