package org.wwj.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.template.Node.Command;
import org.wwj.template.Node.Expression;
import org.wwj.template.Node.Pipeline;

/** Evaluates what stands inside actions, with Go's rules of fields, calls and conversions. */
final class Eval {
  /** What a missing map key answers within a chain: further fields of it are missing as well. */
  private static final Object MISSING = new Object();

  private final Source source;
  private final String template;
  private final Scope scope;
  private final Output output;
  private final Budget budget;
  private Node current = new Node.Dot(0);

  Eval(Source source, String template, Scope scope, Output output, Budget budget) {
    this.source = source;
    this.template = template;
    this.scope = scope;
    this.output = output;
    this.budget = budget;
  }

  /** Remembers where we are, for messages. */
  void at(Node node) {
    current = node;
  }

  TemplateException error(String message) {
    return new TemplateException(
        "template: %s: executing %s at <%s>: %s"
            .formatted(
                source.locate(current.position()), GoString.quote(template), current, message));
  }

  void spend(long steps) {
    if (!budget.spend(steps)) {
      throw error("takes more than the limit of " + budget.stepLimit() + " steps");
    }
  }

  Object pipeline(Object dot, Pipeline pipeline) {
    at(pipeline);
    @Nullable Object value = null;
    for (Command command : pipeline.commands()) {
      value = command(dot, command, value);
    }
    Object result = value == null ? Nil.NIL : value;
    for (String variable : pipeline.variables()) {
      if (!pipeline.assign()) {
        scope.declare(variable, result);
      } else if (!scope.assign(variable, result)) {
        throw error("undefined variable: " + variable);
      }
    }
    return result;
  }

  /** A command; {@code last} is the value piped into it, a Java null at the start of a pipeline. */
  private Object command(Object dot, Command command, @Nullable Object last) {
    spend(1);
    Expression first = command.words().getFirst();
    List<Expression> args = command.words();
    switch (first) {
      case Node.Field field -> {
        return fieldNode(dot, field, args, last);
      }
      case Node.Chain chain -> {
        return chain(dot, chain, args, last);
      }
      case Node.Identifier function -> {
        return function(dot, function, command, args, last);
      }
      case Node.Variable variable -> {
        return variable(dot, variable, args, last);
      }
      case Pipeline pipeline -> {
        notAFunction(args, last);
        return pipeline(dot, pipeline);
      }
      default -> {}
    }
    at(first);
    notAFunction(args, last);
    return switch (first) {
      case Node.Constant constant -> constant.value();
      case Node.Dot d -> dot;
      default -> throw error("nil is not a command");
    };
  }

  private void notAFunction(List<Expression> args, @Nullable Object last) {
    if (args.size() > 1 || last != null) {
      throw error("can't give argument to non-function " + args.getFirst());
    }
  }

  private Object fieldNode(
      Object dot, Node.Field field, List<Expression> args, @Nullable Object last) {
    at(field);
    return chainOf(dot, dot, field, field.names(), args, last);
  }

  private Object chain(Object dot, Node.Chain chain, List<Expression> args, @Nullable Object last) {
    at(chain);
    if (chain.of() instanceof Node.NilWord) {
      throw error("indirection through explicit nil in " + chain);
    }
    Object receiver = argument(dot, Function.Type.ANY, chain.of());
    Object start = receiver == Nil.NIL ? MISSING : receiver;
    return chainOf(dot, start, chain, chain.names(), args, last);
  }

  private Object variable(
      Object dot, Node.Variable variable, List<Expression> args, @Nullable Object last) {
    at(variable);
    Object value = scope.get(variable.name());
    if (Fields.NO_FIELD.equals(value)) {
      throw error("undefined variable: " + variable.name());
    }
    if (variable.fields().isEmpty()) {
      notAFunction(args, last);
      return value;
    }
    Object start = value == Nil.NIL ? MISSING : value;
    return chainOf(dot, start, variable, variable.fields(), args, last);
  }

  private Object chainOf(
      Object dot,
      Object start,
      Expression node,
      List<String> names,
      List<Expression> args,
      @Nullable Object last) {
    Object receiver = start;
    for (int i = 0; i < names.size() - 1; i++) {
      receiver = field(dot, names.get(i), node, List.of(), null, receiver);
    }
    Object value = field(dot, names.getLast(), node, args, last, receiver);
    return value == MISSING ? Nil.NIL : value;
  }

  private Object field(
      Object dot,
      String name,
      Expression node,
      List<Expression> args,
      @Nullable Object last,
      Object receiver) {
    spend(1);
    if (receiver == MISSING) {
      return MISSING;
    }
    if (receiver == Nil.NIL) {
      if (node instanceof Node.Field f && f.names().size() > 1 && dot != Nil.NIL) {
        throw error("nil pointer evaluating interface {}." + name);
      }
      return MISSING;
    }
    Object found =
        switch (receiver) {
          case Fields fields -> fields.field(name);
          case Scalar scalar -> scalar.method(name);
          case Map<?, ?> map -> map.containsKey(name) ? Values.of(map.get(name)) : MISSING;
          default -> Fields.NO_FIELD;
        };
    if (Fields.NO_FIELD.equals(found)) {
      throw error("can't evaluate field " + name + " in type " + Values.typeName(receiver));
    }
    if (found instanceof Function method && !(receiver instanceof Map)) {
      return call(dot, method, name, node, args, last);
    }
    if (args.size() > 1 || last != null) {
      throw error(
          receiver instanceof Map
              ? name + " is not a method but has arguments"
              : name + " has arguments but cannot be invoked as function");
    }
    return found == MISSING ? MISSING : Values.of(found);
  }

  private Object function(
      Object dot,
      Node.Identifier function,
      Expression command,
      List<Expression> args,
      @Nullable Object last) {
    at(function);
    return call(dot, function.function(), function.name(), command, args, last);
  }

  private Object call(
      Object dot,
      Function function,
      String name,
      Expression node,
      List<Expression> words,
      @Nullable Object last) {
    List<Expression> args = words.isEmpty() ? words : words.subList(1, words.size());
    int given = args.size() + (last == null ? 0 : 1);
    int fixed = function.parameters().size();
    if (function.isVariadic() ? given < fixed : given != fixed) {
      String least = function.isVariadic() ? "at least " : "";
      int shown = function.isVariadic() ? args.size() : given;
      throw error("wrong number of args for " + name + ": want " + least + fixed + " got " + shown);
    }
    if (function.equals(Builtins.AND) || function.equals(Builtins.OR)) {
      return shortCircuit(dot, function.equals(Builtins.OR), args, last);
    }
    List<Object> values = new ArrayList<>(given);
    for (int i = 0; i < args.size(); i++) {
      values.add(argument(dot, function.typeOf(i), args.get(i)));
    }
    if (last != null) {
      values.add(checked(function.typeOf(args.size()), last));
    }
    return run(function, name, node, values);
  }

  /** {@code and} and {@code or} stop evaluating at the operand that decides. */
  private Object shortCircuit(
      Object dot, boolean or, List<Expression> args, @Nullable Object last) {
    Object value = Nil.NIL;
    for (Expression arg : args) {
      value = argument(dot, Function.Type.ANY, arg);
      if (Values.truth(value) == or) {
        return value;
      }
    }
    return last == null ? value : last;
  }

  private Object run(Function function, String name, Expression node, List<Object> values) {
    Object result;
    try {
      if (!Builtins.LIGHT.contains(name)) {
        weigh(values);
      }
      result = Values.of(function.body().call(output, values));
    } catch (TemplateException e) {
      at(node);
      throw error("error calling " + name + ": " + e.getMessage());
    } catch (RuntimeException e) {
      at(node);
      TemplateException wrapped = error("error calling " + name + ": " + e);
      wrapped.addSuppressed(e);
      throw wrapped;
    }
    long size =
        switch (result) {
          case String s -> s.length() / 8;
          case List<?> l -> l.size();
          case Map<?, ?> m -> m.size();
          default -> 0;
        };
    spend(1 + size);
    if (result instanceof String s && s.length() > budget.valueChars()) {
      throw error(name + " makes more than " + budget.valueChars() + " characters");
    }
    return result;
  }

  private void weigh(List<Object> values) {
    Weight weight = new Weight(budget.valueChars(), budget.stepLimit() / 16);
    values.forEach(weight::add);
    if (!budget.spend(weight.visits() / 16)) {
      throw new TemplateException("takes more than the limit of " + budget.stepLimit() + " steps");
    }
  }

  /** Refuses a value that would print as too much. */
  void weigh(Object value) {
    try {
      weigh(List.of(value));
    } catch (TemplateException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }

  private Object argument(Object dot, Function.Type type, Expression word) {
    at(word);
    return switch (word) {
      case Node.Dot d -> checked(type, dot);
      case Node.NilWord n -> nil(type);
      case Node.Field field -> checked(type, fieldNode(dot, field, List.of(word), null));
      case Node.Variable variable -> checked(type, variable(dot, variable, List.of(word), null));
      case Pipeline pipeline -> checked(type, pipeline(dot, pipeline));
      case Node.Identifier function ->
          checked(type, function(dot, function, function, List.of(word), null));
      case Node.Chain chain -> checked(type, chain(dot, chain, List.of(word), null));
      case Node.Constant constant -> constant(type, constant);
      case Command command -> throw error("can't handle " + command);
    };
  }

  private Object nil(Function.Type type) {
    return switch (type) {
      case ANY, LIST, MAP -> checked(type, Nil.NIL);
      default -> throw error("cannot assign nil to " + type.goName());
    };
  }

  private Object constant(Function.Type type, Node.Constant constant) {
    Object value = constant.value();
    return switch (type) {
      case STRING -> expect(value instanceof String, value, "string");
      case BOOL -> expect(value instanceof Boolean, value, "bool");
      case INT ->
          value instanceof Double d && Numbers.isWhole(d)
              ? (Object) d.longValue()
              : expect(value instanceof Long, value, "integer");
      case FLOAT ->
          value instanceof Long l
              ? (Object) l.doubleValue()
              : expect(value instanceof Double, value, "float");
      case LIST, MAP ->
          throw error("can't handle " + constant + " for arg of type " + type.goName());
      case ANY, NONE -> value;
    };
  }

  private Object expect(boolean good, Object value, String what) {
    if (!good) {
      throw error("expected " + what + "; found " + current);
    }
    return value;
  }

  /** The value as the parameter's type, or Go's complaint. */
  private Object checked(Function.Type type, Object value) {
    if (value == Nil.NIL) {
      return switch (type) {
        case ANY, NONE -> Nil.NIL;
        case LIST -> List.of();
        case MAP -> Map.of();
        default -> throw error("invalid value; expected " + type.goName());
      };
    }
    Object plain = type == Function.Type.ANY ? value : Values.plain(value);
    boolean good =
        switch (type) {
          case ANY, NONE -> true;
          case STRING -> plain instanceof String;
          case BOOL -> plain instanceof Boolean;
          case INT -> plain instanceof Long;
          case FLOAT -> plain instanceof Double;
          case LIST -> plain instanceof List;
          case MAP -> plain instanceof Map;
        };
    if (!good) {
      throw error(
          "wrong type for value; expected " + type.goName() + "; got " + Values.typeName(value));
    }
    return plain;
  }
}
