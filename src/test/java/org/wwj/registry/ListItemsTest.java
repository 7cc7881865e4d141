package org.wwj.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListItemsTest {
  private static List<String> words(String text) {
    return text == null || text.isEmpty() ? List.of() : List.of(text.split(" "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // name, own, inherited, add, delete, then, notes
    "at the end,             a b,   ,      c d,   ,     a b c d,  0",
    "no duplicate,           a b,   ,      b c c, ,     a b c,    1",
    "none that is inherited, a,     x,     x y,   ,     a y,      1",
    "not a negation,         ~x a,  x,     x,     ,     a,        0",
    "a negated one,          ~x a,  '',    x,     ,     a x,      0",
    "from the middle,        a b c, ,      ,      b,    a c,      0",
    "every time it stands,   a b a, ,      ,      a,    b,        0",
    "the last one,           a,     ,      ,      a,    '',       0",
    "one that is not there,  a,     ,      ,      z,    a,        1",
    "an inherited one,       a,     x y,   ,      x,    a ~x,     1",
    "own and inherited,      x a,   x,     ,      x,    a ~x,     1",
    "negated already,        ~x,    x,     ,      x,    ~x,       0",
    "both at once,           a b,   x,     c,     a x,  b c ~x,   1",
  })
  void addsAndDeletes(
      String name,
      String own,
      String inherited,
      String add,
      String delete,
      String then,
      int notes) {
    ListItems items = new ListItems(FieldKey.of(Field.SYSTEM_OVERLAY), words(add), words(delete));
    ListItems.Outcome outcome = items.apply(words(own), words(inherited));
    assertThat(outcome.items()).isEqualTo(words(then));
    assertThat(outcome.notes())
        .hasSize(notes)
        .allSatisfy(n -> assertThat(n).contains("SystemOverlay"));
  }
}
