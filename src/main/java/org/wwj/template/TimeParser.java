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
import org.wwj.template.TimeText.Mismatch;

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
  private final TimeText in;
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
    this.in = new TimeText(text);
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
      in.skip(piece.text());
    } catch (Mismatch e) {
      throw cannotParse(in.rest(), piece.text());
    }
    if (piece.element().isEmpty()) {
      if (!in.rest().isEmpty()) {
        throw error(": extra text: " + GoString.quote(in.rest()));
      }
      return;
    }
    String before = in.rest();
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

  private void element(Piece piece, boolean fractionFollows) throws Mismatch {
    if (piece.isFraction()) {
      boolean any = piece.element().charAt(1) == '9';
      nanos = any ? in.optionalFraction() : in.fraction(piece.element().length());
      return;
    }
    if (piece.isOffset()) {
      offset(piece.element());
      return;
    }
    switch (piece.element()) {
      case "06" -> {
        int twoDigits = in.digits(2, 2);
        year = twoDigits + (twoDigits >= 69 ? 1900 : 2000);
      }
      case "2006" -> year = in.digits(4, 4);
      case "January" -> month = in.name(MONTHS, 9) + 1;
      case "Jan" -> month = in.name(MONTHS, 3) + 1;
      case "Monday" -> in.name(DAYS, 9);
      case "Mon" -> in.name(DAYS, 3);
      case "01", "1" -> month = within(number(piece), 1, 12, "month");
      case "02", "_2", "2" -> day = number(piece);
      case "002", "__2" -> {
        in.spaces(piece.element().startsWith("_") ? 2 : 0);
        yearDay = in.digits(piece.element().startsWith("0") ? 3 : 1, 3);
      }
      case "15" -> hour = within(in.digits(1, 2), 0, 23, "hour");
      case "03", "3" -> hour = within(number(piece), 0, 12, "hour");
      case "04", "4" -> minute = within(number(piece), 0, 59, "minute");
      case "05", "5" -> {
        second = within(number(piece), 0, 59, "second");
        if (!fractionFollows) {
          nanos = in.optionalFraction();
        }
      }
      case "PM", "pm" -> half(piece.element());
      default -> {
        zone = in.zone();
        utc = zone.equals("UTC");
      }
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
    in.spaces(piece.element().equals("_2") ? 1 : 0);
    return in.digits(piece.element().startsWith("0") ? 2 : 1, 2);
  }

  private void half(String element) throws Mismatch {
    boolean upper = element.equals("PM");
    for (String word : upper ? List.of("AM", "PM") : List.of("am", "pm")) {
      if (in.startsWith(word)) {
        half = in.take(2).toUpperCase(Locale.ROOT);
        return;
      }
    }
    throw new Mismatch();
  }

  private void offset(String element) throws Mismatch {
    if (element.startsWith("Z") && in.startsWith("Z")) {
      in.take(1);
      utc = true;
      return;
    }
    if (!in.startsWith("+") && !in.startsWith("-")) {
      throw new Mismatch();
    }
    int sign = in.take(1).equals("-") ? -1 : 1;
    int parts = (element.replace(":", "").length() - 1) / 2;
    int[] numbers = new int[3];
    for (int i = 0; i < parts; i++) {
      if (i > 0 && element.contains(":")) {
        in.skip(":");
      }
      numbers[i] = in.digits(2, 2);
    }
    within(numbers[0], 0, 24, "time zone offset hour");
    within(numbers[1], 0, 60, "time zone offset minute");
    within(numbers[2], 0, 60, "time zone offset second");
    offset = sign * ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]);
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
