package org.wwj.template;

import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A layout of Go's time package, which shows how a certain moment of 2006 would be written. */
final class TimeLayout {
  /** Elements, the longer ones before those they begin with. */
  private static final List<String> ELEMENTS =
      List.of(
          "January",
          "Jan",
          "Monday",
          "Mon",
          "MST",
          "002",
          "01",
          "02",
          "03",
          "04",
          "05",
          "06",
          "15",
          "1",
          "2006",
          "__2",
          "_2",
          "2",
          "3",
          "4",
          "5",
          "PM",
          "pm",
          "-07:00:00",
          "-070000",
          "-07:00",
          "-0700",
          "-07",
          "Z07:00:00",
          "Z070000",
          "Z07:00",
          "Z0700",
          "Z07");

  private final String layout;
  private final List<Piece> pieces = new ArrayList<>();

  /** Text as it is, then an element; the last piece's element is empty. */
  record Piece(String text, String element) {
    /** Whether the element is a fraction of a second. */
    boolean isFraction() {
      return element.length() > 1 && ".,".indexOf(element.charAt(0)) >= 0;
    }

    boolean isOffset() {
      return element.startsWith("-07") || element.startsWith("Z07");
    }
  }

  TimeLayout(String layout) {
    this.layout = layout;
    int from = 0;
    int at = 0;
    while (at < layout.length()) {
      String element = elementAt(at);
      if (element.isEmpty()) {
        at++;
        continue;
      }
      pieces.add(new Piece(layout.substring(from, at), element));
      at += element.length();
      from = at;
    }
    pieces.add(new Piece(layout.substring(from), ""));
  }

  List<Piece> pieces() {
    return pieces;
  }

  @Override
  public String toString() {
    return layout;
  }

  private String elementAt(int at) {
    char c = layout.charAt(at);
    if (c == '.' || c == ',') {
      return fractionAt(at);
    }
    if (layout.startsWith("_2006", at)) {
      return ""; // an underscore and the year
    }
    for (String element : ELEMENTS) {
      if (layout.startsWith(element, at)) {
        boolean partOfWord =
            (element.equals("Jan") || element.equals("Mon")) && isLowerCase(at + 3);
        return partOfWord ? "" : element;
      }
    }
    return "";
  }

  private boolean isLowerCase(int at) {
    return at < layout.length() && layout.charAt(at) >= 'a' && layout.charAt(at) <= 'z';
  }

  /** A point or comma and only zeros, or only nines, with no other digit behind them. */
  private String fractionAt(int at) {
    int end = at + 1;
    char digit = end < layout.length() ? layout.charAt(end) : ' ';
    if (digit != '0' && digit != '9') {
      return "";
    }
    while (end < layout.length() && layout.charAt(end) == digit) {
      end++;
    }
    boolean digits = end < layout.length() && Character.isDigit(layout.charAt(end));
    return digits ? "" : layout.substring(at, end);
  }

  String format(GoTime time) {
    Bounded out = new Bounded();
    for (Piece piece : pieces) {
      out.append(piece.text()).append(written(piece, time));
    }
    return out.toString();
  }

  private static String written(Piece piece, GoTime time) {
    ZonedDateTime t = time.moment();
    if (piece.isFraction()) {
      return fraction(piece.element(), t.getNano());
    }
    if (piece.isOffset()) {
      return offset(piece.element(), t.getOffset().getTotalSeconds());
    }
    int hour12 = t.getHour() % 12 == 0 ? 12 : t.getHour() % 12;
    return switch (piece.element()) {
      case "January" -> t.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Jan" -> t.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case "Monday" -> t.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case "Mon" -> t.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case "MST" ->
          time.zone().isEmpty() ? offset("-0700", t.getOffset().getTotalSeconds()) : time.zone();
      case "01" -> padded(t.getMonthValue(), 2, '0');
      case "1" -> padded(t.getMonthValue(), 1, '0');
      case "02" -> padded(t.getDayOfMonth(), 2, '0');
      case "_2" -> padded(t.getDayOfMonth(), 2, ' ');
      case "2" -> padded(t.getDayOfMonth(), 1, '0');
      case "002" -> padded(t.getDayOfYear(), 3, '0');
      case "__2" -> padded(t.getDayOfYear(), 3, ' ');
      case "15" -> padded(t.getHour(), 2, '0');
      case "03" -> padded(hour12, 2, '0');
      case "3" -> padded(hour12, 1, '0');
      case "04" -> padded(t.getMinute(), 2, '0');
      case "4" -> padded(t.getMinute(), 1, '0');
      case "05" -> padded(t.getSecond(), 2, '0');
      case "5" -> padded(t.getSecond(), 1, '0');
      case "06" -> padded(Math.max(0, t.getYear()) % 100, 2, '0');
      case "2006" -> (t.getYear() < 0 ? "-" : "") + padded(Math.abs(t.getYear()), 4, '0');
      case "PM" -> t.getHour() < 12 ? "AM" : "PM";
      case "pm" -> t.getHour() < 12 ? "am" : "pm";
      default -> "";
    };
  }

  private static String padded(int value, int width, char padding) {
    String digits = Integer.toString(value);
    return String.valueOf(padding).repeat(Math.max(0, width - digits.length())) + digits;
  }

  private static String fraction(String element, int nanos) {
    String digits = padded(nanos, 9, '0').substring(0, Math.min(9, element.length() - 1));
    if (element.charAt(1) == '0') {
      return element.charAt(0) + digits + "0".repeat(element.length() - 1 - digits.length());
    }
    String trimmed = digits.replaceFirst("0+$", "");
    return trimmed.isEmpty() ? "" : element.charAt(0) + trimmed;
  }

  private static String offset(String element, int seconds) {
    if (element.startsWith("Z") && seconds == 0) {
      return "Z";
    }
    int size = Math.abs(seconds);
    String colon = element.contains(":") ? ":" : "";
    int digits = element.replace(":", "").length() - 1;
    return (seconds < 0 ? "-" : "+")
        + padded(size / 3600, 2, '0')
        + (digits > 2 ? colon + padded(size / 60 % 60, 2, '0') : "")
        + (digits > 4 ? colon + padded(size % 60, 2, '0') : "");
  }
}
