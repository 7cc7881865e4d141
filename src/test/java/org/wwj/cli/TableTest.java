package org.wwj.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAlignedByCharactersAndEndWithoutBlanks() {
    Table table = new Table("A", "SIZE MIB", "C");
    table.row("ünï", "", "x");
    table.row("", "two\nlines\n", "");
    assertThat(table)
        .hasToString(
            """
            A    SIZE MIB   C
            -    --------   -
            ünï  --         x
            --   two lines  --
            """);
  }

  @Test
  void csvIsQuotedWhereItMustBe() {
    Table table = new Table("NODE NAME", "COMMENT/DESCRIPTION", "OVERLAYS (S/R)");
    table.row("c1", "a, \"b\"", "");
    table.row("c2", "two\nlines", " x");
    assertThat(table.csv())
        .isEqualTo(
            "node_name,comment_description,overlays_s_r\r\n"
                + "c1,\"a, \"\"b\"\"\",\r\n"
                + "c2,\"two\nlines\", x\r\n");
  }
}
