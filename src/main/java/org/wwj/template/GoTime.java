package org.wwj.template;

import static org.wwj.template.Function.Type.DURATION;
import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Function.Type.TIME;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Go's {@code time.Time}.
 *
 * @param moment the moment in its zone
 * @param zone the zone's short name, empty when only its offset is known
 */
record GoTime(ZonedDateTime moment, String zone) implements Scalar {
  static final GoTime ZERO = of(LocalDate.of(1, 1, 1).atStartOfDay(ZoneOffset.UTC));
  private static final DateTimeFormatter SHORT_NAME =
      DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH);

  static GoTime of(ZonedDateTime moment) {
    return new GoTime(moment, shortName(moment));
  }

  static GoTime ofUnix(long seconds) {
    try {
      return of(Instant.ofEpochSecond(seconds).atZone(ZoneId.systemDefault()));
    } catch (DateTimeException e) {
      throw new TemplateException("the moment is out of range", e);
    }
  }

  static GoTime now() {
    return of(ZonedDateTime.now(ZoneId.systemDefault()));
  }

  GoTime in(ZoneId zone) {
    return of(moment.withZoneSameInstant(zone));
  }

  private static String shortName(ZonedDateTime moment) {
    ZoneId zone = moment.getZone();
    if (zone.normalized().equals(ZoneOffset.UTC)) {
      return "UTC";
    }
    return zone instanceof ZoneOffset ? "" : SHORT_NAME.format(moment);
  }

  String format(String layout) {
    return new TimeLayout(layout).format(this);
  }

  /** RFC 3339, as it stands in JSON. */
  String json() {
    return format("2006-01-02T15:04:05.999999999Z07:00");
  }

  GoTime plus(GoDuration duration) {
    return new GoTime(moment.plusNanos(duration.nanos()), zone);
  }

  GoDuration since(GoTime earlier) {
    try {
      return new GoDuration(ChronoUnit.NANOS.between(earlier.moment, moment));
    } catch (ArithmeticException e) {
      return new GoDuration(
          earlier.moment.isBefore(moment) ? Long.MAX_VALUE : Long.MIN_VALUE); // as Go saturates
    }
  }

  private GoTime plus(long years, long months, long days) {
    // Go adds to the numbers of the date and lets what is too much flow over
    LocalDate first = moment.toLocalDate().withDayOfMonth(1).plusMonths(12 * years + months);
    LocalDate date = first.plusDays(moment.getDayOfMonth() - 1 + days);
    return of(date.atTime(moment.toLocalTime()).atZone(moment.getZone()));
  }

  @Override
  public Object plain() {
    return this;
  }

  @Override
  public String typeName() {
    return "time.Time";
  }

  @Override
  public String kind() {
    return "struct";
  }

  @Override
  public Object method(String name) {
    return switch (name) {
      case "Year" -> moment.getYear();
      case "Month" ->
          new GoNamed(
              "time.Month",
              moment.getMonthValue(),
              moment.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case "Day" -> moment.getDayOfMonth();
      case "Weekday" ->
          new GoNamed(
              "time.Weekday",
              moment.getDayOfWeek().getValue() % 7,
              moment.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH));
      case "YearDay" -> moment.getDayOfYear();
      case "Hour" -> moment.getHour();
      case "Minute" -> moment.getMinute();
      case "Second" -> moment.getSecond();
      case "Nanosecond" -> moment.getNano();
      case "Unix" -> GoInt.int64(moment.toEpochSecond());
      case "UnixMilli" -> GoInt.int64(moment.toInstant().toEpochMilli());
      case "IsZero" -> moment.toInstant().equals(ZERO.moment.toInstant());
      case "UTC" -> in(ZoneOffset.UTC);
      case "Local" -> in(ZoneId.systemDefault());
      case "String" -> toString();
      case "Format" -> Function.of(a -> format((String) a.getFirst()), STRING);
      case "Add" -> Function.of(a -> plus((GoDuration) a.getFirst()), DURATION);
      case "AddDate" ->
          Function.of(a -> plus((Long) a.get(0), (Long) a.get(1), (Long) a.get(2)), INT, INT, INT);
      case "Sub" -> Function.of(a -> since((GoTime) a.getFirst()), TIME);
      case "After" -> Function.of(a -> moment.isAfter(other(a.getFirst())), TIME);
      case "Before" -> Function.of(a -> moment.isBefore(other(a.getFirst())), TIME);
      case "Equal" -> Function.of(a -> moment.isEqual(other(a.getFirst())), TIME);
      default -> Fields.NO_FIELD;
    };
  }

  private static ZonedDateTime other(Object time) {
    return ((GoTime) time).moment;
  }

  @Override
  public String toString() {
    return format("2006-01-02 15:04:05.999999999 -0700 MST");
  }
}
