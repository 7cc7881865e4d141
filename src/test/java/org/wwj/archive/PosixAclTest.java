package org.wwj.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PosixAclTest {
  private static final String ALL =
      "02000000"
          + "01000600ffffffff"
          + "02000400e8030000"
          + "02000700b80b0000"
          + "04000400ffffffff"
          + "080005000a000000"
          + "10000700ffffffff"
          + "20000000ffffffff";

  /** The same list by GNU tar, by star with names before numbers, and in another order. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user::rw-,user:1000:r--,user:3000:rwx,group::r--,group:10:r-x,mask::rwx,other::---",
        "user::rw-,user:lisa:r--:1000,user:tom:rwx:3000,group::r--,group:wheel:r-x:10,mask::rwx,other::---",
        "o::,m::rwx,g:10:rx,g::r,u:3000:rwx,u:1000:r,u::rw",
        "user::rw-,user:1000:r-- #effective:r--,user:3000:rwx,group::r--,group:10:r-x,mask::rwx,other::---"
      })
  void becomesTheKernelsForm(String text) throws IOException {
    assertThat(HexFormat.of().formatHex(PosixAcl.encode(text))).isEqualTo(ALL);
  }

  @Test
  void anEmptyOneIsNone() throws IOException {
    assertThat(PosixAcl.encode("\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "user:", "people::rwx", "user:lisa:rwx", "group:-1:rwx"})
  void refusesWhatItDoesNotKnow(String text) {
    assertThatThrownBy(() -> PosixAcl.encode(text))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("access list");
  }
}
