package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Function.Type.VALUE;

import java.util.List;
import java.util.Map;

/** The functions Go's text/template itself brings. */
final class Builtins {
  /** {@link Calls} evaluates the operands of these itself, one after the other. */
  static final Function AND = Function.variadic(args -> Nil.NIL, VALUE, VALUE);

  static final Function OR = Function.variadic(args -> Nil.NIL, VALUE, VALUE);

  /** Is given how the callee was written, before the arguments. */
  static final Function CALL = Function.variadic(Builtins::call, VALUE, VALUE);

  private static final Map<String, Function> ALL =
      Map.ofEntries(
          Map.entry("and", AND),
          Map.entry("or", OR),
          Map.entry("not", Function.of(a -> !Values.truth(a.getFirst()), VALUE).light()),
          Map.entry("len", Function.of(a -> Indexing.length(a.getFirst()), VALUE).light()),
          Map.entry("index", Function.variadic(Indexing::index, VALUE, VALUE).light()),
          Map.entry("slice", Function.variadic(Indexing::slice, VALUE, VALUE).light()),
          Map.entry("call", CALL),
          Map.entry("print", Function.variadic(GoFormat::print, ANY)),
          Map.entry("println", Function.variadic(GoFormat::println, ANY)),
          Map.entry(
              "printf",
              Function.variadic(
                  a -> GoFormat.printf((String) a.getFirst(), a.subList(1, a.size())),
                  ANY,
                  STRING)),
          Map.entry("html", Function.variadic(a -> Escapes.html(text(a)), ANY)),
          Map.entry("js", Function.variadic(a -> Escapes.js(text(a)), ANY)),
          Map.entry("urlquery", Function.variadic(a -> Escapes.urlQuery(text(a)), ANY)),
          Map.entry("eq", Function.variadic(Comparison::eq, VALUE, VALUE).light()),
          Map.entry("ne", comparing((a, b) -> !Comparison.equal(a, b))),
          Map.entry("lt", comparing(Comparison::less)),
          Map.entry("le", comparing(Comparison::lessOrEqual)),
          Map.entry("gt", comparing((a, b) -> !Comparison.lessOrEqual(a, b))),
          Map.entry("ge", comparing((a, b) -> !Comparison.less(a, b))));

  private Builtins() {}

  static Map<String, Function> all() {
    return ALL;
  }

  private interface Comparing {
    boolean of(Object a, Object b);
  }

  private static Function comparing(Comparing comparing) {
    return Function.of(a -> comparing.of(a.get(0), a.get(1)), VALUE, VALUE).light();
  }

  /** What the escaping functions look at: a nil is shown as an action shows it. */
  private static String text(List<Object> args) {
    if (args.size() == 1 && args.getFirst() instanceof String text) {
      return text;
    }
    return GoFormat.print(
        args.stream().map(a -> a == Nil.NIL ? (Object) "<no value>" : a).toList());
  }

  private static Object call(List<Object> args) {
    Object callee = args.get(1);
    if (Values.isNil(callee)) {
      throw new TemplateException("call of nil");
    }
    if (!(callee instanceof Function function)) {
      throw new TemplateException(
          "non-function " + args.getFirst() + " of type " + Values.typeName(callee));
    }
    List<Object> given = args.subList(2, args.size());
    int want = function.parameters().size();
    if (function.isVariadic() ? given.size() < want : given.size() != want) {
      throw new TemplateException(
          "wrong number of args for "
              + args.getFirst()
              + ": got "
              + given.size()
              + " want "
              + (function.isVariadic() ? "at least " : "")
              + want);
    }
    for (int i = 0; i < given.size(); i++) {
      Function.Type type = function.typeOf(i);
      if (!Calls.fits(type, given.get(i))) {
        throw new TemplateException(
            "arg "
                + i
                + ": value has type "
                + Values.typeName(given.get(i))
                + "; should be "
                + type.goName());
      }
    }
    return function.body().call(text -> {}, given);
  }
}
