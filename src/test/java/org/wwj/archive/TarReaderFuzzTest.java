package org.wwj.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TarReaderFuzzTest {
  @Test
  void endsInMembersOrAnErrorOfTheArchive() {
    byte[] good = sample();
    Random random = new Random(3);
    int passed = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = mutated(good, random);
      try {
        TarReader tar = new TarReader(new ByteArrayInputStream(bytes));
        for (TarMember member = tar.next(); member != null; member = tar.next()) {
          assertThat(member.size()).isNotNegative();
          assertThat(member.extents().stream().mapToLong(TarMember.Extent::length).sum())
              .isBetween(0L, member.size());
        }
        passed++;
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThat(passed).as("mutations within contents").isBetween(1, 99_999);
  }

  private static byte[] mutated(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(bytes.length);
      bytes[at] =
          (byte)
              (random.nextBoolean()
                  ? random.nextInt(256)
                  : "0123456789= ,\n".charAt(random.nextInt(14)));
      if (random.nextInt(4) > 0) {
        int block = at / 512 * 512;
        byte[] header = Arrays.copyOfRange(bytes, block, block + 512);
        System.arraycopy(Tar.sealed(header), 0, bytes, block, 512);
      }
    }
    return random.nextInt(5) > 0 ? bytes : Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private static byte[] sample() {
    byte[] map = Arrays.copyOf(Tar.latin("2\n0\n3\n4096\n2\n"), 517);
    byte[] old = new byte[155];
    System.arraycopy(Tar.octal(5, 12), 0, old, 41, 12);
    System.arraycopy(Tar.octal(3, 12), 0, old, 53, 12);
    System.arraycopy(Tar.octal(9000, 12), 0, old, 138, 12);
    return new Tar()
        .add(
            new Tar.Member('0', "a")
                .pax("SCHILY.xattr.user.a", "b")
                .pax("LIBARCHIVE.xattr.user.b", "YQ")
                .pax("SCHILY.acl.access", "user::rw-,user:5:r--,mask::r--,group::r--,other::r--")
                .pax("mtime", "1.5")
                .pax("size", "3")
                .content("abc"))
        .gnuLong('L', "long".repeat(40))
        .symlink("l", "a")
        .add(
            new Tar.Member('0', "s")
                .pax("GNU.sparse.major", "1")
                .pax("GNU.sparse.realsize", "9000")
                .content(map))
        .add(
            new Tar.Member('0', "t")
                .pax("GNU.sparse.size", "12")
                .pax("GNU.sparse.map", "1,2,8,2")
                .content("abcd"))
        .add(new Tar.Member('S', "o").gnu(old).content("abc"))
        .add(
            new Tar.Member('3', "n")
                .device(1, 3)
                .rawOwner(Tar.base256(1 << 30, 8), Tar.octal(0, 8)))
        .bytes();
  }
}
