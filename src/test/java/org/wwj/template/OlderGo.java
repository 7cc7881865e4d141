package org.wwj.template;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an older Go, such as the 1.19 of Debian 12, does otherwise than the Go 1.24 of the golden
 * files. Cases that are named here are held to their golden text by {@link TemplateTest} alone.
 *
 * @param cases names of cases of the corpus
 * @param wordings what older Go says of it, and what newer Go says
 */
record OlderGo(Set<String> cases, Map<Pattern, Pattern> wordings) {
  static final OlderGo NONE = new OlderGo(Set.of(), Map.of());

  /** The last release that lacks something below. */
  private static final int LAST_OLDER = 23;

  private static final Set<String> CASES =
      Set.of(
          // Go 1.22: a range over an integer, and what 1.24 says of two variables for one
          "rangeInt",
          "rangeIntVar",
          "rangeIntZero",
          "rangeIntNegative",
          "rangeIntTwoVars",
          "rangeIntBreak",
          "rangeIntField",
          "rangeInt64",
          // Go 1.23: else with
          "elseWith",
          "elseWithElse",
          "elseWithThree",
          "elseWithInIf",
          "elseWithInRange",
          // Go 1.24: call names what is no function
          "call",
          "callNotFunc",
          "callPipe",
          "callExpression",
          // Go 1.22: \b and \f in JSON
          "lToJsonStrings",
          // Go 1.21 and later: where the reading of a time stopped, and (?<name>) in expressions
          "dMustToDateHalf",
          "sRegexSplitBad",
          // Go 1.21: strings.Split keeps bytes that are no characters
          "sSplitList");

  private static final Map<Pattern, Pattern> WORDINGS =
      Map.of(
          // Go 1.20: the lexer refuses a parenthesis that closes none
          Pattern.compile(".*: unexpected \"\\)\" in \\w+"),
          Pattern.compile(".*: unexpected right paren"),
          Pattern.compile(".*: unexpected <with> in else"),
          Pattern.compile(".*: unexpected <with> in input"),
          Pattern.compile(".*: range can't iterate over -?\\d+"),
          Pattern.compile("(?s).*"));

  /** For the text of {@code go version}. */
  static OlderGo of(String version) {
    Matcher release = Pattern.compile("go1\\.(\\d+)").matcher(version);
    boolean older = release.find() && Integer.parseInt(release.group(1)) <= LAST_OLDER;
    return older ? new OlderGo(CASES, WORDINGS) : NONE;
  }

  /** Whether Go may say the one where wwj says the other. */
  boolean excuses(String name, String go, String wwj) {
    return cases.contains(name)
        || wordings.entrySet().stream()
            .anyMatch(wording ->
                wording.getKey().matcher(go).matches()
                    && wording.getValue().matcher(wwj).matches());
  }
}
