package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.STRING;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions Go's text/template itself brings. */
final class Builtins {
  static final Function AND = Function.variadic(args -> Nil.NIL, ANY, ANY);
  static final Function OR = Function.variadic(args -> Nil.NIL, ANY, ANY);

  /** Functions that only look at a part, so that what they are given need not be weighed. */
  static final Set<String> LIGHT =
      Set.of("index", "len", "hasKey", "get", "empty", "default", "not");

  private static final Map<String, Function> ALL =
      Map.ofEntries(
          Map.entry("and", AND),
          Map.entry("or", OR),
          Map.entry("not", Function.of(a -> !Values.truth(a.getFirst()), ANY)),
          Map.entry("len", Function.of(a -> length(a.getFirst()), ANY)),
          Map.entry("index", Function.variadic(Indexing::index, ANY, ANY)),
          Map.entry("slice", Function.variadic(Indexing::slice, ANY, ANY)),
          Map.entry("call", Function.variadic(Builtins::call, ANY, ANY)),
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
          Map.entry("eq", Function.variadic(Comparison::eq, ANY, ANY)),
          Map.entry("ne", Function.of(a -> !Comparison.equal(a.get(0), a.get(1)), ANY, ANY)),
          Map.entry("lt", Function.of(a -> Comparison.less(a.get(0), a.get(1)), ANY, ANY)),
          Map.entry("le", Function.of(a -> Comparison.lessOrEqual(a.get(0), a.get(1)), ANY, ANY)),
          Map.entry("gt", Function.of(a -> !Comparison.lessOrEqual(a.get(0), a.get(1)), ANY, ANY)),
          Map.entry("ge", Function.of(a -> !Comparison.less(a.get(0), a.get(1)), ANY, ANY)));

  private Builtins() {}

  static Map<String, Function> all() {
    return ALL;
  }

  private static String text(List<Object> args) {
    return args.size() == 1 && args.getFirst() instanceof String s ? s : GoFormat.print(args);
  }

  static Object length(Object value) {
    return switch (Values.plain(value)) {
      case String s -> (long) GoString.byteLength(s);
      case List<?> list -> (long) list.size();
      case Map<?, ?> map -> (long) map.size();
      case Nil n -> throw new TemplateException("len of nil pointer");
      default -> throw new TemplateException("len of type " + Values.typeName(value));
    };
  }

  private static Object call(List<Object> args) {
    Object first = args.getFirst();
    if (!(first instanceof Function function)) {
      throw new TemplateException(
          first == Nil.NIL ? "call of nil" : "non-function of type " + Values.typeName(first));
    }
    List<Object> rest = args.subList(1, args.size());
    int want = function.parameters().size();
    if (function.isVariadic() ? rest.size() < want : rest.size() != want) {
      throw new TemplateException("wrong number of args: got " + rest.size() + " want " + want);
    }
    return function.body().call(text -> {}, rest);
  }
}
