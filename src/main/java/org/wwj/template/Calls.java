package org.wwj.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.template.Node.Command;
import org.wwj.template.Node.Expression;
import org.wwj.template.Node.Pipeline;

/** Calls functions: evaluates their arguments, checks them as Go does, and pays for the work. */
final class Calls {
  private final Eval eval;
  private final Output output;
  private final Budget budget;

  Calls(Eval eval, Output output, Budget budget) {
    this.eval = eval;
    this.output = output;
    this.budget = budget;
  }

  Object call(
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
      throw eval.error(
          "wrong number of args for " + name + ": want " + least + fixed + " got " + shown);
    }
    if (function.equals(Builtins.AND) || function.equals(Builtins.OR)) {
      return shortCircuit(dot, function.equals(Builtins.OR), args, last);
    }
    List<Object> values = new ArrayList<>(given + 1);
    if (function.equals(Builtins.CALL)) {
      values.add(args.isEmpty() ? String.valueOf(last) : args.getFirst().toString());
    }
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
    Object value = Values.MISSING;
    for (Expression arg : args) {
      value = argument(dot, Function.Type.VALUE, arg);
      if (Values.truth(value) == or) {
        return value;
      }
    }
    return last == null ? value : last;
  }

  /** What hands an argument on, as {@code set} and {@code default} do, makes nothing. */
  @SuppressWarnings("ReferenceEquality") // an equal one was made all the same
  private static boolean isOneOf(List<Object> values, Object result) {
    for (Object value : values) {
      if (value == result) {
        return true;
      }
    }
    return false;
  }

  private Object run(Function function, String name, Expression node, List<Object> values) {
    Object result;
    try {
      pay(function.cost(), values);
      result = Values.of(function.body().call(output, values));
    } catch (TemplateException e) {
      eval.at(node);
      throw eval.error("error calling " + name + ": " + e.getMessage());
    } catch (RuntimeException e) {
      eval.at(node);
      TemplateException wrapped = eval.error("error calling " + name + ": " + e);
      wrapped.addSuppressed(e);
      throw wrapped;
    }
    eval.spend(1 + (isOneOf(values, result) ? 0 : Meter.made(result)));
    if (result instanceof String s && s.length() > budget.valueChars()) {
      throw eval.error(name + " makes more than " + budget.valueChars() + " characters");
    }
    return result;
  }

  private void pay(Function.Cost cost, List<Object> values) {
    if (cost.equals(Function.Cost.ALL)) {
      weigh(values);
    } else if (!budget.spend(cost.steps(values))) {
      throw spent();
    }
  }

  /** Pays for all that the values hold, and refuses them when that is too much. */
  void weigh(List<Object> values) {
    Weight weight = new Weight(budget.valueChars(), budget.stepLimit() / 4);
    values.forEach(weight::add);
    if (!budget.spend(Meter.weighed(weight))) {
      throw spent();
    }
  }

  private TemplateException spent() {
    return new TemplateException("takes more than the limit of " + budget.stepLimit() + " steps");
  }

  /** What a chain of fields starts from. */
  Object operand(Object dot, Expression word) {
    eval.at(word);
    return switch (word) {
      case Node.Identifier function -> eval.function(dot, function, function, List.of(word), null);
      case Pipeline pipeline -> eval.pipeline(dot, pipeline);
      default -> argument(dot, Function.Type.VALUE, word);
    };
  }

  private Object argument(Object dot, Function.Type type, Expression word) {
    eval.at(word);
    return switch (word) {
      case Node.Dot d -> checked(type, dot);
      case Node.NilWord n -> {
        if (!type.canBeNil()) {
          throw eval.error("cannot assign nil to " + type.goName());
        }
        yield checked(type, Values.MISSING);
      }
      case Node.Field field -> checked(type, eval.field(dot, field, List.of(word), null));
      case Node.Variable variable -> checked(type, eval.variable(dot, variable, List.of(), null));
      case Pipeline pipeline -> checked(type, eval.pipeline(dot, pipeline));
      case Node.Identifier function ->
          checked(type, eval.function(dot, function, function, List.of(word), null));
      case Node.Chain chain -> checked(type, eval.chain(dot, chain, List.of(), null));
      case Node.Constant constant -> constant(type, constant);
      case Command command -> throw eval.error("can't handle " + command);
    };
  }

  private Object constant(Function.Type type, Node.Constant constant) {
    Object value = constant.value();
    @Nullable Numeral number = value instanceof Numeral n ? n : null;
    return switch (type) {
      case STRING -> expect(value instanceof String ? value : null, "string");
      case BOOL -> expect(value instanceof Boolean ? value : null, "bool");
      case INT -> expect(number == null ? null : number.whole(), "integer");
      case INT64, DURATION -> {
        long whole = (Long) expect(number == null ? null : number.whole(), "integer");
        yield type == Function.Type.INT64 ? GoInt.int64(whole) : new GoDuration(whole);
      }
      case UINT32 ->
          new GoInt(
              "uint32",
              (Long) expect(number == null ? null : number.unsigned(), "unsigned integer")
                  & 0xffff_ffffL);
      case FLOAT -> expect(number == null ? null : number.floating(), "float");
      case ANY, VALUE, NONE -> eval.ideal(constant);
      default -> throw eval.error("can't handle " + constant + " for arg of type " + type.goName());
    };
  }

  private Object expect(@Nullable Object value, String what) {
    if (value == null) {
      throw eval.error("expected " + what + "; found " + eval.written());
    }
    return value;
  }

  /** The value as the parameter's type, or Go's complaint. */
  private Object checked(Function.Type type, Object given) {
    if (given == Values.MISSING) {
      return switch (type) {
        case ANY, NONE, VERSION -> Nil.NIL;
        case VALUE -> Values.MISSING;
        case LIST -> GoList.nil(GoList.ANY);
        case MAP -> new NilMap();
        default -> throw eval.error("invalid value; expected " + type.goName());
      };
    }
    Object value = Boxed.inner(given);
    if (!fits(type, value)) {
      String found = value == Nil.NIL ? GoList.ANY : Values.typeName(value);
      throw eval.error("wrong type for value; expected " + type.goName() + "; got " + found);
    }
    return value;
  }

  static boolean fits(Function.Type type, Object value) {
    return switch (type) {
      case ANY, VALUE, NONE -> true;
      case STRING -> value instanceof String;
      case BOOL -> value instanceof Boolean;
      case INT -> value instanceof Long;
      case INT64, UINT32 -> value instanceof GoInt number && number.type().equals(type.goName());
      case FLOAT -> value instanceof Double;
      case LIST -> value instanceof List<?> list && GoList.elementType(list).equals(GoList.ANY);
      case MAP -> value instanceof Map<?, ?> map && !(map instanceof StringMap);
      case TIME -> value instanceof GoTime;
      case DURATION -> value instanceof GoDuration;
      case VERSION -> value instanceof SemVer;
      case CERTIFICATE -> value instanceof Certificate;
    };
  }
}
