package org.wwj.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * Go's regular expressions. RE2/J has their syntax, their choice among matches and their linear
 * time; which matches follow each other, and what is put in their place, is Go's here.
 */
final class GoRegex {
  private final Pattern pattern;

  private GoRegex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Reads an expression.
   *
   * @throws TemplateException with Go's message
   */
  static GoRegex compile(String expression) {
    RegexSize.of(expression);
    try {
      return new GoRegex(Pattern.compile(expression));
    } catch (PatternSyntaxException e) {
      throw new TemplateException(complaint(e, expression), e);
    }
  }

  /** Go's words, where RE2/J has others. */
  private static String complaint(PatternSyntaxException e, String expression) {
    String said = "error parsing regexp: " + e.getDescription();
    return switch (e.getDescription()) {
      case "regexp/syntax: internal error" ->
          "error parsing regexp: unexpected ): `" + expression + "`"; // all that leads there
      case "trailing backslash at end of expression" -> said + ": ``";
      default -> e.getPattern().isEmpty() ? said : said + ": `" + e.getPattern() + "`";
    };
  }

  boolean matches(String text) {
    return pattern.matcher(text).find();
  }

  /** A place in a text. */
  record Span(int start, int end) {
    String of(String text) {
      return text.substring(start, end);
    }
  }

  /** Matches one after the other; none is empty right behind another. */
  List<Span> all(String text, long limit) {
    List<Span> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    int at = 0;
    int lastEnd = -1;
    while ((limit < 0 || found.size() < limit) && at <= text.length() && matcher.find(at)) {
      Span span = new Span(matcher.start(), matcher.end());
      boolean again = span.end() == at && span.start() == lastEnd;
      if (span.end() > at) {
        at = span.end();
      } else {
        at += at < text.length() ? Character.charCount(text.codePointAt(at)) : 1;
      }
      lastEnd = span.end();
      if (!again) {
        found.add(span);
        Meter.count(found.size());
      }
    }
    return found;
  }

  /** Parts of a replacement: text as it is, or what a group has matched. */
  private record Piece(String text, int group) {}

  /** All matches replaced; {@code $1} and {@code ${name}} stand for groups unless literal. */
  String replace(String text, String replacement, boolean literal) {
    List<Piece> pieces = literal ? List.of(new Piece(replacement, -1)) : pieces(replacement);
    Matcher matcher = pattern.matcher(text);
    Bounded out = new Bounded();
    int at = 0;
    int lastEnd = 0;
    while (at <= text.length() && matcher.find(at)) {
      out.append(text, lastEnd, matcher.start());
      if (matcher.end() > lastEnd || matcher.start() == 0) {
        for (Piece piece : pieces) {
          out.append(piece.text());
          String group = piece.group() < 0 ? null : matcher.group(piece.group());
          out.append(group == null ? "" : group);
        }
      }
      lastEnd = matcher.end();
      int width = at < text.length() ? Character.charCount(text.codePointAt(at)) : 1;
      at = Math.max(lastEnd, at + width);
    }
    return out.append(text, Math.min(lastEnd, text.length()), text.length()).toString();
  }

  private List<Piece> pieces(String replacement) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    for (int i = replacement.indexOf('$'); i >= 0; i = replacement.indexOf('$', from)) {
      String before = replacement.substring(from, i);
      boolean brace = replacement.startsWith("{", i + 1);
      int start = brace ? i + 2 : i + 1;
      int end = start;
      while (end < replacement.length() && isNamePart(replacement.codePointAt(end))) {
        end += Character.charCount(replacement.codePointAt(end));
      }
      boolean named = end > start && (!brace || replacement.startsWith("}", end));
      if (replacement.startsWith("$", i + 1)) {
        pieces.add(new Piece(before + "$", -1));
        from = i + 2;
      } else if (named) {
        pieces.add(new Piece(before, group(replacement.substring(start, end))));
        from = brace ? end + 1 : end;
      } else {
        pieces.add(new Piece(before + "$", -1));
        from = i + 1;
      }
    }
    pieces.add(new Piece(replacement.substring(from), -1));
    return pieces;
  }

  private static boolean isNamePart(int c) {
    return c == '_' || Character.isLetter(c) || Character.isDigit(c);
  }

  /** The group of a number or name, -1 when there is none. */
  private int group(String name) {
    if (name.matches("0|[1-9][0-9]{0,7}")) {
      int number = Integer.parseInt(name);
      return number <= pattern.groupCount() ? number : -1;
    }
    return pattern.namedGroups().getOrDefault(name, -1);
  }

  /** Parts between matches, at most so many. */
  List<String> split(String text, long limit) {
    if (text.isEmpty() && !pattern.pattern().isEmpty()) {
      return List.of("");
    }
    List<String> parts = new ArrayList<>();
    int from = 0;
    int end = 0;
    for (Span span : all(text, limit)) {
      if (limit > 0 && parts.size() == limit - 1) {
        break;
      }
      end = span.start();
      if (span.end() != 0) {
        parts.add(text.substring(from, end));
      }
      from = span.end();
    }
    if (end != text.length()) {
      parts.add(text.substring(from));
    }
    return parts;
  }
}
