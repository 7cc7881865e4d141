package org.wwj.template;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Function.Type.TIME;
import static org.wwj.template.Sprig.text;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRulesProvider;
import java.util.List;
import java.util.Map;

/** Sprig's functions on moments and spans of time. */
final class SprigDates {
  private static final String DATE = "2006-01-02";
  private static final long HOURS = 3600;

  private SprigDates() {}

  static void addTo(Map<String, Function> all) {
    all.put("now", Function.of(a -> GoTime.now()));
    all.put("date", Function.of(a -> format(text(a, 0), a.get(1), "Local"), STRING, ANY));
    for (String name : List.of("dateInZone", "date_in_zone")) {
      all.put(
          name, Function.of(a -> format(text(a, 0), a.get(1), text(a, 2)), STRING, ANY, STRING));
    }
    all.put("htmlDate", Function.of(a -> format(DATE, a.getFirst(), "Local"), ANY));
    all.put("htmlDateInZone", Function.of(a -> format(DATE, a.get(0), text(a, 1)), ANY, STRING));
    for (String name : List.of("dateModify", "date_modify")) {
      all.put(name, Function.of(a -> modified(a, false), STRING, TIME).costing(Meter::squared));
    }
    for (String name : List.of("mustDateModify", "must_date_modify")) {
      all.put(name, Function.of(a -> modified(a, true), STRING, TIME).costing(Meter::squared));
    }
    all.put("mustToDate", Function.of(SprigDates::parse, STRING, STRING).costing(Meter::squared));
    all.put(
        "toDate",
        Function.of(
                a -> {
                  try {
                    return parse(a);
                  } catch (TemplateException e) {
                    return GoTime.ZERO;
                  }
                },
                STRING,
                STRING)
            .costing(Meter::squared));
    all.put(
        "unixEpoch",
        Function.of(a -> Long.toString(((GoTime) a.getFirst()).moment().toEpochSecond()), TIME));
    all.put(
        "ago",
        Function.of(
            a -> GoTime.now().since(moment(a.getFirst())).round(GoDuration.SECOND).toString(),
            ANY));
    all.put("duration", Function.of(a -> duration(a.getFirst()), ANY));
    all.put("durationRound", Function.of(a -> rounded(a.getFirst()), ANY).costing(Meter::squared));
  }

  /** What is neither a moment nor seconds since 1970 is now. */
  private static GoTime moment(Object value) {
    return switch (value) {
      case GoTime time -> time;
      case Long seconds -> GoTime.ofUnix(seconds);
      case GoInt seconds when seconds.type().equals("int64") -> GoTime.ofUnix(seconds.value());
      default -> GoTime.now();
    };
  }

  private static String format(String layout, Object value, String zone) {
    return moment(value).in(zone(zone)).format(layout);
  }

  private static ZoneId zone(String name) {
    if (name.equals("Local")) {
      return ZoneId.systemDefault();
    }
    return ZoneRulesProvider.getAvailableZoneIds().contains(name)
        ? ZoneId.of(name)
        : ZoneOffset.UTC;
  }

  private static Object modified(List<Object> args, boolean must) {
    GoTime time = (GoTime) args.get(1);
    try {
      return time.plus(GoDuration.parse(text(args, 0)));
    } catch (TemplateException e) {
      if (must) {
        throw e;
      }
      return time;
    }
  }

  private static GoTime parse(List<Object> args) {
    return TimeParser.parse(
        Meter.brief(text(args, 0)), Meter.brief(text(args, 1)), ZoneId.systemDefault());
  }

  /** Seconds as a span; only texts and 64-bit numbers count, as in sprig. */
  private static String duration(Object value) {
    long seconds =
        switch (value) {
          case String s when Numbers.isDecimal(s) -> Numbers.clamped(s);
          case GoInt i when i.type().equals("int64") -> i.value();
          default -> 0;
        };
    return new GoDuration(seconds * GoDuration.SECOND).toString();
  }

  /** A span by its largest unit. */
  private static String rounded(Object value) {
    long nanos =
        switch (value) {
          case String s -> parsed(s);
          case GoInt i when i.type().equals("int64") -> i.value();
          case GoTime time -> GoTime.now().since(time).nanos();
          default -> 0;
        };
    long size = Math.abs(nanos);
    record Unit(String name, long seconds) {}
    List<Unit> units =
        List.of(
            new Unit("y", 365 * 24 * HOURS),
            new Unit("mo", 30 * 24 * HOURS),
            new Unit("d", 24 * HOURS),
            new Unit("h", HOURS),
            new Unit("m", 60),
            new Unit("s", 1));
    for (Unit unit : units) {
      long length = unit.seconds() * GoDuration.SECOND;
      if (Long.compareUnsigned(size, length) > 0) {
        return Long.divideUnsigned(size, length) + unit.name();
      }
    }
    return "0s";
  }

  private static long parsed(String text) {
    try {
      return GoDuration.parse(text).nanos();
    } catch (TemplateException e) {
      return 0;
    }
  }
}
