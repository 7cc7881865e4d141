package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.wwj.net.Prefix;

class UdpFrameTest {
  private static byte[] encode(byte[] payload) {
    return UdpFrame.encode(
        Prefix.parseAddress("10.0.0.1"), 67, Prefix.parseAddress("10.0.0.11"), 68, payload);
  }

  /** Checksums computed by another program. */
  @Test
  void fillsBothHeadersAndTheirChecksums() {
    assertThat(Bytes.of(encode(new byte[] {1, 2, 3})).toString())
        .isEqualTo(
            "45c0001f00004000"
                + "4011"
                + "2603"
                + "0a0000010a00000b"
                + "00430044000b"
                + "e743"
                + "010203");
  }

  @Test
  void sumsToAllOnesWithItsChecksumIn() {
    byte[] frame = encode(Requests.of(MessageType.DISCOVER).bytes());
    assertThat(Checksum.of(0, frame, 0, 20)).isZero();
    byte[] pseudo = Arrays.copyOfRange(frame, 12, 20);
    long sum = Checksum.sum(17 + frame.length - 20, pseudo, 0, 8);
    assertThat(Checksum.of(sum, frame, 20, frame.length)).isZero();
  }

  /** A sum of zero is sent as all ones, since zero says that there is none (RFC 768). */
  @Test
  void neverSendsAChecksumOfZero() {
    byte[] frame = encode(new byte[2]);
    int sum = (frame[26] & 0xff) << 8 | frame[27] & 0xff;
    frame = encode(new byte[] {(byte) (sum >> 8), (byte) sum});
    assertThat(frame[26]).isEqualTo((byte) 0xff);
    assertThat(frame[27]).isEqualTo((byte) 0xff);
  }
}
