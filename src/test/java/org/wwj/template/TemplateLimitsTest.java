package org.wwj.template;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that would hang or fill the server if nothing stopped them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TemplateLimitsTest {
  private static final String BIG = "{{$s := repeat 8000000 \"a\"}}";
  private static final String LIST = "{{$l := until 400000}}";

  private static void render(String text) {
    Template.parse("t", text, Sprig.functions()).render(Corpus.data(), piece -> {});
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // loops
        "{{range 9223372036854775807}}{{end}}",
        "{{range 100000}}{{range 100000}}{{end}}{{end}}",
        "{{range until 5000}}{{range until 5000}}{{.}}{{end}}{{end}}",
        LIST + "{{range until 100000}}{{range $l}}{{break}}{{end}}{{len $l}}{{has -1 $l}}{{end}}",
        "{{range until 999999}}{{range list 1 2 3 4 5 6 7 8}}{{if true}}{{with 1}}{{end}}{{end}}{{end}}{{end}}",
        // recursion
        "{{define \"r\"}}{{template \"r\" .}}{{end}}{{template \"r\" .}}",
        "{{define \"a\"}}{{template \"b\"}}{{end}}{{define \"b\"}}{{template \"a\"}}{{end}}{{template \"a\"}}",
        "{{define \"r\"}}{{range until 9}}{{template \"r\" .}}{{end}}{{end}}{{template \"r\" .}}",
        // long sequences
        "{{range until 2000000}}{{end}}",
        "{{untilStep 0 9223372036854775807 1}}",
        "{{untilStep 0 -9223372036854775807 -1}}",
        "{{seq 1 99999999}}",
        BIG + "{{splitList \"\" $s}}",
        BIG + "{{splitList \"a\" $s}}",
        BIG + "{{regexFindAll \"a\" $s -1}}",
        // long texts
        "{{repeat 100000000 \"x\"}}",
        "{{repeat 9223372036854775807 \"xy\"}}",
        "{{repeat 3000 \"x\" | repeat 3000}}",
        "{{indent 100000000 \"x\"}}",
        "{{repeat 100000 \"\\n\" | indent 1000}}",
        "{{repeat 100000 \"\\n\" | replace \"\\n\" (repeat 1000 \"x\")}}",
        "{{replace \"\" (repeat 3000 \"x\") (repeat 3000 \"y\")}}",
        "{{regexReplaceAll \"\" (repeat 3000 \"x\") (repeat 3000 \"y\")}}",
        "{{wrapWith 1 (repeat 3000 \"x\") (repeat 3000 \"y\")}}",
        "{{join (repeat 100000 \"x\") (until 1000)}}",
        "{{printf \"%9999999d\" 1}}",
        "{{printf \"%.9999999f\" 1.0}}",
        "{{printf \"%1000000d\" (until 1000)}}",
        "{{printf \"%*d\" 1000000 (until 1000)}}",
        "{{$f := repeat 1000 \"%[1]v\"}}{{printf $f (until 100000)}}",
        "{{randAlphaNum 99999999}}",
        "{{randBytes 99999999}}",
        "{{date (repeat 1000000 \"January January \") 0}}",
        "{{$x := \"0123456789abcdef\"}}{{range until 60}}{{$x = print $x $x}}{{end}}",
        "{{$x := \"x\"}}{{range until 999999}}{{$x = print $x \"0123456789abcdef\"}}{{end}}",
        "{{range until 1000000}}{{\"a line of the output that fills whatever it is written to, and more\\n\"}}{{end}}",
        // values that hold one value many times over
        "{{$x := list \"a\"}}{{range until 60}}{{$x = list $x $x}}{{end}}{{$x}}",
        "{{$x := list \"a\"}}{{range until 60}}{{$x = list $x $x}}{{end}}{{toJson $x}}",
        "{{$x := list \"a\"}}{{range until 60}}{{$x = list $x $x}}{{end}}{{deepEqual $x $x}}",
        "{{$x := list \"a\"}}{{range until 60}}{{$x = list $x $x}}{{end}}{{deepCopy $x}}",
        "{{$x := list \"a\"}}{{range until 60}}{{$x = concat $x $x}}{{end}}",
        "{{$x := dict}}{{range until 200}}{{$x = dict \"x\" $x}}{{end}}{{$x}}",
        "{{$d := dict}}{{$_ := set $d \"d\" $d}}{{$d}}",
        "{{$d := dict}}{{$_ := set $d \"d\" $d}}{{toPrettyJson $d}}",
        "{{$d := dict}}{{$_ := set $d \"d\" $d}}{{deepCopy $d}}",
        "{{$d := dict}}{{$_ := set $d \"d\" $d}}{{merge $d (dict \"d\" $d)}}",
        "{{mustFromJson (print (repeat 2000 \"[\") (repeat 2000 \"]\"))}}",
        // work that leaves little behind
        BIG + "{{range until 999999}}{{if contains \"b\" $s}}{{end}}{{end}}",
        BIG + "{{range until 999999}}{{if eq $s \"a\"}}{{end}}{{if len $s}}{{end}}{{end}}",
        BIG + "{{range until 999999}}{{if index $s 7}}{{end}}{{end}}",
        BIG + "{{range until 999999}}{{if trunc 1 $s}}{{end}}{{end}}",
        BIG + "{{contains (print (trunc 4000000 $s) \"b\") $s}}",
        BIG + "{{trimAll (replace \"a\" \"b\" $s) $s}}{{trimAll $s (replace \"a\" \"b\" $s)}}",
        BIG + "{{printf (repeat 900000 \"%.0[1]x\") $s}}{{toDate $s $s}}",
        BIG + "{{semverCompare $s \"1\"}}",
        BIG + "{{mustDateModify $s .When}}",
        BIG + "{{genCAWithKey \"a\" 1 $s}}",
        BIG + "{{range until 999999}}{{if int $s}}{{end}}{{if float64 $s}}{{end}}{{end}}",
        LIST + "{{range until 999999}}{{if sortAlpha $l}}{{end}}{{end}}",
        LIST + "{{range until 999999}}{{if uniq $l}}{{end}}{{end}}",
        LIST + "{{range until 999999}}{{if reverse $l}}{{end}}{{end}}",
        "{{range until 999}}{{if bcrypt \"x\"}}{{end}}{{end}}",
        "{{range until 999}}{{if derivePassword 1 \"pin\" \"a\" \"b\" \"c\"}}{{end}}{{end}}",
        "{{range until 999}}{{if genPrivateKey \"ecdsa\"}}{{end}}{{end}}",
        // regular expressions
        "{{regexMatch (repeat 20000 \"(a?){900}\") \"a\" | fail | print}}",
        "{{mustRegexMatch \"(((a{9}){9}){9}){9}\" \"a\"}}",
        "{{mustRegexMatch (repeat 250000 \"a\") \"a\"}}",
        "{{mustRegexMatch (repeat 500 \"[a-z]{999}\") \"a\"}}",
        "{{mustRegexMatch (repeat 100000 \"(\") \"a\"}}",
        BIG
            + "{{regexMatch \"(.*)(.*)(.*)(.*)(.*)#\" $s}}{{range until 999}}"
            + "{{if regexMatch \"(a|b|c|d|e|f)+#\" $s}}{{end}}{{end}}",
      })
  void isStopped(String text) {
    assertThatThrownBy(() -> render(text)).isInstanceOf(TemplateException.class);
  }

  @Test
  void saysWhatWasTooMuch() {
    assertThatThrownBy(() -> render("{{range 9999999999}}{{end}}"))
        .hasMessage(
            "template: t:1:8: executing \"t\" at <9999999999>: takes more than the limit of"
                + " 20000000 steps");
    assertThatThrownBy(() -> render("{{repeat 99999999 \"x\"}}"))
        .hasMessageContaining("error calling repeat: result is longer than 8388608");
  }

  @Test
  void nestedTooDeepToParseIsStopped() {
    for (String piece : new String[] {"{{if 1}}", "{{(", "{{define \"x\"}}", "{{block \"x\" .}}"}) {
      assertThatThrownBy(() -> Template.parse("t", piece.repeat(100_000), Sprig.functions()))
          .isInstanceOf(TemplateException.class);
    }
    String chain = "{{print " + "(print ".repeat(50_000) + ")".repeat(50_000) + "}}";
    assertThatThrownBy(() -> Template.parse("t", chain, Sprig.functions()))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("nested deeper");
  }
}
