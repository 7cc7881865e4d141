package org.wwj.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions of sprig 3.3's text map. */
public final class Sprig {
  /** Those that reach outside of the template; a site has to allow them. */
  public static final Set<String> OUTSIDE = Set.of("env", "expandenv", "getHostByName");

  /** What depends on the clock, on chance or on {@link #OUTSIDE}. */
  private static final Set<String> UNREPEATABLE =
      Set.of(
          "now",
          "ago",
          "date",
          "dateInZone",
          "date_in_zone",
          "htmlDate",
          "htmlDateInZone",
          "durationRound",
          "randAlphaNum",
          "randAlpha",
          "randNumeric",
          "randAscii",
          "randInt",
          "randBytes",
          "uuidv4",
          "shuffle",
          "bcrypt",
          "htpasswd",
          "encryptAES",
          "genPrivateKey",
          "genCA",
          "genCAWithKey",
          "genSelfSignedCert",
          "genSelfSignedCertWithKey",
          "genSignedCert",
          "genSignedCertWithKey",
          "env",
          "expandenv",
          "getHostByName");

  private static final Map<String, Function> ALL = collect();
  private static final Map<String, Function> INSIDE = inside();

  private Sprig() {}

  /** By name, without those that reach outside. */
  public static Map<String, Function> functions() {
    return INSIDE;
  }

  /** By name, also those that look at the server's environment and ask its name servers. */
  public static Map<String, Function> withOutside() {
    return ALL;
  }

  private static Map<String, Function> inside() {
    Map<String, Function> inside = new HashMap<>(ALL);
    inside.keySet().removeAll(OUTSIDE);
    return Map.copyOf(inside);
  }

  private static Map<String, Function> collect() {
    Map<String, Function> all = new HashMap<>();
    SprigStrings.addTo(all);
    SprigPieces.addTo(all);
    SprigWords.addTo(all);
    SprigRandom.addTo(all);
    SprigRegex.addTo(all);
    SprigDefaults.addTo(all);
    SprigReflection.addTo(all);
    SprigJson.addTo(all);
    SprigLists.addTo(all);
    SprigSequences.addTo(all);
    SprigDicts.addTo(all);
    SprigMath.addTo(all);
    SprigFloats.addTo(all);
    SprigDates.addTo(all);
    SprigEncoding.addTo(all);
    SprigCrypto.addTo(all);
    SprigCertificates.addTo(all);
    SprigPaths.addTo(all);
    SprigUrls.addTo(all);
    SprigVersions.addTo(all);
    SprigOutside.addTo(all);
    UNREPEATABLE.forEach(name -> all.computeIfPresent(name, (n, f) -> f.unrepeatable()));
    return Map.copyOf(all);
  }

  /** A function that gives up its rendering, under the name and with {@code must} before it. */
  static void alias(Map<String, Function> all, String name, Function function) {
    all.put(name, function);
    all.put("must" + Character.toUpperCase(name.charAt(0)) + name.substring(1), function);
  }

  /** Sprig's {@code toString}. */
  static String text(Object value) {
    return GoFormat.value(value);
  }

  /** The n-th argument as text. */
  static String text(List<Object> args, int n) {
    return (String) args.get(n);
  }

  /** The n-th argument as a whole number. */
  static long number(List<Object> args, int n) {
    return (Long) args.get(n);
  }

  /** What Go says when code follows a nil. */
  static TemplateException nilDereference() {
    return new TemplateException(
        "runtime error: invalid memory address or nil pointer dereference");
  }
}
