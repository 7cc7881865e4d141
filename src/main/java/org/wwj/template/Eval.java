package org.wwj.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.template.Node.Command;
import org.wwj.template.Node.Expression;
import org.wwj.template.Node.Pipeline;

/** Evaluates what stands inside actions, with Go's rules of pipelines, fields and methods. */
final class Eval {
  private final Source source;
  private final String template;
  private final Scope scope;
  private final Budget budget;
  private final Calls calls;
  private Node current = new Node.Dot(0);

  Eval(Source source, String template, Scope scope, Output output, Budget budget) {
    this.source = source;
    this.template = template;
    this.scope = scope;
    this.budget = budget;
    this.calls = new Calls(this, output, budget);
  }

  /** Remembers where we are, for messages. */
  void at(Node node) {
    current = node;
  }

  /** How the place where we are is written. */
  String written() {
    return current.toString();
  }

  TemplateException error(String message) {
    return new TemplateException(
        "template: "
            + source.locate(current.position())
            + ": executing "
            + GoString.quote(template)
            + " at <"
            + current
            + ">: "
            + message);
  }

  void spend(long steps) {
    if (!budget.spend(steps)) {
      throw error("takes more than the limit of " + budget.stepLimit() + " steps");
    }
  }

  /** The pipeline's value out of its box; {@link Values#MISSING} for nil. */
  Object pipeline(Object dot, Pipeline pipeline) {
    at(pipeline);
    @Nullable Object value = null;
    for (Command command : pipeline.commands()) {
      value = Boxed.open(command(dot, command, value));
    }
    Object result = value == null ? Values.MISSING : value;
    for (String variable : pipeline.variables()) {
      if (pipeline.assign()) {
        assign(variable, result);
      } else {
        scope.declare(variable, result);
      }
    }
    return result;
  }

  void assign(String variable, Object value) {
    if (!scope.assign(variable, value)) {
      throw error("undefined variable: " + variable);
    }
  }

  /** A command; {@code last} is the value piped into it, a Java null at the start of a pipeline. */
  private Object command(Object dot, Command command, @Nullable Object last) {
    spend(1);
    Expression first = command.words().getFirst();
    List<Expression> args = command.words();
    switch (first) {
      case Node.Field field -> {
        return field(dot, field, args, last);
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
      case Node.Constant constant -> ideal(constant);
      case Node.Dot d -> dot;
      default -> throw error("nil is not a command");
    };
  }

  /** A constant's value where any type will do. */
  Object ideal(Node.Constant constant) {
    if (!(constant.value() instanceof Numeral number)) {
      return constant.value();
    }
    at(constant);
    try {
      return number.ideal(constant.written());
    } catch (TemplateException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }

  private void notAFunction(List<Expression> args, @Nullable Object last) {
    if (args.size() > 1 || last != null) {
      throw error("can't give argument to non-function " + args.getFirst());
    }
  }

  Object field(Object dot, Node.Field field, List<Expression> args, @Nullable Object last) {
    at(field);
    return fields(dot, dot, field, field.names(), args, last);
  }

  Object chain(Object dot, Node.Chain chain, List<Expression> args, @Nullable Object last) {
    at(chain);
    if (chain.of() instanceof Node.NilWord) {
      throw error("indirection through explicit nil in " + chain);
    }
    Object receiver = calls.operand(dot, chain.of());
    return fields(dot, receiver, chain, chain.names(), args, last);
  }

  Object variable(
      Object dot, Node.Variable variable, List<Expression> args, @Nullable Object last) {
    at(variable);
    Object value = scope.get(variable.name());
    if (Fields.NO_FIELD.equals(value)) {
      throw error("undefined variable: " + variable.name());
    }
    if (variable.fields().isEmpty()) {
      notAFunction(args.isEmpty() ? List.of(variable) : args, last);
      return value;
    }
    return fields(dot, value, variable, variable.fields(), args, last);
  }

  Object function(
      Object dot,
      Node.Identifier function,
      Expression command,
      List<Expression> args,
      @Nullable Object last) {
    at(function);
    return calls.call(dot, function.function(), function.name(), command, args, last);
  }

  private Object fields(
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
    return field(dot, names.getLast(), node, args, last, receiver);
  }

  private Object field(
      Object dot,
      String name,
      Expression node,
      List<Expression> args,
      @Nullable Object last,
      Object holder) {
    spend(1);
    if (holder == Values.MISSING) {
      return Values.MISSING;
    }
    Object receiver = Boxed.inner(holder);
    boolean boxed = holder instanceof Boxed || receiver == Nil.NIL;
    String type = boxed ? GoList.ANY : Values.typeName(receiver);
    if (receiver == Nil.NIL || receiver instanceof NilPointer) {
      throw error("nil pointer evaluating " + type + "." + name);
    }
    boolean given = args.size() > 1 || last != null;
    if (receiver instanceof Map<?, ?> map) {
      if (given) {
        throw error(name + " is not a method but has arguments");
      }
      return element(map, name);
    }
    Object found =
        switch (receiver) {
          case Fields fields -> fields.field(name);
          case Scalar scalar -> scalar.method(name);
          default -> Fields.NO_FIELD;
        };
    if (Fields.NO_FIELD.equals(found)) {
      throw error("can't evaluate field " + name + " in type " + type);
    }
    if (found instanceof Function method) {
      return calls.call(dot, method, name, node, args, last);
    }
    if (given) {
      throw error(name + " has arguments but cannot be invoked as function");
    }
    return Values.of(found);
  }

  private static Object element(Map<?, ?> map, String key) {
    if (!map.containsKey(key)) {
      return Values.MISSING;
    }
    Object value = Values.of(map.get(key));
    return map instanceof StringMap ? value : new Boxed(value);
  }

  /** Refuses a value that would print as too much. */
  void weigh(Object value) {
    try {
      calls.weigh(List.of(value));
    } catch (TemplateException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }
}
