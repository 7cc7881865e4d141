package org.wwj.cli;

import java.util.List;
import java.util.regex.Pattern;

/** A manual page being written, in the man macros of roff. */
final class Roff {
  private static final Pattern MARKUP = Pattern.compile("@\\|\\w+(?:,\\w+)* (.*?)\\|@");

  private final StringBuilder out = new StringBuilder();

  /**
   * A page.
   *
   * @param date its date, fixed so that the same sources give the same page
   */
  Roff(String name, int section, String date, String source) {
    out.append(".\\\" Made from the commands themselves by  wwj man DIR.\n");
    line(".TH", name.toUpperCase(java.util.Locale.ROOT), String.valueOf(section), date, source);
    out.append(".nh\n.ad l\n"); // words to copy are not to be broken
  }

  Roff section(String title) {
    line(".SH", title);
    return this;
  }

  Roff subsection(String title) {
    line(".SS", title);
    return this;
  }

  Roff paragraph() {
    out.append(".PP\n");
    return this;
  }

  /** Flowing text. */
  Roff text(String text) {
    for (String line : plain(text).split("\n", -1)) {
      if (line.isBlank()) {
        paragraph();
      } else {
        out.append(escaped(line.strip())).append('\n');
      }
    }
    return this;
  }

  /** A term in bold, and what it means below it. */
  Roff item(String term, String meaning) {
    out.append(".TP\n.B ").append(escaped(term)).append('\n');
    return text(meaning.isBlank() ? "\u00a0" : meaning);
  }

  /** Lines to be shown as they are. */
  Roff example(List<String> lines) {
    out.append(".PP\n.nf\n.RS 2\n");
    lines.forEach(line -> out.append(escaped(plain(line))).append('\n'));
    out.append(".RE\n.fi\n");
    return this;
  }

  /** References to other pages. */
  Roff references(List<String> pages) {
    for (int i = 0; i < pages.size(); i++) {
      String page = pages.get(i);
      int open = page.indexOf('(');
      String comma = i + 1 < pages.size() ? "," : "";
      line(".BR", page.substring(0, open), page.substring(open) + comma);
    }
    return this;
  }

  /** The page. */
  @Override
  public String toString() {
    return out.toString();
  }

  private void line(String macro, String... words) {
    out.append(macro);
    for (String word : words) {
      out.append(" \"").append(escaped(word).replace("\"", "\\(dq")).append('"');
    }
    out.append('\n');
  }

  /** Without picocli's colours. */
  private static String plain(String text) {
    return MARKUP.matcher(text).replaceAll("$1");
  }

  /** Characters that roff would take for its own, or print as typographic ones. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    if (text.startsWith(".") || text.startsWith("'")) {
      escaped.append("\\&");
    }
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '\\' -> escaped.append("\\e");
            case '-' -> escaped.append("\\-");
            case '\'' -> escaped.append("\\(aq");
            case '`' -> escaped.append("\\(ga");
            case '^' -> escaped.append("\\(ha");
            case '~' -> escaped.append("\\(ti");
            case '\u2026' -> escaped.append("...");
            case '\u00a0' -> escaped.append("\\ ");
            default -> {
              if (c < 128) {
                escaped.append((char) c);
              } else {
                escaped.append("\\[u%04X]".formatted(c));
              }
            }
          }
        });
    return escaped.toString();
  }
}
