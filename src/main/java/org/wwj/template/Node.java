package org.wwj.template;

import java.util.List;

/** A parsed template's tree. Expressions print as they are written, for messages. */
sealed interface Node {
  /** Where it starts in the source, in characters. */
  int position();

  /** What stands between actions or in one. */
  sealed interface Statement extends Node {}

  /** What has a value. */
  sealed interface Expression extends Node {}

  /** Statements in order. */
  record Block(List<Statement> statements) {
    static final Block EMPTY = new Block(List.of());
  }

  record Text(int position, String text) implements Statement {}

  record Action(int position, Pipeline pipeline) implements Statement {
    @Override
    public String toString() {
      return "{{" + pipeline + "}}";
    }
  }

  record If(int position, Pipeline condition, Block then, Block otherwise) implements Statement {}

  record With(int position, Pipeline value, Block then, Block otherwise) implements Statement {}

  record Range(int position, Pipeline over, Block body, Block otherwise) implements Statement {
    @Override
    public String toString() {
      return "{{range " + over + "}}";
    }
  }

  /** {@code {{template "name" pipeline}}}; an empty pipeline passes nil. */
  record Call(int position, String name, Pipeline pipeline) implements Statement {
    @Override
    public String toString() {
      String argument = pipeline.commands().isEmpty() ? "" : " " + pipeline;
      return "{{template " + GoString.quote(name) + argument + "}}";
    }
  }

  record Break(int position) implements Statement {}

  record Continue(int position) implements Statement {}

  /**
   * Commands joined by bars.
   *
   * @param variables those it sets, at most two in a range
   * @param assign whether it sets variables that exist ({@code =}) or new ones
   */
  record Pipeline(int position, List<String> variables, boolean assign, List<Command> commands)
      implements Expression {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(String.join(", ", variables));
      if (!variables.isEmpty()) {
        text.append(assign ? " = " : " := ");
      }
      return text.append(joined(commands, " | ")).toString();
    }
  }

  /** A function, field or value with its arguments. */
  record Command(int position, List<Expression> words) implements Expression {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      for (Expression word : words) {
        text.append(text.isEmpty() ? "" : " ").append(shown(word));
      }
      return text.toString();
    }
  }

  record Identifier(int position, String name, Function function) implements Expression {
    @Override
    public String toString() {
      return name;
    }
  }

  record Field(int position, List<String> names) implements Expression {
    @Override
    public String toString() {
      return "." + String.join(".", names);
    }
  }

  record Variable(int position, String name, List<String> fields) implements Expression {
    @Override
    public String toString() {
      return fields.isEmpty() ? name : name + "." + String.join(".", fields);
    }
  }

  /** Fields of a parenthesised pipeline's or a function's value. */
  record Chain(int position, Expression of, List<String> names) implements Expression {
    @Override
    public String toString() {
      return shown(of) + "." + String.join(".", names);
    }
  }

  record Dot(int position) implements Expression {
    @Override
    public String toString() {
      return ".";
    }
  }

  record NilWord(int position) implements Expression {
    @Override
    public String toString() {
      return "nil";
    }
  }

  /** A constant: Boolean, String or {@link Numeral}, and how it was written. */
  record Constant(int position, Object value, String written) implements Expression {
    @Override
    public String toString() {
      return written;
    }
  }

  /** As a word of a command: a pipeline stands in parentheses. */
  static String shown(Expression word) {
    return word instanceof Pipeline ? "(" + word + ")" : word.toString();
  }

  private static String joined(List<?> parts, String separator) {
    StringBuilder text = new StringBuilder();
    for (Object part : parts) {
      text.append(text.isEmpty() ? "" : separator).append(part);
    }
    return text.toString();
  }
}
