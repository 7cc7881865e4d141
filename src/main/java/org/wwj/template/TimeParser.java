package org.wwj.template;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import org.wwj.template.TimeLayout.Piece;

/** Reads a moment that was written by a layout, with Go's complaints. */
final class TimeParser {
  private static final List<String> MONTHS =
      List.of(
          "January",
          "February",
          "March",
          "April",
          "May",
          "June",
          "July",
          "August",
          "September",
          "October",
          "November",
          "December");
  private static final List<String> DAYS =
      List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

  private final TimeLayout layout;
  private final String text;
  private String rest;
  private int year;
  private int month = -1;
  private int day = -1;
  private int yearDay = -1;
  private int hour;
  private int minute;
  private int second;
  private int nanos;
  private String half = "";
  private int offset = Integer.MIN_VALUE;
  private String zone = "";
  private boolean utc;

  private TimeParser(TimeLayout layout, String text) {
    this.layout = layout;
    this.text = text;
    this.rest = text;
  }

  /** What does not fit the element. */
  private static final class Mismatch extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The moment, in the zone when the text names none.
   *
   * @throws TemplateException with Go's message
   */
  static GoTime parse(String layout, String text, ZoneId local) {
    TimeParser parser = new TimeParser(new TimeLayout(layout), text);
    List<Piece> pieces = parser.layout.pieces();
    for (int i = 0; i < pieces.size(); i++) {
      parser.read(pieces.get(i), i + 1 < pieces.size() && pieces.get(i + 1).isFraction());
    }
    return parser.moment(local);
  }

  private void read(Piece piece, boolean fractionFollows) {
    try {
      skip(piece.text());
    } catch (Mismatch e) {
      throw cannotParse(rest, piece.text());
    }
    if (piece.element().isEmpty()) {
      if (!rest.isEmpty()) {
        throw error(": extra text: " + GoString.quote(rest));
      }
      return;
    }
    String before = rest;
    try {
      element(piece, fractionFollows);
    } catch (Mismatch e) {
      throw cannotParse(before, piece.element());
    }
  }

  private TemplateException cannotParse(String found, String element) {
    return new TemplateException(
        "parsing time "
            + GoString.quote(text)
            + " as "
            + GoString.quote(layout.toString())
            + ": cannot parse "
            + GoString.quote(found)
            + " as "
            + GoString.quote(element));
  }

  private TemplateException error(String message) {
    return new TemplateException("parsing time " + GoString.quote(text) + message);
  }

  /** Text of the layout; any number of spaces stands for any other. */
  private void skip(String wanted) throws Mismatch {
    String prefix = wanted;
    while (!prefix.isEmpty()) {
      if (prefix.charAt(0) == ' ') {
        if (!rest.isEmpty() && rest.charAt(0) != ' ') {
          throw new Mismatch();
        }
        prefix = prefix.replaceFirst("^ +", "");
        rest = rest.replaceFirst("^ +", "");
      } else if (rest.isEmpty() || rest.charAt(0) != prefix.charAt(0)) {
        throw new Mismatch();
      } else {
        prefix = prefix.substring(1);
        rest = rest.substring(1);
      }
    }
  }

  private void element(Piece piece, boolean fractionFollows) throws Mismatch {
    if (piece.isFraction()) {
      fraction(piece.element());
      return;
    }
    if (piece.isOffset()) {
      offset(piece.element());
      return;
    }
    switch (piece.element()) {
      case "06" -> {
        int twoDigits = digits(2, 2);
        year = twoDigits + (twoDigits >= 69 ? 1900 : 2000);
      }
      case "2006" -> year = digits(4, 4);
      case "January" -> month = name(MONTHS, 9) + 1;
      case "Jan" -> month = name(MONTHS, 3) + 1;
      case "Monday" -> name(DAYS, 9);
      case "Mon" -> name(DAYS, 3);
      case "01", "1" -> month = within(number(piece), 1, 12, "month");
      case "02", "_2", "2" -> day = number(piece);
      case "002", "__2" -> {
        rest = piece.element().startsWith("_") ? rest.replaceFirst("^ {1,2}", "") : rest;
        yearDay = digits(piece.element().startsWith("0") ? 3 : 1, 3);
      }
      case "15" -> hour = within(digits(1, 2), 0, 23, "hour");
      case "03", "3" -> hour = within(number(piece), 0, 12, "hour");
      case "04", "4" -> minute = within(number(piece), 0, 59, "minute");
      case "05", "5" -> {
        second = within(number(piece), 0, 59, "second");
        if (!fractionFollows) {
          optionalFraction();
        }
      }
      case "PM", "pm" -> half(piece.element());
      default -> zone();
    }
  }

  private int within(int value, int least, int most, String what) {
    if (value < least || value > most) {
      throw error(": " + what + " out of range");
    }
    return value;
  }

  /** One or two digits; two for an element with a zero. */
  private int number(Piece piece) throws Mismatch {
    if (piece.element().equals("_2") && rest.startsWith(" ")) {
      rest = rest.substring(1);
    }
    return digits(piece.element().startsWith("0") ? 2 : 1, 2);
  }

  private int digits(int least, int most) throws Mismatch {
    int end = 0;
    while (end < most && isDigit(end)) {
      end++;
    }
    if (end < least) {
      throw new Mismatch();
    }
    int value = Integer.parseInt(rest.substring(0, end));
    rest = rest.substring(end);
    return value;
  }

  private boolean isDigit(int at) {
    return at < rest.length() && rest.charAt(at) >= '0' && rest.charAt(at) <= '9';
  }

  private int name(List<String> names, int length) throws Mismatch {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).substring(0, Math.min(length, names.get(i).length()));
      if (rest.regionMatches(true, 0, name, 0, name.length())) {
        rest = rest.substring(name.length());
        return i;
      }
    }
    throw new Mismatch();
  }

  private void half(String element) throws Mismatch {
    String found = rest.substring(0, Math.min(2, rest.length()));
    boolean upper = element.equals("PM");
    if (!found.equals(upper ? "PM" : "pm") && !found.equals(upper ? "AM" : "am")) {
      throw new Mismatch();
    }
    half = found.toUpperCase(Locale.ROOT);
    rest = rest.substring(2);
  }

  private void fraction(String element) throws Mismatch {
    if (element.charAt(1) == '9') {
      optionalFraction();
      return;
    }
    takeFraction(element.length());
  }

  private void optionalFraction() throws Mismatch {
    if (rest.length() >= 2 && ".,".indexOf(rest.charAt(0)) >= 0 && isDigit(1)) {
      int end = 2;
      while (isDigit(end)) {
        end++;
      }
      takeFraction(end);
    }
  }

  private void takeFraction(int length) throws Mismatch {
    if (rest.length() < length || ".,".indexOf(rest.charAt(0)) < 0) {
      throw new Mismatch();
    }
    String digits = rest.substring(1, length);
    if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Mismatch();
    }
    nanos = Integer.parseInt((digits + "000000000").substring(0, 9));
    rest = rest.substring(length);
  }

  private void offset(String element) throws Mismatch {
    if (element.startsWith("Z") && rest.startsWith("Z")) {
      rest = rest.substring(1);
      utc = true;
      return;
    }
    if (rest.isEmpty() || "+-".indexOf(rest.charAt(0)) < 0) {
      throw new Mismatch();
    }
    int sign = rest.charAt(0) == '-' ? -1 : 1;
    rest = rest.substring(1);
    int parts = (element.replace(":", "").length() - 1) / 2;
    int[] numbers = new int[3];
    for (int i = 0; i < parts; i++) {
      if (i > 0 && element.contains(":")) {
        skip(":");
      }
      numbers[i] = digits(2, 2);
    }
    within(numbers[0], 0, 24, "time zone offset hour");
    within(numbers[1], 0, 60, "time zone offset minute");
    within(numbers[2], 0, 60, "time zone offset second");
    offset = sign * ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]);
  }

  /** A zone's short name: three to five capitals. */
  private void zone() throws Mismatch {
    if (rest.startsWith("UTC")) {
      utc = true;
      rest = rest.substring(3);
      return;
    }
    int length = 0;
    while (length < 6
        && length < rest.length()
        && rest.charAt(length) >= 'A'
        && rest.charAt(length) <= 'Z') {
      length++;
    }
    boolean good =
        switch (length) {
          case 3 -> true;
          case 4 -> rest.charAt(3) == 'T' || rest.startsWith("WITA");
          case 5 -> rest.charAt(4) == 'T';
          default -> false;
        };
    if (rest.startsWith("ChST") || rest.startsWith("MeST")) {
      length = 4;
    } else if (rest.matches("GMT[+-][0-9]{1,2}(?:[^0-9].*)?")) {
      length = rest.matches("GMT.[0-9]{2}.*") ? 6 : 5;
    } else if (!good) {
      throw new Mismatch();
    }
    zone = rest.substring(0, length);
    rest = rest.substring(length);
  }

  private GoTime moment(ZoneId local) {
    if (half.equals("PM") && hour < 12) {
      hour += 12;
    } else if (half.equals("AM") && hour == 12) {
      hour = 0;
    }
    try {
      return at(
          LocalDateTime.of(date(), java.time.LocalTime.of(hour, minute, second, nanos)), local);
    } catch (DateTimeException e) {
      throw new TemplateException("parsing time " + GoString.quote(text) + ": out of range", e);
    }
  }

  private LocalDate date() {
    if (yearDay < 0) {
      int inMonth = month < 0 ? 1 : month;
      int inDay = day < 0 ? 1 : day;
      if (inDay < 1 || inDay > YearMonth.of(year, inMonth).lengthOfMonth()) {
        throw error(": day out of range");
      }
      return LocalDate.of(year, inMonth, inDay);
    }
    if (yearDay < 1 || yearDay > LocalDate.of(year, 1, 1).lengthOfYear()) {
      throw error(": day-of-year out of range");
    }
    LocalDate date = LocalDate.ofYearDay(year, yearDay);
    if (month >= 0 && month != date.getMonthValue()) {
      throw error(": day-of-year does not match month");
    }
    if (day >= 0 && day != date.getDayOfMonth()) {
      throw error(": day-of-year does not match day");
    }
    return date;
  }

  private GoTime at(LocalDateTime clock, ZoneId local) {
    if (utc) {
      return GoTime.of(clock.atZone(ZoneOffset.UTC));
    }
    if (offset != Integer.MIN_VALUE) {
      ZonedDateTime fixed = clock.atZone(ZoneOffset.ofTotalSeconds(offset));
      GoTime inLocal = GoTime.of(fixed.withZoneSameInstant(local));
      boolean same = inLocal.moment().getOffset().equals(fixed.getOffset());
      return same && (zone.isEmpty() || zone.equals(inLocal.zone()))
          ? inLocal
          : new GoTime(fixed, zone);
    }
    GoTime inLocal = GoTime.of(clock.atZone(local));
    if (zone.isEmpty() || zone.equals(inLocal.zone())) {
      return inLocal;
    }
    // Go takes the clock for UTC then, also beside GMT and hours
    int hours = zone.matches("GMT[+-].*") ? Integer.parseInt(zone.substring(3)) : 0;
    ZonedDateTime inUtc = clock.atZone(ZoneOffset.UTC);
    return new GoTime(inUtc.withZoneSameInstant(ZoneOffset.ofHours(hours)), zone);
  }
}
