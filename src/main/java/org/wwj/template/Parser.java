package org.wwj.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wwj.template.Node.Block;
import org.wwj.template.Node.Pipeline;
import org.wwj.template.Node.Statement;
import org.wwj.template.Token.Kind;

/**
 * Reads the statements of a template: actions, control structures and definitions. Unknown
 * functions and variables are errors here, before anything is rendered.
 */
final class Parser {
  /** Deeper nesting than any person writes; keeps the stack safe from hostile text. */
  static final int MAX_NESTING = 200;

  private final Tokens tokens;
  private final ExpressionParser expressions;
  private final Map<String, Block> definitions = new HashMap<>();
  private int rangeDepth;
  private int nesting;

  private Parser(Source source, Vocabulary vocabulary) {
    this.tokens = new Tokens(source, Lexer.tokens(source.text(), vocabulary.functions().keySet()));
    this.expressions = new ExpressionParser(tokens, vocabulary);
  }

  /** The template's own block under its name, and its definitions under theirs. */
  static Map<String, Block> parse(Source source, Vocabulary vocabulary) {
    Parser parser = new Parser(source, vocabulary);
    Block main = parser.topLevel();
    if (!isEmpty(main) || !parser.definitions.containsKey(source.name())) {
      parser.definitions.put(source.name(), main);
    }
    return Map.copyOf(parser.definitions);
  }

  private Block topLevel() {
    List<Statement> statements = new ArrayList<>();
    while (tokens.peek().kind() != Kind.EOF) {
      if (tokens.peek().kind() == Kind.LEFT_DELIM) {
        int mark = tokens.mark();
        tokens.next();
        if (tokens.nextNonSpace().kind() == Kind.DEFINE) {
          define();
          continue;
        }
        tokens.reset(mark);
      }
      Piece piece = piece();
      if (!(piece instanceof Full full)) {
        throw tokens.error(piece.token(), "unexpected {{" + piece.token().text() + "}}");
      }
      statements.add(full.statement());
    }
    return new Block(List.copyOf(statements));
  }

  private void define() {
    String context = "define clause";
    Token name = tokens.nextNonSpace();
    if (name.kind() != Kind.STRING && name.kind() != Kind.RAW_STRING) {
      throw tokens.unexpected(name, context);
    }
    String text = expressions.unquote(name);
    tokens.expect(Kind.RIGHT_DELIM, context);
    ExpressionParser.Scope outer = expressions.freshScope();
    int outerRange = rangeDepth;
    rangeDepth = 0;
    Body body = body();
    if (body.end().kind() != Kind.END) {
      throw tokens.error(body.end(), "unexpected {{else}} in define clause");
    }
    rangeDepth = outerRange;
    expressions.restore(outer);
    define(name, text, body.block());
  }

  private void define(Token at, String name, Block block) {
    Block earlier = definitions.get(name);
    if (earlier != null && !isEmpty(earlier)) {
      if (isEmpty(block)) {
        return;
      }
      throw tokens.error(at, "template: multiple definition of template " + GoString.quote(name));
    }
    definitions.put(name, block);
  }

  private static boolean isEmpty(Block block) {
    return block.statements().stream()
        .allMatch(s -> s instanceof Node.Text t && t.text().isBlank());
  }

  /** A statement, or the {@code else} or {@code end} that closes a body. */
  private sealed interface Piece {
    Token token();
  }

  private record Full(Token token, Statement statement) implements Piece {}

  private record Closing(Token token) implements Piece {}

  private Piece piece() {
    Token token = tokens.nextNonSpace();
    return switch (token.kind()) {
      case TEXT -> new Full(token, new Node.Text(token.position(), token.text()));
      case LEFT_DELIM -> {
        tokens.inAction(token.position());
        Piece piece = action();
        tokens.afterAction();
        yield piece;
      }
      default -> throw tokens.unexpected(token, "input");
    };
  }

  private Piece action() {
    int mark = tokens.mark();
    Token token = tokens.nextNonSpace();
    int at = token.position();
    return switch (token.kind()) {
      case BLOCK -> new Full(token, block());
      case BREAK, CONTINUE -> new Full(token, loopWord(token));
      case ELSE, END -> closing(token);
      case IF -> new Full(token, control(at, "if"));
      case RANGE -> new Full(token, control(at, "range"));
      case WITH -> new Full(token, control(at, "with"));
      case TEMPLATE -> new Full(token, call(at));
      default -> {
        tokens.reset(mark);
        int position = tokens.peek().position();
        yield new Full(
            token, new Node.Action(position, expressions.pipeline("command", Kind.RIGHT_DELIM)));
      }
    };
  }

  /** An end takes its delimiter; after an else an {@code if} or {@code with} may follow. */
  private Piece closing(Token token) {
    if (token.kind() == Kind.ELSE) {
      Kind next = tokens.peekNonSpace().kind();
      if (next == Kind.IF || next == Kind.WITH) {
        return new Closing(token);
      }
    }
    tokens.expect(Kind.RIGHT_DELIM, token.text());
    return new Closing(token);
  }

  private Statement loopWord(Token word) {
    Token end = tokens.nextNonSpace();
    if (end.kind() != Kind.RIGHT_DELIM) {
      throw tokens.unexpected(end, "{{" + word.text() + "}}");
    }
    if (rangeDepth == 0) {
      throw tokens.error(word, "{{" + word.text() + "}} outside {{range}}");
    }
    return word.kind() == Kind.BREAK
        ? new Node.Break(word.position())
        : new Node.Continue(word.position());
  }

  private record Body(Block block, Token end) {}

  private Body body() {
    if (++nesting > MAX_NESTING) {
      throw tokens.error(tokens.peek(), "nested deeper than " + MAX_NESTING + " levels");
    }
    List<Statement> statements = new ArrayList<>();
    while (tokens.peekNonSpace().kind() != Kind.EOF) {
      switch (piece()) {
        case Full full -> statements.add(full.statement());
        case Closing closing -> {
          nesting--;
          return new Body(new Block(List.copyOf(statements)), closing.token());
        }
      }
    }
    throw tokens.error(tokens.peek(), "unexpected EOF");
  }

  private Statement control(int at, String word) {
    int variables = expressions.variableCount();
    Pipeline pipeline = expressions.pipeline(word, Kind.RIGHT_DELIM);
    boolean range = word.equals("range");
    rangeDepth += range ? 1 : 0;
    Body body = body();
    rangeDepth -= range ? 1 : 0;
    Block otherwise = body.end().kind() == Kind.ELSE ? otherwise(word) : Block.EMPTY;
    expressions.popVariables(variables);
    return switch (word) {
      case "if" -> new Node.If(at, pipeline, body.block(), otherwise);
      case "with" -> new Node.With(at, pipeline, body.block(), otherwise);
      default -> new Node.Range(at, pipeline, body.block(), otherwise);
    };
  }

  /** {@code {{else if}}} is an if inside the else that shares its end. */
  private Block otherwise(String word) {
    Token next = tokens.peekNonSpace();
    if (next.kind() == Kind.IF || next.kind() == Kind.WITH) {
      if (!next.text().equals(word)) {
        throw tokens.unexpected(next, "input");
      }
      if (++nesting > MAX_NESTING) {
        throw tokens.error(next, "nested deeper than " + MAX_NESTING + " levels");
      }
      tokens.next();
      Statement nested = control(next.position(), word);
      nesting--;
      return new Block(List.of(nested));
    }
    Body body = body();
    if (body.end().kind() != Kind.END) {
      throw tokens.error(body.end(), "expected end; found {{else}}");
    }
    return body.block();
  }

  private Node.Call call(int at) {
    int position = tokens.peekNonSpace().position();
    String name = name("template clause");
    Pipeline argument = new Pipeline(at, List.of(), false, List.of());
    if (tokens.nextNonSpace().kind() != Kind.RIGHT_DELIM) {
      tokens.reset(tokens.mark() - 1);
      argument = expressions.pipeline("template clause", Kind.RIGHT_DELIM);
    }
    return new Node.Call(position, name, argument);
  }

  private Node.Call block() {
    Token token = tokens.peekNonSpace();
    String name = name("block clause");
    Pipeline argument = expressions.pipeline("block clause", Kind.RIGHT_DELIM);
    ExpressionParser.Scope outer = expressions.freshScope();
    int outerRange = rangeDepth;
    rangeDepth = 0;
    Body body = body();
    if (body.end().kind() != Kind.END) {
      throw tokens.error(body.end(), "unexpected {{else}} in block clause");
    }
    rangeDepth = outerRange;
    expressions.restore(outer);
    define(token, name, body.block());
    return new Node.Call(token.position(), name, argument);
  }

  private String name(String context) {
    Token token = tokens.nextNonSpace();
    if (token.kind() != Kind.STRING && token.kind() != Kind.RAW_STRING) {
      throw tokens.unexpected(token, context);
    }
    return expressions.unquote(token);
  }
}
