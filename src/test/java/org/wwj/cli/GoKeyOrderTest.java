package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GoKeyOrderTest {
  @Test
  void numbersCountAsNumbers() {
    List<String> names =
        new ArrayList<>(List.of("n10", "n2", "n1", "b", "n02", "n", "a-1", "a1", "ab", "n2b"));
    Collections.shuffle(names, new Random(1));
    names.sort(new GoKeyOrder());
    assertThat(names).containsExactly("a-1", "a1", "ab", "b", "n", "n1", "n02", "n2", "n2b", "n10");
  }

  @Test
  void isAnOrder() {
    Random random = new Random(7);
    GoKeyOrder order = new GoKeyOrder();
    String letters = "01239ab-.";
    for (int i = 0; i < 200_000; i++) {
      String[] three = new String[3];
      for (int j = 0; j < 3; j++) {
        StringBuilder word = new StringBuilder();
        for (int k = random.nextInt(5); k >= 0; k--) {
          word.append(letters.charAt(random.nextInt(letters.length())));
        }
        three[j] = word.toString();
      }
      assertThat(Integer.signum(order.compare(three[0], three[1])))
          .as("%s %s", three[0], three[1])
          .isEqualTo(-Integer.signum(order.compare(three[1], three[0])));
      if (order.compare(three[0], three[1]) <= 0 && order.compare(three[1], three[2]) <= 0) {
        assertThat(order.compare(three[0], three[2]))
            .as("%s %s %s", (Object[]) three)
            .isNotPositive();
      }
    }
  }
}
