package org.wwj.template;

import java.util.List;
import org.wwj.template.Token.Kind;

/** A place in a list of tokens that moves forward and, by a few tokens, back. */
final class Tokens {
  private final Source source;
  private final List<Token> tokens;
  private int next;

  Tokens(Source source, List<Token> tokens) {
    this.source = source;
    this.tokens = tokens;
  }

  Token next() {
    Token token = peek();
    if (next < tokens.size() - 1) {
      next++; // the last one, EOF or an error, repeats
    }
    return token;
  }

  Token peek() {
    return tokens.get(next);
  }

  Token nextNonSpace() {
    skipSpace();
    return next();
  }

  Token peekNonSpace() {
    skipSpace();
    return peek();
  }

  private void skipSpace() {
    while (peek().kind() == Kind.SPACE) {
      next++;
    }
  }

  int mark() {
    return next;
  }

  void reset(int mark) {
    next = mark;
  }

  Token expect(Kind kind, String context) {
    Token token = nextNonSpace();
    if (token.kind() != kind) {
      throw unexpected(token, context);
    }
    return token;
  }

  TemplateException unexpected(Token token, String context) {
    return token.kind() == Kind.ERROR
        ? error(token, token.text())
        : error(token, "unexpected " + token.shown() + " in " + context);
  }

  TemplateException error(Token token, String message) {
    return source.error(token.position(), message);
  }
}
