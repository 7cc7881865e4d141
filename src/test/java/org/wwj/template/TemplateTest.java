package org.wwj.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TemplateTest {
  private static String render(String name, String text, Object data) {
    try {
      return Template.parse(name, text, Sprig.functions()).render(data);
    } catch (TemplateException e) {
      return "error: " + e.getMessage();
    }
  }

  @TestFactory
  Stream<DynamicTest> rendersAsGoDoes() {
    Map<String, String> golden = Corpus.read("golden.txt");
    Map<String, Object> data = Corpus.data();
    return Corpus.read("corpus.txt").entrySet().stream()
        .map(entry ->
            DynamicTest.dynamicTest(
                entry.getKey(),
                () ->
                    assertThat(withoutColumn(render(entry.getKey(), entry.getValue(), data)))
                        .isEqualTo(withoutColumn(golden.get(entry.getKey())))));
  }

  /**
   * Go gives no column for mistakes of the grammar, and calls values of maps {@code interface {}}.
   */
  private static String withoutColumn(String text) {
    return text.contains("executing")
        ? text.replaceFirst("(can't evaluate field \\w+) in type .*", "$1")
        : text.replaceFirst("^(error: template: \\w+:\\d+):\\d+: ", "$1: ");
  }
}
