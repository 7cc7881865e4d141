package org.wwj.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TftpCodecTest {
  @Test
  void readsRequestWithOptionsInOrder() {
    // EDK II's size probe
    assertThat(decode("\0\1snponly.efi\0octet\0tsize\0000\0blksize\0001468\0windowsize\0004\0"))
        .isEqualTo(
            new TftpPacket.ReadRequest(
                "snponly.efi",
                "octet",
                options("tsize", "0", "blksize", "1468", "windowsize", "4")));
  }

  @Test
  void readsRequestWithoutOptions() {
    assertThat(decode("\0\1a\0NetASCII\0"))
        .isEqualTo(new TftpPacket.ReadRequest("a", "netascii", options()));
  }

  @Test
  void readsOptionNamesWithoutCaseAndKeepsTheFirst() {
    assertThat(decode("\0\1a\0octet\0BLKSIZE\0001024\0blksize\0008\0"))
        .isEqualTo(new TftpPacket.ReadRequest("a", "octet", options("blksize", "1024")));
  }

  @Test
  void ignoresOptionThatIsCutOff() {
    assertThat(decode("\0\1a\0octet\0tsize\0000\0blksize\00014"))
        .isEqualTo(new TftpPacket.ReadRequest("a", "octet", options("tsize", "0")));
  }

  @Test
  void readsWriteRequest() {
    assertThat(decode("\0\2a\0octet\0")).isEqualTo(new TftpPacket.WriteRequest("a"));
  }

  @Test
  void readsAckOfTheHighestBlock() {
    assertThat(decode("\0\4\u00ff\u00ff")).isEqualTo(new TftpPacket.Ack(65535));
  }

  @Test
  void readsDataWithItsPayload() {
    assertThat(decode("\0\3\1\2xyz"))
        .isInstanceOfSatisfying(
            TftpPacket.Data.class,
            data -> {
              assertThat(data.block()).isEqualTo(0x102);
              assertThat(data.payload().toString(StandardCharsets.US_ASCII)).isEqualTo("xyz");
            });
  }

  @Test
  void readsErrorOfKnownCode() {
    TftpPacket packet = decode("\0\5\0\10User aborted the transfer\0");
    assertThat(packet)
        .isEqualTo(
            new TftpPacket.ErrorMessage(ErrorCode.OPTIONS_REFUSED, "User aborted the transfer"));
  }

  @Test
  void readsErrorOfUnknownCodeAsValue() {
    assertThat(decode("\0\5\1\0x\0"))
        .isEqualTo(new TftpPacket.ErrorMessage(new ErrorCode(256), "x"))
        .asString()
        .contains("256 (unknown)");
  }

  @Test
  void readsErrorWhoseMessageDoesNotEnd() {
    assertThat(decode("\0\5\0\0stop"))
        .isEqualTo(new TftpPacket.ErrorMessage(ErrorCode.NOT_DEFINED, "stop"));
    assertThat(decode("\0\5\0\0"))
        .isEqualTo(new TftpPacket.ErrorMessage(ErrorCode.NOT_DEFINED, ""));
  }

  @Test
  void readsOptionAck() {
    assertThat(decode("\0\6tsize\00042\0"))
        .isEqualTo(new TftpPacket.OptionAck(options("tsize", "42")));
  }

  @ParameterizedTest
  @CsvSource({
    "'',                     shorter than any packet",
    "'\0\4\0',               shorter than any packet",
    "'\0\0\0\0',             unknown opcode 0",
    "'\0\7\0\0',             unknown opcode 7",
    "'\0\1file',             file name does not end",
    "'\0\1file\0octet',      mode does not end",
  })
  void saysWhatIsWrong(String packet, String reason) {
    assertThat(decode(packet)).isEqualTo(new TftpPacket.Malformed(reason));
  }

  @Test
  void refusesRequestLongerThanTheRfcAllows() {
    String options = "o\0v\0".repeat(200);
    assertThat(decode("\0\1a\0octet\0" + options))
        .isEqualTo(new TftpPacket.Malformed("request longer than 512 bytes"));
  }

  @Test
  void writesEachPacketAsItReadsIt() {
    assertThat(encode(new TftpPacket.Ack(65535))).isEqualTo("\0\4\u00ff\u00ff");
    assertThat(encode(new TftpPacket.Data(1, Unpooled.copiedBuffer(new byte[] {'x'}))))
        .isEqualTo("\0\3\0\1x");
    assertThat(encode(new TftpPacket.ErrorMessage(ErrorCode.FILE_NOT_FOUND, "no a")))
        .isEqualTo("\0\5\0\1no a\0");
    assertThat(encode(new TftpPacket.OptionAck(options("tsize", "42", "blksize", "1024"))))
        .isEqualTo("\0\6tsize\00042\0blksize\0001024\0");
    assertThat(encode(new TftpPacket.ReadRequest("a", "octet", options("blksize", "8"))))
        .isEqualTo("\0\1a\0octet\0blksize\0008\0");
    assertThat(encode(new TftpPacket.WriteRequest("a"))).isEqualTo("\0\2a\0octet\0");
  }

  private static TftpPacket decode(String bytes) {
    return TftpCodec.decode(Unpooled.wrappedBuffer(bytes.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String encode(TftpPacket packet) {
    ByteBuf out = Unpooled.buffer();
    TftpCodec.encode(packet, out);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static SequencedMap<String, String> options(String... namesAndValues) {
    SequencedMap<String, String> options = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      options.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return options;
  }
}
