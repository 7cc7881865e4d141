package org.wwj.template;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The functions that a template may call, and what is said of others.
 *
 * @param functions beside Go's own; they hide Go's of the same name
 * @param hint what to add about a mistyped word, given all that are known
 */
record Vocabulary(
    Map<String, Function> functions, BiFunction<String, Collection<String>, String> hint) {
  @Nullable Function function(String name) {
    Function own = functions.get(name);
    return own == null ? Builtins.all().get(name) : own;
  }

  /** The complaint about a function that is not there. */
  String unknown(String name) {
    String message = "function " + GoString.quote(name) + " not defined";
    if (Sprig.OUTSIDE.contains(name)) {
      return message + ": it reaches outside of the template, which this site has not allowed";
    }
    Collection<String> known = new TreeSet<>(Builtins.all().keySet());
    known.addAll(functions.keySet());
    return message + hint.apply(name, known);
  }
}
