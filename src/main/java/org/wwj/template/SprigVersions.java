package org.wwj.template;

import static org.wwj.template.Function.Type.STRING;
import static org.wwj.template.Sprig.text;

import java.util.List;
import java.util.Map;

/** Sprig's functions on semantic versions. */
final class SprigVersions {
  private SprigVersions() {}

  static void addTo(Map<String, Function> all) {
    all.put(
        "semver",
        Function.of(a -> SemVer.parse(Meter.brief(text(a, 0))), STRING).costing(Meter::squared));
    all.put(
        "semverCompare",
        Function.of(a -> holds(text(a, 0), text(a, 1)), STRING, STRING).costing(Meter::squared));
  }

  private static Object holds(String constraint, String version) {
    List<List<SemVerConstraint>> alternatives = SemVerConstraint.parse(Meter.brief(constraint));
    SemVer parsed = SemVer.parse(Meter.brief(version));
    return alternatives.stream().anyMatch(all -> all.stream().allMatch(c -> c.allows(parsed)));
  }
}
