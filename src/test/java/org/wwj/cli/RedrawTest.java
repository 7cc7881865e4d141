package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.wwj.ops.Display;

class RedrawTest {
  @Test
  void linesAreWrittenOverTheOldOnesAndTheRestIsErased() {
    assertThat(Redraw.frame("ab\nc\n", new Display(true, 80, 24)))
        .isEqualTo("\u001b[Hab\u001b[K\nc\u001b[K\n\u001b[J");
  }

  @Test
  void whatDoesNotFitIsCutAndCounted() {
    assertThat(Redraw.frame("1\n2\n3\n4\n5\n", new Display(true, 80, 4)))
        .isEqualTo("\u001b[H1\u001b[K\n2\u001b[K\n... 3 more\u001b[K\n\u001b[J");
    assertThat(Redraw.frame("äbcdef\n", new Display(true, 3, 24))).contains("äbc\u001b[K");
  }
}
