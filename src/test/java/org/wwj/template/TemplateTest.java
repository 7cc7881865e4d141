package org.wwj.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wwj.template.Corpus.withoutColumn;

import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TemplateTest {
  private static final TimeZone ZONE = TimeZone.getDefault();

  @BeforeAll
  static void setTheZoneOfTheGoldenFiles() {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterAll
  static void restoreTheZone() {
    TimeZone.setDefault(ZONE);
  }

  @TestFactory
  Stream<DynamicTest> rendersAsGoDoes() {
    Map<String, String> golden = Corpus.golden();
    return Corpus.templates().entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () ->
                    assertThat(withoutColumn(Corpus.render(entry.getKey(), entry.getValue())))
                        .isEqualTo(golden.get(entry.getKey()))));
  }

  @Test
  void eachTemplateOfTheCorpusHasItsGoldenText() {
    assertThat(Corpus.golden().keySet()).isEqualTo(Corpus.templates().keySet());
    assertThat(Corpus.templates()).hasSizeGreaterThan(1000);
  }

  @Test
  void aRangeOfRandomNumbersMayWrap() {
    String text = "{{randInt 97 -9223372036854775808 | toString | len | lt 0}}";
    assertThat(Corpus.render("wrap", text)).contains("true");
  }
}
