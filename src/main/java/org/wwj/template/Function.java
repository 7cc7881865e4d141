package org.wwj.template;

import java.util.List;

/**
 * A function or method that templates may call. Its declared parameters are checked before it runs,
 * with Go's messages; no argument is ever a Java null.
 *
 * @param parameters types of the fixed parameters
 * @param rest type of the variadic parameter, {@link Type#NONE} without one
 * @param body what it does; throws {@link TemplateException} to fail the rendering
 * @param cost what a call takes off the rendering's budget, beside the size of its result
 */
public record Function(List<Type> parameters, Type rest, Body body, Cost cost) {
  /** What a parameter takes. */
  public enum Type {
    /** No parameter. */
    NONE("none"),
    /** Anything, also nil. */
    ANY("interface {}"),
    /** Anything, and whether it is there at all: what Go's own functions take. */
    VALUE("reflect.Value"),
    /** Text. */
    STRING("string"),
    /** A whole number. */
    INT("int"),
    /** A small number without a sign. */
    UINT32("uint32"),
    /** A whole number of 64 bits. */
    INT64("int64"),
    /** A floating-point number. */
    FLOAT("float64"),
    /** True or false. */
    BOOL("bool"),
    /** A map from strings; nil is an empty one. */
    MAP("map[string]interface {}"),
    /** A list; nil is an empty one. */
    LIST("[]interface {}"),
    /** A moment. */
    TIME("time.Time"),
    /** A span of time. */
    DURATION("time.Duration"),
    /** A version. */
    VERSION("*semver.Version"),
    /** A certificate and its key. */
    CERTIFICATE("sprig.certificate");

    private final String goName;

    Type(String goName) {
      this.goName = goName;
    }

    String goName() {
      return goName;
    }

    /** Whether nil may stand for it. */
    boolean canBeNil() {
      return switch (this) {
        case ANY, VALUE, LIST, MAP, VERSION -> true;
        default -> false;
      };
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

  /** What a call costs. */
  @FunctionalInterface
  interface Cost {
    /** The function looks at all that its arguments hold; {@link Meter} weighs them. */
    Cost ALL = arguments -> 0;

    /** The function looks at its arguments' own characters, but not into lists and maps. */
    Cost LIGHT = Meter::shallow;

    /** Steps for these arguments. */
    long steps(List<Object> arguments);
  }

  /** A function that costs what its arguments hold. */
  public Function(List<Type> parameters, Type rest, Body body) {
    this(parameters, rest, body, Cost.ALL);
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

  /** The same, at another price. */
  Function costing(Cost price) {
    return new Function(parameters, rest, body, price);
  }

  /** The same for a function whose answer may be another one each time; the output is told. */
  Function unrepeatable() {
    Body telling =
        (output, arguments) -> {
          output.unrepeatable();
          return body.call(output, arguments);
        };
    return new Function(parameters, rest, telling, cost);
  }

  /** The same for a function that does not look into lists and maps. */
  Function light() {
    return costing(Cost.LIGHT);
  }

  boolean isVariadic() {
    return rest != Type.NONE;
  }

  Type typeOf(int index) {
    return index < parameters.size() ? parameters.get(index) : rest;
  }
}
