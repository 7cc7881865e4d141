package org.wwj.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.wwj.template.Node.Block;
import org.wwj.template.Node.Command;
import org.wwj.template.Node.Expression;
import org.wwj.template.Node.Pipeline;
import org.wwj.template.Node.Statement;

/**
 * Finds what a template asks its data for without rendering it: walks all of its branches with
 * values that stand for others of their kind, and counts what functions answer as unknown.
 */
final class Inspection {
  private final Template template;
  private final List<Use> uses = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private final Set<String> calling = new HashSet<>();

  private record Variable(String name, Object value) {}

  /** A value, and Go's name of the struct that has it. */
  private record Found(String holder, Object value) {}

  private Inspection(Template template) {
    this.template = template;
  }

  static List<Use> of(Template template, Object sample) {
    Inspection inspection = new Inspection(template);
    inspection.call(template.name(), sample);
    template.blocks().keySet().stream()
        .sorted()
        .filter(name -> !inspection.calling.contains(name))
        .forEach(name -> inspection.call(name, Use.UNKNOWN));
    return List.copyOf(inspection.uses);
  }

  /** A block once, with the data of the first call. */
  private void call(String name, Object data) {
    Block block = template.blocks().get(name);
    if (block == null || !calling.add(name)) {
      return;
    }
    List<Variable> outer = List.copyOf(variables);
    variables.clear();
    variables.add(new Variable("$", data));
    block(block, data);
    variables.clear();
    variables.addAll(outer);
  }

  private void block(Block block, Object dot) {
    int mark = variables.size();
    block.statements().forEach(statement -> statement(statement, dot));
    variables.subList(mark, variables.size()).clear();
  }

  private void statement(Statement statement, Object dot) {
    int mark = variables.size();
    switch (statement) {
      case Node.Action(int at, Pipeline pipeline) -> {
        declare(pipeline, pipeline(pipeline, dot));
        return; // its variables live on in the block
      }
      case Node.If(int at, Pipeline condition, Block then, Block otherwise) -> {
        declare(condition, pipeline(condition, dot));
        block(then, dot);
        block(otherwise, dot);
      }
      case Node.With(int at, Pipeline value, Block then, Block otherwise) -> {
        Object inner = pipeline(value, dot);
        declare(value, inner);
        block(then, inner);
        block(otherwise, dot);
      }
      case Node.Range(int at, Pipeline over, Block body, Block otherwise) -> {
        Object all = pipeline(over, dot);
        List<String> names = over.variables();
        if (names.size() == 2) {
          variables.add(new Variable(names.getFirst(), all instanceof Map ? "" : Use.UNKNOWN));
        }
        if (!names.isEmpty()) {
          variables.add(new Variable(names.getLast(), element(all)));
        }
        block(body, element(all));
        block(otherwise, dot);
      }
      case Node.Call(int at, String name, Pipeline argument) -> call(name, pipeline(argument, dot));
      case Node.Text text -> {}
      case Node.Break end -> {}
      case Node.Continue next -> {}
    }
    variables.subList(mark, variables.size()).clear();
  }

  private void declare(Pipeline pipeline, Object value) {
    if (pipeline.assign()) {
      return; // of the same kind, or it may be anything: what it was first counts
    }
    pipeline.variables().forEach(name -> variables.add(new Variable(name, value)));
  }

  private Object pipeline(Pipeline pipeline, Object dot) {
    Object value = Use.UNKNOWN;
    for (Command command : pipeline.commands()) {
      value = command(command, dot);
    }
    return pipeline.commands().size() == 1 ? value : Use.UNKNOWN;
  }

  private Object command(Command command, Object dot) {
    List<Object> values = new ArrayList<>();
    command.words().forEach(word -> values.add(word(word, dot)));
    boolean indexed =
        values.size() > 1
            && command.words().getFirst() instanceof Node.Identifier function
            && function.name().equals("index");
    return indexed ? element(values.get(1)) : values.getFirst();
  }

  private Object word(Expression word, Object dot) {
    return switch (word) {
      case Node.Field(int at, List<String> names) -> follow(word, at, dot, names);
      case Node.Variable(int at, String name, List<String> fields) -> {
        Object value = variable(name);
        yield fields.isEmpty() ? value : follow(word, at, value, fields);
      }
      case Node.Chain(int at, Expression of, List<String> names) -> {
        Object value = word(of, dot);
        yield value.equals(Use.UNKNOWN) ? value : follow(word, at, value, names);
      }
      case Pipeline pipeline -> pipeline(pipeline, dot);
      case Command command -> command(command, dot);
      case Node.Dot self -> dot;
      case Node.Identifier function -> Use.UNKNOWN;
      case Node.NilWord nil -> Use.UNKNOWN;
      case Node.Constant constant -> Use.UNKNOWN;
    };
  }

  private Object variable(String name) {
    for (Variable variable : variables.reversed()) {
      if (variable.name().equals(name)) {
        return variable.value();
      }
    }
    return Use.UNKNOWN;
  }

  private Object follow(Expression written, int at, Object from, List<String> names) {
    Found found = new Found("", from);
    for (String name : names) {
      found = step(found.value(), name);
    }
    int line = template.source().line(at);
    uses.add(new Use(written.toString(), found.holder(), names.getLast(), found.value(), line));
    return found.value().equals(Fields.NO_FIELD) ? Use.UNKNOWN : found.value();
  }

  private static Found step(Object value, String name) {
    return switch (value) {
      case Fields fields -> new Found(fields.typeName(), told(fields.field(name)));
      case Scalar scalar -> new Found(scalar.typeName(), told(scalar.method(name)));
      case StringMap tags -> new Found("", "");
      case Map<?, ?> map -> {
        @Nullable Object there = map.get(name);
        yield new Found("", there == null ? element(map) : told(there));
      }
      default -> new Found("", Use.UNKNOWN);
    };
  }

  private static Object told(Object value) {
    return value instanceof Function ? Use.UNKNOWN : value;
  }

  /** One that stands for all of a list or map. */
  private static Object element(Object value) {
    return switch (value) {
      case StringMap tags -> "";
      case Map<?, ?> map when !map.isEmpty() -> map.values().iterator().next();
      case List<?> list when !list.isEmpty() -> list.getFirst();
      default -> Use.UNKNOWN;
    };
  }
}
