package org.wwj;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class MainTest {
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  private int lost(OutputStream out) {
    return Main.lost(out, new PrintStream(told, true));
  }

  @Test
  void outputOnAFullDiskIsAFailure() throws IOException {
    try (OutputStream full = new FileOutputStream("/dev/full")) {
      assertThat(lost(full)).isOne();
    }
    assertThat(told)
        .hasToString(
            "wwj: standard output cannot be written, it is not whole: No space left on device\n");
  }

  @Test
  void aReaderThatHasSeenEnoughIsNone() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertThat(lost(gone)).isZero();
    assertThat(told.size()).isZero();
  }
}
