package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {
  @ParameterizedTest
  @CsvSource({
    "'',            8, 1, 00030001",
    "abc,           8, 1, 00030001616263",
    "abcdefgh,      8, 2, 00030001616263646566676800030002",
    "abcdefghi,     8, 2, 0003000161626364656667680003000269",
  })
  void cutsFileAndEndsWithShortBlock(String text, int blockSize, int count, String packets)
      throws IOException {
    Blocks blocks = blocks(text, blockSize, false);
    ByteBuf all = blocks.slice(1, count);
    assertThat(blocks.count()).isEqualTo(count);
    assertThat(ByteBufUtil.hexDump(all)).isEqualTo(packets);
    assertThat(blocks.size()).isEqualTo(text.length());
    assertThat(blocks.footprint()).isEqualTo(Blocks.footprint(text.length(), blockSize));
    all.release();
    blocks.release();
    assertThat(all.refCnt()).isZero();
  }

  @Test
  void countsPayloadUpToBlock() throws IOException {
    Blocks blocks = blocks("abcdefghi", 8, false);
    assertThat(blocks.sizeUpTo(0)).isZero();
    assertThat(blocks.sizeUpTo(1)).isEqualTo(8);
    assertThat(blocks.sizeUpTo(2)).isEqualTo(9);
    blocks.release();
  }

  @Test
  void netasciiDoublesLineEnds() throws IOException {
    Blocks blocks = blocks("a\nb\r", 512, true);
    ByteBuf all = blocks.slice(1, 1);
    assertThat(all.toString(4, 6, StandardCharsets.US_ASCII)).isEqualTo("a\r\nb\r\0");
    assertThat(blocks.size()).isEqualTo(6);
    all.release();
    blocks.release();
  }

  @Test
  void refusesFileThatGotShorter() {
    assertThatThrownBy(
            () -> Blocks.read(new ByteArrayInputStream(new byte[9]), 10, 512, false).release())
        .isInstanceOf(EOFException.class);
  }

  private static Blocks blocks(String text, int blockSize, boolean netascii) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return Blocks.read(new ByteArrayInputStream(bytes), bytes.length, blockSize, netascii);
  }
}
