package org.wwj.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.wwj.template.Node.Block;
import org.wwj.template.Node.Statement;

/** Walks one template's tree for one rendering, writing text as it goes. */
final class Exec {
  private final Template template;
  private final Map<String, Block> blocks;
  private final Output output;
  private final Budget budget;
  private final int depth;
  private final String name;
  private final Scope scope;
  private final Eval eval;

  private Exec(
      Template template, String name, Object dot, Output output, Budget budget, int depth) {
    this.template = template;
    this.blocks = template.blocks();
    this.name = name;
    this.output = output;
    this.budget = budget;
    this.depth = depth;
    this.scope = new Scope(dot);
    this.eval = new Eval(template.source(), name, scope, output, budget);
  }

  /** How a statement ended. */
  private enum Flow {
    NEXT,
    BREAK,
    CONTINUE,
    STOP
  }

  static void run(Template template, Object data, Output output, Limits limits) {
    Budget budget = new Budget(limits);
    Block main = template.blocks().getOrDefault(template.name(), Block.EMPTY);
    try {
      new Exec(template, template.name(), data, output, budget, 0).walk(data, main);
    } catch (StackOverflowError e) {
      throw new TemplateException("template: " + template.name() + ": nested too deep", e);
    }
  }

  private Flow walk(Object dot, Block block) {
    for (Statement statement : block.statements()) {
      Flow flow = walk(dot, statement);
      if (flow != Flow.NEXT) {
        return flow;
      }
    }
    return Flow.NEXT;
  }

  private Flow walk(Object dot, Statement statement) {
    eval.at(statement);
    switch (statement) {
      case Node.Text text -> write(text.text());
      case Node.Action action -> {
        Object value = eval.pipeline(dot, action.pipeline());
        if (action.pipeline().variables().isEmpty() && !output.stopped()) {
          print(action, value);
        }
      }
      case Node.If branch -> {
        int mark = scope.mark();
        boolean truth = Values.truth(eval.pipeline(dot, branch.condition()));
        return popped(mark, walk(dot, truth ? branch.then() : branch.otherwise()));
      }
      case Node.With with -> {
        int mark = scope.mark();
        Object value = eval.pipeline(dot, with.value());
        boolean truth = Values.truth(value);
        return popped(mark, truth ? walk(value, with.then()) : walk(dot, with.otherwise()));
      }
      case Node.Range range -> {
        int mark = scope.mark();
        return popped(mark, range(dot, range));
      }
      case Node.Call call -> call(dot, call);
      case Node.Break b -> {
        return Flow.BREAK;
      }
      case Node.Continue c -> {
        return Flow.CONTINUE;
      }
    }
    return output.stopped() ? Flow.STOP : Flow.NEXT;
  }

  private Flow popped(int mark, Flow flow) {
    scope.pop(mark);
    return output.stopped() ? Flow.STOP : flow;
  }

  private void print(Node.Action action, Object value) {
    if (value instanceof Function) {
      throw eval.error("can't print " + action.pipeline() + " of type " + Values.typeName(value));
    }
    if (value == Nil.NIL) {
      write("<no value>");
      return;
    }
    eval.weigh(value);
    try {
      String text = GoFormat.value(value);
      write(value instanceof Fields && text.startsWith("&") ? text.substring(1) : text);
    } catch (TemplateException e) {
      throw eval.error(String.valueOf(e.getMessage()));
    }
  }

  private void write(String text) {
    if (!budget.output(text.length())) {
      throw eval.error(
          "output is longer than the limit of " + budget.outputChars() + " characters");
    }
    output.write(text);
  }

  private Flow range(Object dot, Node.Range range) {
    Object over = Values.plain(eval.pipeline(dot, range.over()));
    boolean any = false;
    int mark = scope.mark();
    List<Object> keys = new ArrayList<>();
    List<Object> elements = List.of();
    switch (over) {
      case List<?> list -> elements = Values.elements(list);
      case Map<?, ?> map -> {
        Map<String, Object> sorted = Values.sorted(map);
        keys.addAll(sorted.keySet());
        elements = List.copyOf(sorted.values());
      }
      case Long count -> {
        for (long i = 0; i < count; i++) {
          Flow flow = step(range, i, i, mark);
          if (flow != Flow.CONTINUE) {
            return flow == Flow.BREAK ? Flow.NEXT : flow;
          }
          any = true;
        }
      }
      case Nil n -> {}
      default -> {
        throw eval.error("range can't iterate over " + GoFormat.value(over));
      }
    }
    for (int i = 0; i < elements.size(); i++) {
      any = true;
      Object key = keys.isEmpty() ? (Object) (long) i : keys.get(i);
      Flow flow = step(range, key, elements.get(i), mark);
      if (flow != Flow.CONTINUE) {
        return flow == Flow.BREAK ? Flow.NEXT : flow;
      }
    }
    return any ? Flow.NEXT : walk(dot, range.otherwise());
  }

  /** One turn of a loop; CONTINUE when the next may follow. */
  private Flow step(Node.Range range, Object key, Object element, int mark) {
    List<String> variables = range.over().variables();
    if (!variables.isEmpty()) {
      set(range, 1, variables.getLast(), element);
    }
    if (variables.size() > 1) {
      set(range, 2, variables.getFirst(), key);
    }
    eval.spend(1);
    Flow flow = walk(element, range.body());
    scope.pop(mark);
    return flow == Flow.NEXT ? Flow.CONTINUE : flow;
  }

  private void set(Node.Range range, int fromTop, String variable, Object value) {
    if (!range.over().assign()) {
      scope.setTop(fromTop, value);
    } else if (!scope.assign(variable, value)) {
      throw eval.error("undefined variable: " + variable);
    }
  }

  private void call(Object dot, Node.Call call) {
    Block block = blocks.get(call.name());
    if (block == null) {
      throw eval.error("template " + GoString.quote(call.name()) + " not defined");
    }
    if (depth >= budget.depth()) {
      throw eval.error("exceeded maximum template depth (" + budget.depth() + ")");
    }
    Object data =
        call.pipeline().commands().isEmpty() ? Nil.NIL : eval.pipeline(dot, call.pipeline());
    new Exec(template, call.name(), data, output, budget, depth + 1).walk(data, block);
  }

  @Override
  public String toString() {
    return name;
  }
}
