package org.wwj.template;

import java.util.List;
import org.wwj.template.Token.Kind;

/** A place in a list of tokens that moves forward and, by a few tokens, back. */
final class Tokens {
  private final Source source;
  private final List<Token> tokens;
  private int next;

  /** The last token that was looked at: Go reports the line of this one. */
  private int furthest;

  private int actionStart = -1;

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
    furthest = Math.max(furthest, next);
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

  /** Remembers the action that is being read, for errors on another of its lines. */
  void inAction(int position) {
    actionStart = position;
  }

  void afterAction() {
    actionStart = -1;
  }

  int action() {
    return actionStart;
  }

  Token expect(Kind kind, String context) {
    Token token = nextNonSpace();
    if (token.kind() != kind) {
      throw unexpected(token, context);
    }
    return token;
  }

  TemplateException unexpected(Token token, String context) {
    if (token.kind() != Kind.ERROR) {
      return error(token, "unexpected " + token.shown() + " in " + context);
    }
    boolean elsewhere =
        actionStart >= 0 && source.line(actionStart) != source.line(token.position());
    String message = token.text();
    if (!elsewhere) {
      return error(token, message);
    }
    String started = "started at " + source.name() + ":" + source.line(actionStart);
    return error(token, message + (message.endsWith(" action") ? " " : " in action ") + started);
  }

  /** An error at the token, or at the line that Go reports where it has read further. */
  TemplateException error(Token token, String message) {
    int read = tokens.get(furthest).position();
    boolean sameLine = source.line(read) == source.line(token.position());
    return source.error(sameLine ? token.position() : read, message);
  }
}
