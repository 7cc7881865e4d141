package org.wwj.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.wwj.template.Node.Command;
import org.wwj.template.Node.Expression;
import org.wwj.template.Node.Pipeline;
import org.wwj.template.Token.Kind;

/** Reads what stands inside an action: pipelines, commands, operands and variables in scope. */
final class ExpressionParser {
  private final Tokens tokens;
  private final Vocabulary vocabulary;
  private List<String> variables = new ArrayList<>(List.of("$"));
  private int nesting;

  ExpressionParser(Tokens tokens, Vocabulary vocabulary) {
    this.tokens = tokens;
    this.vocabulary = vocabulary;
  }

  /** The variables of one template; a definition starts with only {@code $}. */
  record Scope(List<String> variables) {}

  Scope freshScope() {
    Scope outer = new Scope(variables);
    variables = new ArrayList<>(List.of("$"));
    return outer;
  }

  void restore(Scope scope) {
    variables = scope.variables();
  }

  int variableCount() {
    return variables.size();
  }

  void popVariables(int count) {
    variables.subList(count, variables.size()).clear();
  }

  Pipeline pipeline(String context, Kind end) {
    if (++nesting > Parser.MAX_NESTING) {
      throw tokens.error(tokens.peek(), "nested deeper than " + Parser.MAX_NESTING + " levels");
    }
    int position = tokens.peekNonSpace().position();
    List<String> declared = new ArrayList<>(2);
    boolean assign = declarations(context, declared);
    List<Command> commands = new ArrayList<>();
    while (true) {
      Token token = tokens.peekNonSpace();
      if (token.kind() == end) {
        tokens.next();
        check(token, commands, context);
        nesting--;
        return new Pipeline(position, List.copyOf(declared), assign, List.copyOf(commands));
      }
      switch (token.kind()) {
        case BOOL,
            CHAR_CONSTANT,
            DOT,
            FIELD,
            IDENTIFIER,
            NUMBER,
            NIL,
            RAW_STRING,
            STRING,
            VARIABLE,
            LEFT_PAREN ->
            commands.add(command());
        default -> throw tokens.unexpected(token, context);
      }
    }
  }

  /** Variables before {@code :=} or {@code =}; answers whether they are assigned only. */
  private boolean declarations(String context, List<String> declared) {
    while (true) {
      int mark = tokens.mark();
      Token variable = tokens.nextNonSpace();
      Kind next = variable.kind() == Kind.VARIABLE ? tokens.peekNonSpace().kind() : Kind.EOF;
      boolean comma = next == Kind.CHAR && tokens.peek().text().equals(",");
      if (next == Kind.ASSIGN || next == Kind.DECLARE || comma) {
        tokens.next();
        declared.add(variable.text());
        variables.add(variable.text());
      } else {
        tokens.reset(mark);
        return false;
      }
      if (!comma) {
        return next == Kind.ASSIGN;
      }
      if (!context.equals("range") || declared.size() > 1) {
        throw tokens.error(variable, "too many declarations in " + context);
      }
      switch (tokens.peekNonSpace().kind()) {
        case VARIABLE, RIGHT_DELIM, RIGHT_PAREN -> {}
        default -> throw tokens.error(tokens.peek(), "range can only initialize variables");
      }
    }
  }

  /** Only the first command of a pipeline may be a plain value. */
  private void check(Token end, List<Command> commands, String context) {
    if (commands.isEmpty()) {
      throw tokens.error(end, "missing value for " + context);
    }
    for (int i = 1; i < commands.size(); i++) {
      switch (commands.get(i).words().getFirst()) {
        case Node.Constant c -> throw notExecutable(end, i);
        case Node.Dot d -> throw notExecutable(end, i);
        case Node.NilWord n -> throw notExecutable(end, i);
        default -> {}
      }
    }
  }

  private TemplateException notExecutable(Token end, int index) {
    return tokens.error(end, "non executable command in pipeline stage " + (index + 1));
  }

  private Command command() {
    int position = tokens.peekNonSpace().position();
    List<Expression> words = new ArrayList<>();
    while (true) {
      tokens.peekNonSpace();
      Expression word = operand();
      if (word != null) {
        words.add(word);
      }
      Token token = tokens.peek();
      switch (token.kind()) {
        case SPACE -> {
          tokens.next();
          continue;
        }
        case RIGHT_DELIM, RIGHT_PAREN -> {}
        case PIPE -> tokens.next();
        default -> throw tokens.unexpected(token, "operand");
      }
      if (words.isEmpty()) {
        throw tokens.error(token, "empty command");
      }
      return new Command(position, List.copyOf(words));
    }
  }

  private @Nullable Expression operand() {
    Expression term = term();
    if (term == null || tokens.peek().kind() != Kind.FIELD) {
      return term;
    }
    int position = tokens.peek().position();
    List<String> names = new ArrayList<>();
    while (tokens.peek().kind() == Kind.FIELD) {
      names.add(tokens.next().text().substring(1));
    }
    return switch (term) {
      case Node.Field f -> new Node.Field(position, joined(f.names(), names));
      case Node.Variable v -> new Node.Variable(position, v.name(), joined(v.fields(), names));
      case Node.Constant c -> throw dotAfter(c);
      case Node.NilWord n -> throw dotAfter(n);
      case Node.Dot d -> throw dotAfter(d);
      default -> new Node.Chain(position, term, List.copyOf(names));
    };
  }

  private TemplateException dotAfter(Expression term) {
    return tokens.error(
        tokens.peek(), "unexpected . after term " + GoString.quote(term.toString()));
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private @Nullable Expression term() {
    int mark = tokens.mark();
    Token token = tokens.nextNonSpace();
    int at = token.position();
    String text = token.text();
    return switch (token.kind()) {
      case IDENTIFIER -> {
        @Nullable Function function = vocabulary.function(text);
        if (function == null) {
          throw tokens.error(token, vocabulary.unknown(text));
        }
        yield new Node.Identifier(at, text, function);
      }
      case DOT -> new Node.Dot(at);
      case NIL -> new Node.NilWord(at);
      case VARIABLE -> {
        if (!variables.contains(text)) {
          throw tokens.error(token, "undefined variable " + GoString.quote(text));
        }
        yield new Node.Variable(at, text, List.of());
      }
      case FIELD -> new Node.Field(at, List.of(text.substring(1)));
      case BOOL -> new Node.Constant(at, text.equals("true"), text);
      case CHAR_CONSTANT, NUMBER -> new Node.Constant(at, number(token), text);
      case STRING, RAW_STRING -> new Node.Constant(at, unquote(token), text);
      case LEFT_PAREN -> pipeline("parenthesized pipeline", Kind.RIGHT_PAREN);
      default -> {
        tokens.reset(mark);
        yield null;
      }
    };
  }

  private Numeral number(Token token) {
    try {
      return Numeral.parse(token.text());
    } catch (TemplateException e) {
      throw tokens.error(token, e.getMessage() == null ? "bad number" : e.getMessage());
    }
  }

  String unquote(Token token) {
    try {
      return GoString.unquote(token.text());
    } catch (TemplateException e) {
      throw tokens.error(token, "invalid syntax");
    }
  }
}
