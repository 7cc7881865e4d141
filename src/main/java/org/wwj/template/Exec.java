package org.wwj.template;

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
  private final Scope scope;
  private final Eval eval;

  private Exec(
      Template template, String name, Object dot, Output output, Budget budget, int depth) {
    this.template = template;
    this.blocks = template.blocks();
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

  static void run(Template template, Object data, Output output, Budget budget) {
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
    eval.at(action);
    if (value instanceof Function) {
      throw eval.error("can't print " + action + " of type " + Values.typeName(value));
    }
    if (value == Values.MISSING) {
      write("<no value>");
      return;
    }
    if (!(value instanceof String)) {
      eval.weigh(value);
    }
    try {
      write(GoFormat.printed(value));
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
    Object value = eval.pipeline(dot, range.over());
    Object over = value == Values.MISSING ? value : Values.plain(value);
    return switch (over) {
      case List<?> list when !list.isEmpty() -> over(range, list);
      case Map<?, ?> map when !map.isEmpty() -> over(range, map);
      case Long count when count > 0 || range.over().variables().size() > 1 ->
          over(range, value, count);
      default -> {
        boolean empty =
            over == Values.MISSING
                || over instanceof List
                || over instanceof Map
                || over instanceof Long;
        if (!empty) {
          throw eval.error("range can't iterate over " + GoFormat.printed(value));
        }
        Flow flow = walk(dot, range.otherwise());
        yield flow == Flow.BREAK
            ? Flow.NEXT
            : flow; // Go's break leaves the loop, not one around it
      }
    };
  }

  private Flow over(Node.Range range, List<?> list) {
    boolean boxed = GoList.elementType(list).equals(GoList.ANY);
    int size = list.size();
    int mark = scope.mark();
    for (int i = 0; i < size; i++) {
      Object element = Values.of(list.get(i));
      Flow flow = step(range, (long) i, boxed ? new Boxed(element) : element, mark);
      if (flow != Flow.CONTINUE) {
        return flow == Flow.BREAK ? Flow.NEXT : flow;
      }
    }
    return Flow.NEXT;
  }

  private Flow over(Node.Range range, Map<?, ?> map) {
    boolean boxed = !(map instanceof StringMap);
    eval.spend(4L * map.size()); // sorting them
    int mark = scope.mark();
    for (Map.Entry<String, Object> entry : Values.sorted(map).entrySet()) {
      Object element = boxed ? new Boxed(entry.getValue()) : entry.getValue();
      Flow flow = step(range, entry.getKey(), element, mark);
      if (flow != Flow.CONTINUE) {
        return flow == Flow.BREAK ? Flow.NEXT : flow;
      }
    }
    return Flow.NEXT;
  }

  private Flow over(Node.Range range, Object number, long count) {
    if (range.over().variables().size() > 1) {
      throw eval.error(
          "can't use " + GoFormat.printed(number) + " to iterate over more than one variable");
    }
    int mark = scope.mark();
    for (long i = 0; i < count; i++) {
      Object element = number instanceof GoInt typed ? new GoInt(typed.type(), i) : (Object) i;
      Flow flow = step(range, Values.MISSING, element, mark);
      if (flow != Flow.CONTINUE) {
        return flow == Flow.BREAK ? Flow.NEXT : flow;
      }
    }
    return Flow.NEXT;
  }

  /** One turn of a loop; CONTINUE when the next may follow. */
  private Flow step(Node.Range range, Object key, Object element, int mark) {
    List<String> variables = range.over().variables();
    boolean assign = range.over().assign();
    if (variables.size() > 1) {
      set(assign, 2, variables.getFirst(), key);
    }
    if (!variables.isEmpty()) {
      set(assign, 1, variables.getLast(), element);
    }
    eval.spend(1);
    Flow flow = walk(element, range.body());
    scope.pop(mark);
    return flow == Flow.NEXT ? Flow.CONTINUE : flow;
  }

  private void set(boolean assign, int fromTop, String variable, Object value) {
    if (assign) {
      eval.assign(variable, value);
    } else {
      scope.setTop(fromTop, value);
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
        call.pipeline().commands().isEmpty() ? Values.MISSING : eval.pipeline(dot, call.pipeline());
    new Exec(template, call.name(), data, output, budget, depth + 1).walk(data, block);
  }
}
