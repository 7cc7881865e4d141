package org.wwj.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.wwj.archive.TarMember.Extent;
import org.wwj.archive.TarMember.Kind;

class TarReaderTest {
  private static final String LONG = "d\u00e9".repeat(60) + "/" + "f".repeat(120);

  private static List<TarMember> members(byte[] archive) throws IOException {
    TarReader tar = new TarReader(new ByteArrayInputStream(archive));
    List<TarMember> members = new ArrayList<>();
    for (TarMember member = tar.next(); member != null; member = tar.next()) {
      members.add(member);
    }
    return members;
  }

  private static TarMember only(Tar.Member member) throws IOException {
    List<TarMember> members = members(new Tar().add(member).bytes());
    assertThat(members).hasSize(1);
    return members.getFirst();
  }

  @Test
  void knowsEveryKind() throws IOException {
    Tar tar = new Tar().file("file", "x").hardLink("hard", "file").symlink("soft", "file");
    tar.add(new Tar.Member('3', "null").device(1, 3)).add(new Tar.Member('4', "sda").device(8, 0));
    tar.folder("folder/").add(new Tar.Member('6', "fifo"));
    tar.add(new Tar.Member('\0', "old")).add(new Tar.Member('7', "contiguous"));
    tar.add(new Tar.Member('0', "v7/"));
    assertThat(members(tar.bytes()))
        .extracting(TarMember::kind)
        .containsExactly(
            Kind.FILE,
            Kind.HARD_LINK,
            Kind.SYMLINK,
            Kind.CHARACTER,
            Kind.BLOCK,
            Kind.FOLDER,
            Kind.FIFO,
            Kind.FILE,
            Kind.FILE,
            Kind.FOLDER);
    assertThat(members(tar.bytes()).get(3))
        .returns(1, TarMember::major)
        .returns(3, TarMember::minor);
  }

  @Test
  void readsContentsAndSkipsThem() throws IOException {
    byte[] archive = new Tar().file("a", "x".repeat(1000)).file("b", "second").bytes();
    TarReader tar = new TarReader(new ByteArrayInputStream(archive));
    tar.next();
    assertThat(tar.read(new byte[10], 0, 10)).isEqualTo(10);
    tar.next();
    byte[] buffer = new byte[100];
    assertThat(tar.read(buffer, 0, 100)).isEqualTo(6);
    assertThat(tar.read(buffer, 0, 100)).isEqualTo(-1);
    assertThat(Arrays.copyOf(buffer, 6)).isEqualTo(Tar.latin("second"));
    assertThat(tar.next()).isNull();
    assertThat(tar.endIsMarked()).isTrue();
  }

  static Stream<Arguments> names() {
    return Stream.of(
        Arguments.of(
            "ustar prefix", new Tar().add(new Tar.Member('0', "f").prefix("a/b")), "a/b/f"),
        Arguments.of("GNU L", new Tar().gnuLong('L', LONG).file("cut", ""), LONG),
        Arguments.of("pax", new Tar().add(new Tar.Member('0', "cut").pax("path", LONG)), LONG),
        Arguments.of("Latin-1", new Tar().file("caf\u00e9", ""), "caf\u00e9"),
        Arguments.of(
            "pax that is no UTF-8",
            new Tar().add(new Tar.Member('0', "x").pax("path", "caf\u00e9")),
            "caf\u00e9"),
        Arguments.of(
            "pax before GNU",
            new Tar().gnuLong('L', "gnu").add(new Tar.Member('0', "x").pax("path", "pax")),
            "pax"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void namesAreBytes(String form, Tar tar, String name) throws IOException {
    assertThat(members(tar.bytes())).singleElement().returns(name, TarMember::name);
  }

  @Test
  void readsLongTargets() throws IOException {
    assertThat(members(new Tar().gnuLong('K', LONG).symlink("a", "cut").bytes()))
        .singleElement()
        .returns(LONG, TarMember::linkName);
    assertThat(only(new Tar.Member('2', "a").link("cut").pax("linkpath", LONG)).linkName())
        .isEqualTo(LONG);
  }

  @Test
  void readsLargeAndOldNumbers() throws IOException {
    Tar.Member big =
        new Tar.Member('0', "big")
            .rawOwner(Tar.base256(4_000_000_000L, 8), Tar.base256(70_000, 8))
            .rawMtime(Tar.base256(-5, 12));
    assertThat(only(big).attributes())
        .returns(4_000_000_000L, Attributes::uid)
        .returns(70_000L, Attributes::gid)
        .returns(-5L, Attributes::seconds);
    Tar.Member pax = new Tar.Member('0', "pax").pax("uid", "4294967294").pax("gid", "3000000");
    assertThat(only(pax).attributes())
        .returns(4_294_967_294L, Attributes::uid)
        .returns(3_000_000L, Attributes::gid);
  }

  @ParameterizedTest
  @MethodSource("times")
  void readsTimesToTheNanosecond(String text, long seconds, int nanos) throws IOException {
    assertThat(only(new Tar.Member('0', "a").pax("mtime", text)).attributes())
        .returns(seconds, Attributes::seconds)
        .returns(nanos, Attributes::nanos);
  }

  static Stream<Arguments> times() {
    return Stream.of(
        Arguments.of("1700000000", 1_700_000_000L, 0),
        Arguments.of("1700000000.000000001", 1_700_000_000L, 1),
        Arguments.of("1.5", 1L, 500_000_000),
        Arguments.of("1.1234567899", 1L, 123_456_789),
        Arguments.of("-1", -1L, 0),
        Arguments.of("-1.25", -2L, 750_000_000));
  }

  @Test
  void attributesAreBytes() throws IOException {
    byte[] capability = HexFormat.of().parseHex("0100000200200000fffe0a003d000000");
    Map<String, byte[]> xattrs =
        only(new Tar.Member('0', "ping")
                .pax("SCHILY.xattr.security.capability", capability)
                .pax("SCHILY.xattr.user.a%3Db", "x")
                .pax("SCHILY.xattr.user.empty", "")
                .pax("LIBARCHIVE.xattr.user.caf%C3%A9", Base64.getEncoder().encode(capability))
                .pax("LIBARCHIVE.xattr.security.capability", "bm90IHRoaXM")
                .pax("RHT.security.selinux", "label"))
            .attributes()
            .xattrs();
    assertThat(xattrs)
        .containsOnlyKeys(
            "security.capability",
            "user.a=b",
            "user.empty",
            "user.caf\u00c3\u00a9",
            "security.selinux")
        .containsEntry("security.capability", capability)
        .containsEntry("user.caf\u00c3\u00a9", capability)
        .containsEntry("user.empty", new byte[0]);
  }

  @Test
  void globalHeadersGiveAttributesToAllThatFollow() throws IOException {
    Tar tar = new Tar().add(new Tar.Member('g', "g").content("25 SCHILY.xattr.user.a=b\n"));
    tar.file("one", "").add(new Tar.Member('0', "two").pax("SCHILY.xattr.user.a", "c"));
    assertThat(members(tar.bytes()).get(0).attributes().xattrs())
        .containsEntry("user.a", Tar.latin("b"));
    assertThat(members(tar.bytes()).get(1).attributes().xattrs())
        .containsEntry("user.a", Tar.latin("c"));
  }

  private static final List<Extent> MAP =
      List.of(new Extent(1000, 3), new Extent(5000, 2), new Extent(9000, 0));

  static Stream<Arguments> sparse() {
    byte[] fields = new byte[155];
    for (int i = 0; i < MAP.size(); i++) {
      put(fields, 41 + 24 * i, MAP.get(i));
    }
    System.arraycopy(Tar.octal(9000, 12), 0, fields, 138, 12);
    Tar.Member zero = new Tar.Member('0', "s").content("abcde");
    zero.pax("GNU.sparse.size", "9000").pax("GNU.sparse.numblocks", "3");
    MAP.forEach(extent -> {
      zero.pax("GNU.sparse.offset", "" + extent.offset());
      zero.pax("GNU.sparse.numbytes", "" + extent.length());
    });
    byte[] map = Arrays.copyOf(Tar.latin("3\n1000\n3\n5000\n2\n9000\n0\n"), 512);
    return Stream.of(
        Arguments.of("old", new Tar.Member('S', "s").gnu(fields).content("abcde")),
        Arguments.of("0.0", zero),
        Arguments.of(
            "0.1",
            new Tar.Member('0', "x/s")
                .pax("GNU.sparse.size", "9000")
                .pax("GNU.sparse.name", "s")
                .pax("GNU.sparse.map", "1000,3,5000,2,9000,0")
                .content("abcde")),
        Arguments.of(
            "1.0",
            new Tar.Member('0', "./GNUSparseFile.1/s")
                .pax("GNU.sparse.major", "1")
                .pax("GNU.sparse.minor", "0")
                .pax("GNU.sparse.name", "s")
                .pax("GNU.sparse.realsize", "9000")
                .content(concat(map, Tar.latin("abcde")))));
  }

  private static void put(byte[] fields, int at, Extent extent) {
    System.arraycopy(Tar.octal(extent.offset(), 12), 0, fields, at, 12);
    System.arraycopy(Tar.octal(extent.length(), 12), 0, fields, at + 12, 12);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sparse")
  void readsMapsOfSparseFiles(String form, Tar.Member member) throws IOException {
    byte[] archive = new Tar().add(member).file("next", "").bytes();
    TarReader tar = new TarReader(new ByteArrayInputStream(archive));
    assertThat(tar.next())
        .returns("s", TarMember::name)
        .returns(9000L, TarMember::size)
        .returns(MAP, TarMember::extents);
    byte[] data = new byte[10];
    assertThat(tar.read(data, 0, 10)).isEqualTo(5);
    assertThat(Arrays.copyOf(data, 5)).isEqualTo(Tar.latin("abcde"));
    assertThat(tar.next()).returns("next", TarMember::name);
  }

  static Stream<Arguments> damaged() {
    byte[] small = new Tar().file("a", "content").bytes();
    byte[] wrong = small.clone();
    wrong[0]++;
    return Stream.of(
        Arguments.of("cut off in a header", Arrays.copyOf(small, 300), "cut off"),
        Arguments.of("cut off in data", Arrays.copyOf(small, 515), "cut off"),
        Arguments.of("cut off in padding", Arrays.copyOf(small, 600), "cut off"),
        Arguments.of("wrong checksum", wrong, "checksum"),
        Arguments.of("no tar at all", "x".repeat(2000).getBytes(), "damaged header"),
        Arguments.of("negative size", sized(Tar.base256(-512, 12)), "size of -512"),
        Arguments.of("largest size", sized(Tar.base256(Long.MAX_VALUE, 12)), "size of"),
        Arguments.of(
            "more than 64 bits",
            sized(HexFormat.of().parseHex("80ffff0000000000000000ff")),
            "64 bits"),
        Arguments.of("no octal size", sized(Tar.latin("0000000000x\0")), "octal"),
        Arguments.of("pax size of a word", pax("size", "large"), "no number"),
        Arguments.of("pax size below zero", pax("size", "-1"), "no number"),
        Arguments.of("owner -1", pax("uid", "4294967295"), "owner"),
        Arguments.of("NUL in a name", pax("path", "a\0b"), "NUL"),
        Arguments.of(
            "unknown type", new Tar().add(new Tar.Member('Q', "a")).bytes(), "unknown type"),
        Arguments.of(
            "pax header of no member",
            new Tar().add(new Tar.Member('x', "a")).bytes(),
            "ends where"),
        Arguments.of("pax record too long", extended("99 path=a\n"), "pax"),
        Arguments.of("pax record without an end", extended("9 path=aa"), "pax"),
        Arguments.of("pax record without a length", extended("path=a\n"), "pax"),
        Arguments.of("pax record without a value", extended("8 pathx\n"), "pax"),
        Arguments.of("large pax header", extended("x".repeat((1 << 20) + 1)), "too large"),
        Arguments.of(
            "GNU name too large",
            new Tar().gnuLong('L', "x".repeat(1 << 20)).file("a", "").bytes(),
            "too large"),
        Arguments.of("no base64", pax("LIBARCHIVE.xattr.user.a", "!"), "base64"),
        Arguments.of("bad escape", pax("LIBARCHIVE.xattr.user.%zz", "YQ"), "attribute"),
        Arguments.of(
            "access list with a name",
            pax("SCHILY.acl.access", "user:lisa:rwx"),
            "--numeric-owner"),
        Arguments.of("sparse map backwards", sparse("10,2,5,3"), "sparse"),
        Arguments.of("sparse map beyond the end", sparse("8,5"), "sparse"),
        Arguments.of("sparse map of other data", sparse("0,3"), "sparse"),
        Arguments.of("endless extensions", endless(), "without a member"));
  }

  private static byte[] sized(byte[] size) {
    return new Tar().add(new Tar.Member('0', "a").rawSize(size)).bytes();
  }

  private static byte[] pax(String key, String value) {
    return new Tar().add(new Tar.Member('0', "a").pax(key, value)).bytes();
  }

  private static byte[] extended(String records) {
    return new Tar().add(new Tar.Member('x', "x").content(records)).file("a", "").bytes();
  }

  private static byte[] sparse(String map) {
    return new Tar()
        .add(
            new Tar.Member('0', "a")
                .pax("GNU.sparse.size", "12")
                .pax("GNU.sparse.map", map)
                .content("abcde"))
        .bytes();
  }

  private static byte[] endless() {
    Tar tar = new Tar();
    for (int i = 0; i < 1000; i++) {
      tar.gnuLong('L', "name");
    }
    return tar.file("a", "").bytes();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damaged")
  void refusesWhatIsDamaged(String how, byte[] archive, String message) {
    assertThatThrownBy(() -> members(archive))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  @Test
  void tellsAnEndThatNothingMarks() throws IOException {
    TarReader tar = new TarReader(new ByteArrayInputStream(new Tar().file("a", "x").open()));
    tar.next();
    assertThat(tar.next()).isNull();
    assertThat(tar.endIsMarked()).isFalse();
  }
}
