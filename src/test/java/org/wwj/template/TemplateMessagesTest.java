package org.wwj.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateMessagesTest {
  @Test
  void namesLineAndColumnOfAnUnknownFunctionWhenItParses() {
    assertThatThrownBy(() -> Template.parse("a.ww", "one\n  {{nosuch 1}}", Sprig.functions()))
        .hasMessage("template: a.ww:2:4: function \"nosuch\" not defined");
  }

  @Test
  void addsTheGuessOfTheCaller() {
    assertThatThrownBy(() ->
            Template.parse(
                "a.ww",
                "{{uper .Name}}",
                Sprig.functions(),
                (word, known) -> known.contains("upper") ? "; did you mean 'upper'?" : ""))
        .hasMessage("template: a.ww:1:2: function \"uper\" not defined; did you mean 'upper'?");
  }

  @Test
  void offersToGuessAmongItsOwnFunctionsAndTheCallers() {
    assertThatThrownBy(() ->
            Template.parse(
                "a",
                "{{x}}",
                Map.of("mine", Function.of(a -> "")),
                (word, known) -> " " + known.contains("mine") + known.contains("printf")))
        .hasMessageEndingWith("not defined truetrue");
  }

  @Test
  void keepsFunctionsThatReachOutsideSwitchedOff() {
    for (String name : Sprig.OUTSIDE) {
      assertThatThrownBy(() -> Template.parse("a", "{{" + name + " \"HOME\"}}", Sprig.functions()))
          .hasMessage(
              "template: a:1:2: function \""
                  + name
                  + "\" not defined: it reaches outside of the template, which this site has not"
                  + " allowed");
    }
  }

  @Test
  void looksOutsideWhereTheSiteAllowsIt() {
    String path = System.getenv("PATH");
    assertThat(outside("{{env \"PATH\"}}")).isEqualTo(path);
    assertThat(outside("{{env \"NO_SUCH_VARIABLE_HERE\"}}")).isEmpty();
    assertThat(outside("{{expandenv \"a $PATH ${PATH}: $1 $ ${} $$ ${x\"}}"))
        .isEqualTo("a " + path + " " + path + ":  $   x");
    assertThat(outside("{{getHostByName \"127.0.0.1\"}}")).isEqualTo("127.0.0.1");
  }

  private static String outside(String text) {
    return Template.parse("a", text, Sprig.withOutside()).render(Map.of());
  }

  @Test
  void refusesToPrintAnAddressOfMemory() {
    assertThatThrownBy(
            () -> Template.parse("a", "{{printf \"%p\" (list 1)}}", Sprig.functions()).render(null))
        .hasMessageContaining("%p would print an address of memory");
  }
}
