package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wwj.registry.RootMethod;

class RamTest {
  private static final long MIB = 1 << 20;

  /** The image of decision 014: kernel, stage-1, squashfs, tree, archive. */
  private static final Ram MEASURED =
      Ram.of(51_468_750 / 2, 11_766_368, 76_357_632, 312_300_000, 84_984_530);

  @TempDir private Path folder;

  @Test
  void liesBetweenWhatFailedAndWhatBooted() {
    // Stage-1 gave up at 164 MiB for want of 2, and at 464 for want of 8.
    assertThat(MEASURED.squashfs()).isBetween(160 * MIB, 166 * MIB);
    assertThat(MEASURED.tmpfs()).isBetween(464 * MIB, 472 * MIB);
    assertThat(MEASURED.initrd()).isBetween(448 * MIB, 480 * MIB);
  }

  @Test
  void takesAnArchiveThatIsNotThereToBeAsLargeAsTheImage() {
    Ram without = Ram.of(1, 1, 100, 1000, 0);
    assertThat(without).isEqualTo(Ram.of(1, 1, 100, 1000, 100));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "512|TMPFS|",
        "299|SQUASHFS|",
        "512|INITRD|has 512 MiB of RAM, and a needs 700 MiB with root: initrd; set root: squashfs, which needs 300 MiB, or give it more RAM",
        "200|TMPFS|has 200 MiB of RAM, and a needs 500 MiB with root: tmpfs; give it more RAM; the least, with root: squashfs, is 300 MiB",
        "200|SQUASHFS|has 200 MiB of RAM, and a needs 300 MiB with root: squashfs; give it more RAM, or make the image smaller",
        "1|DRACUT|",
        "0|TMPFS|",
      })
  void saysWhatIsTooLittleAndWhatWouldFit(long mib, RootMethod method, String sentence) {
    Ram ram = new Ram(300 * MIB, 500 * MIB, 700 * MIB);
    long kib = Math.max(0, mib * 1024 - 600); // what firmware leaves of it
    assertThat(ram.tooSmall(kib, method, "a").orElse(null)).isEqualTo(sentence);
    assertThat(Ram.UNKNOWN.tooSmall(kib, method, "a")).isEmpty();
  }

  @Test
  void readsFromAKernelWhatItWillTake() throws IOException {
    ByteBuffer x86 = ByteBuffer.allocate(0x300).order(ByteOrder.LITTLE_ENDIAN);
    x86.putInt(0x202, 0x53726448).putInt(0x260, 64 << 20);
    assertThat(Ram.ofKernel(file(x86.array()))).isEqualTo(32 * MIB);
    ByteBuffer arm = ByteBuffer.allocate(0x300).order(ByteOrder.LITTLE_ENDIAN);
    arm.putInt(56, 0x644D5241).putLong(16, 48 << 20);
    assertThat(Ram.ofKernel(file(arm.array()))).isEqualTo(24 * MIB);
    assertThat(Ram.ofKernel(file(new byte[6]))).isEqualTo(6);
    assertThat(Ram.ofKernel(file(new byte[0]))).isZero();
    arm.putLong(16, Long.MIN_VALUE);
    assertThat(Ram.ofKernel(file(arm.array()))).isZero();
    x86.putInt(0x260, -1);
    assertThat(Ram.ofKernel(file(x86.array()))).isEqualTo(128 * MIB);
  }

  private Path file(byte[] content) throws IOException {
    return Files.write(folder.resolve("vmlinuz"), content);
  }
}
