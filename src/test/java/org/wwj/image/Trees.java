package org.wwj.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Image trees made by hand, as small as a test needs them. */
final class Trees {
  private final Path root;

  Trees(Path root) {
    this.root = root;
  }

  ImageTree tree() {
    return new ImageTree(root);
  }

  Trees file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  Trees file(String path, byte[] content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Trees link(String path, String target) {
    try {
      Path link = root.resolve(path);
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, Path.of(target));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** /bin, /sbin, /lib and /lib64 as links, as today's distributions have them. */
  Trees merged() {
    for (String name : List.of("bin", "sbin", "lib", "lib64")) {
      file("usr/" + name + "/.keep", "");
      link(name, "usr/" + name);
    }
    return this;
  }

  /** A 64-bit ELF file with one loaded segment that maps the file to address 0x1000. */
  static byte[] elf(int machine, String interpreter, String runpath, String... needed) {
    StringBuilder strings = new StringBuilder("\0");
    List<long[]> dynamic = new ArrayList<>();
    for (String name : needed) {
      dynamic.add(new long[] {1, strings.length()});
      strings.append(name).append('\0');
    }
    if (!runpath.isEmpty()) {
      dynamic.add(new long[] {29, strings.length()});
      strings.append(runpath).append('\0');
    }
    int headers = 64 + 3 * 56;
    int interpreterAt = headers + (dynamic.size() + 2) * 16;
    int stringsAt = interpreterAt + interpreter.length() + 1;
    dynamic.add(new long[] {5, 0x1000 + stringsAt});
    dynamic.add(new long[] {0, 0});
    int size = stringsAt + strings.length();
    ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1});
    file.putShort(18, (short) machine).putLong(32, 64);
    file.putShort(54, (short) 56).putShort(56, (short) (interpreter.isEmpty() ? 2 : 3));
    segment(file, 64, 1, 0, 0x1000, size);
    segment(file, 64 + 56, 2, headers, 0x1000 + headers, dynamic.size() * 16L);
    segment(file, 64 + 112, 3, interpreterAt, 0x1000 + interpreterAt, interpreter.length() + 1L);
    for (int i = 0; i < dynamic.size(); i++) {
      file.putLong(headers + i * 16, dynamic.get(i)[0]);
      file.putLong(headers + i * 16 + 8, dynamic.get(i)[1]);
    }
    file.put(interpreterAt, interpreter.getBytes(StandardCharsets.US_ASCII));
    file.put(stringsAt, strings.toString().getBytes(StandardCharsets.US_ASCII));
    return file.array();
  }

  /** A kernel module as depmod accepts it: an ELF file with the section .modinfo. */
  static byte[] module(String... lines) {
    byte[] modinfo = (String.join("\0", lines) + "\0").getBytes(StandardCharsets.US_ASCII);
    byte[] names = "\0.modinfo\0.shstrtab\0".getBytes(StandardCharsets.US_ASCII);
    int table = (64 + modinfo.length + names.length + 7) & ~7;
    ByteBuffer file = ByteBuffer.allocate(table + 3 * 64).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1});
    file.putShort(16, (short) 1).putShort(18, (short) 62).putInt(20, 1).putLong(40, table);
    file.putShort(52, (short) 64).putShort(58, (short) 64).putShort(60, (short) 3);
    file.putShort(62, (short) 2);
    file.put(64, modinfo).put(64 + modinfo.length, names);
    section(file, table + 64, 1, 1, 64, modinfo.length);
    section(file, table + 128, 10, 3, 64 + modinfo.length, names.length);
    return file.array();
  }

  private static void section(ByteBuffer file, int at, int name, int type, long offset, long size) {
    file.putInt(at, name).putInt(at + 4, type).putLong(at + 24, offset).putLong(at + 32, size);
    file.putLong(at + 48, 1);
  }

  /** A tree with all that an image needs, none of which would run. */
  Trees bootable() {
    merged();
    byte[] program = elf(62, "/lib64/ld-linux-x86-64.so.2", "", "libc.so.6");
    file("usr/lib64/ld-linux-x86-64.so.2", elf(62, "", ""));
    file("usr/lib64/libc.so.6", elf(62, "", ""));
    for (String name :
        List.of(
            "sh",
            "mount",
            "umount",
            "switch_root",
            "ip",
            "curl",
            "sha256sum",
            "sha512sum",
            "stat",
            "chroot",
            "dd",
            "cat",
            "cp",
            "mkdir",
            "rm",
            "sleep",
            "tar",
            "kmod")) {
      file("usr/bin/" + name, program);
    }
    file("usr/lib64/libcrypto.so.3", elf(62, "", ""));
    file(
        "usr/bin/openssl",
        elf(62, "/lib64/ld-linux-x86-64.so.2", "", "libcrypto.so.3", "libc.so.6"));
    link("usr/sbin/modprobe", "../bin/kmod");
    link("usr/sbin/init", "../lib/systemd/systemd");
    file("usr/lib/systemd/systemd", program);
    file("boot/vmlinuz-6.1.0-1-amd64", "kernel");
    file("boot/config-6.1.0-1-amd64", "CONFIG_RD_ZSTD=y\nCONFIG_SQUASHFS_ZSTD=y\n");
    file("boot/initrd.img-6.1.0-1-amd64", "of no use");
    String modules = "usr/lib/modules/6.1.0-1-amd64/";
    file(modules + "kernel/overlay.ko", module("license=GPL", "name=overlay"));
    file(modules + "kernel/squashfs.ko", module("license=GPL", "name=squashfs"));
    file(
        modules + "kernel/tg3.ko",
        module("firmware=tigon/tg3.bin", "alias=pci:v000014E4d*", "license=GPL", "name=tg3"));
    file(modules + "kernel/sound.ko", module("license=GPL", "name=sound"));
    file(
        modules + "modules.dep",
        "kernel/overlay.ko:\nkernel/squashfs.ko:\nkernel/tg3.ko:\nkernel/sound.ko:\n");
    file(modules + "modules.builtin", "kernel/loop.ko\n");
    file("usr/lib/firmware/tigon/tg3.bin", "firmware");
    return this;
  }

  private static void segment(
      ByteBuffer file, int at, int type, long offset, long address, long size) {
    file.putInt(at, type).putLong(at + 8, offset).putLong(at + 16, address).putLong(at + 32, size);
  }
}
