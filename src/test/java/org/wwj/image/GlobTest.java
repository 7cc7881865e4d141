package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "usr/share/doc|usr/share/doc|true",
        "usr/share/doc|usr/share/doc/a|false",
        "var/*.log|var/x.log|true",
        "var/*.log|var/.log|true",
        "var/*.log|var/a/x.log|false",
        "*|var/a|false",
        "**|var/a|false",
        "usr/**/doc|usr/share/doc|true",
        "usr/**/doc|usr/a/b/doc|false",
        "a?c|abc|true",
        "a?c|a/c|false",
        "a[b-d]c|acc|true",
        "a[^b-d]c|acc|false",
        "a[^b-d]c|aec|true",
        "a[!b]c|abc|true",
        "a[!b]c|a!c|true",
        "a[^]c]|ac|bad",
        "a[d-b]c|acc|false",
        "a[^d-b]c|acc|true",
        "a[\\]]c|a]c|true",
        "{a,b}|a|false",
        "{a,b}|{a,b}|true",
        "a\\*|a*|true",
        "a\\*|ab|false",
        "a.c|abc|false",
        "a(b|a(b|true",
        "ö?|öä|true",
        "lib/*😀|lib/x😀|true",
      })
  void meansWhatItMeansInGo(String pattern, String path, String expected) {
    if (expected.equals("bad")) {
      assertThatThrownBy(() -> Glob.of(pattern)).isInstanceOf(IllegalArgumentException.class);
    } else {
      assertThat(Glob.of(pattern).matches(path)).isEqualTo(Boolean.valueOf(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "a[b", "[]a]", "[-a]", "[a-]", "[^", "a\\", "[\\"})
  void refusesWhatGoRefuses(String pattern) {
    assertThatThrownBy(() -> Glob.of(pattern)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noPatternBreaksIt() {
    String letters = "ab/*?[]^-\\{},.!&~\n\0ö";
    Random random = new Random(5);
    for (int i = 0; i < 50_000; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int j = random.nextInt(8); j >= 0; j--) {
        pattern.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        Glob.of(pattern.toString()).matches("ab/b");
      } catch (IllegalArgumentException e) {
        assertThat(e).isNotInstanceOf(java.util.regex.PatternSyntaxException.class);
      }
    }
  }
}
