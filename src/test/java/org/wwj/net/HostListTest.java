package org.wwj.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostListTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          c1              | c1
          c1,c2           | c1 c2
          c1,             | c1
          c[1-3]          | c1 c2 c3
          c[1-2,5]        | c1 c2 c5
          c[1,1]          | c1
          c[08-11]        | c08 c09 c10 c11
          c[8-11]         | c8 c9 c10 c11
          c[098-101]      | c098 c099 c100 c101
          r[1-2]c[1-2]    | r1c1 r1c2 r2c1 r2c2
          c[1-2]-ib       | c1-ib c2-ib
          c[-1]           | c0 c1
          c[a-b]          | c[a-b]
          c[1-2]x[y]      | c1x[y] c2x[y]
          c[1-            | c[1-
          a[1-2],b[3-4],x | a1 a2 b3 b4 x
          """)
  void expands(String list, String names) {
    assertThat(HostList.expand(list)).containsExactly(names.split(" "));
  }

  @Test
  void descendingRangeAndLoneCommaStandForNoName() {
    assertThat(HostList.expand("c[3-1]")).isEmpty();
    assertThat(HostList.expand(",")).isEmpty();
    assertThat(HostList.expand("")).isEmpty();
  }

  @Test
  void severalListsAreOne() {
    assertThat(HostList.expand(List.of("c[1-2]", "c2,c3,"))).containsExactly("c1", "c2", "c3");
  }

  @Test
  void refusesRangesThatFillTheMemory() {
    assertThatThrownBy(() -> HostList.expand("c[1-999999999]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 100000 names");
    assertThatThrownBy(() -> HostList.expand("c[1-999][1-999]"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          c1                    | c1
          c1 c2 c3              | c[1-3]
          c1 c3                 | c[1,3]
          c9 c10 c11            | c[9-11]
          c08 c09 c10           | c[08-10]
          c1 c01                | c[1,01]
          c1 c2 login           | c[1-2],login
          login c2 c1           | login,c[1-2]
          r1c1 r1c2 r2c1        | r1c[1-2],r2c1
          c1-ib c2-ib c1        | c[1-2]-ib,c1
          """)
  void compresses(String names, String list) {
    assertThat(HostList.compress(List.of(names.split(" ")))).isEqualTo(list);
  }

  @Test
  void whatWasCompressedExpandsToTheSameNames() {
    Random random = new Random(7);
    String[] stems = {"c", "node", "r1-n", "x", "gpu"};
    String[] tails = {"", "-ib", ".cluster"};
    for (int round = 0; round < 2000; round++) {
      LinkedHashSet<String> names = new LinkedHashSet<>();
      for (int i = 0; i < 12; i++) {
        String format = random.nextBoolean() ? "%d" : "%0" + (1 + random.nextInt(3)) + "d";
        names.add(
            stems[random.nextInt(stems.length)]
                + format.formatted(random.nextInt(120))
                + tails[random.nextInt(tails.length)]);
      }
      String list = HostList.compress(new ArrayList<>(names));
      assertThat(HostList.expand(list)).as(list).containsExactlyInAnyOrderElementsOf(names);
    }
  }
}
