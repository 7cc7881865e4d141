package org.wwj.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.wwj.archive.Digest;
import org.wwj.testnet.Peers;

/**
 * A tree laid out as Rocky 10's, installed by dnf from packages that rpmbuild makes here: merged
 * usr, the kernel beside its modules, modules and firmware compressed by xz, links between firmware
 * files, drivers built in, the rpm database where Rocky has it. Its programs would not run. Made
 * once a build; needs root.
 */
public final class RockyTree {
  /** Its kernel. */
  public static final String RELEASE = "6.12.0-55.el10.x86_64";

  /** Its other one. */
  static final String DEBUG_RELEASE = "6.12.0-55.el10.x86_64+debug";

  private static final String VERSION = "6.12.0-55.el10";
  private static final String DATABASE = "usr/lib/sysimage/rpm";

  private final Path work;

  private RockyTree(Path work) {
    this.work = work;
  }

  /** Ready to be copied. */
  public static synchronized RockyTree make() {
    Peers.require("rpmbuild", "rpm", "dnf", "createrepo_c", "xz", "depmod", "cp");
    try {
      // Another recipe makes another tree.
      Path sources = Path.of("src/test/java/org/wwj/image");
      String recipe =
          Digest.of(
                  Digest.of(sources.resolve("RockyTree.java")).hex()
                      + Digest.of(sources.resolve("Trees.java")).hex())
              .hex();
      Path work = Path.of("target", "rocky-tree-" + recipe.substring(0, 8)).toAbsolutePath();
      RockyTree rocky = new RockyTree(work);
      if (!Files.isDirectory(work.resolve("rootfs"))) {
        Folders.delete(work);
        Files.createDirectories(work.resolve("log"));
        rocky.build();
      }
      return rocky;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of the tree to work on, with all that its files have. */
  public void copyTo(Path rootfs) {
    run("mkdir", "-p", rootfs.getParent().toString());
    run("cp", "-a", work.resolve("rootfs").toString(), rootfs.toString());
  }

  /** Runs dnf on a copy; the repository has {@code wwj-hello} 1.0, which is in, and 1.1. */
  public void dnf(Path rootfs, String... words) {
    List<String> command = new ArrayList<>(List.of("env", "HOME=" + work, "dnf", "-y", "-q"));
    command.addAll(List.of("--installroot=" + rootfs, "--releasever=10", "--nogpgcheck"));
    command.addAll(List.of("--repofrompath=wwj," + work.resolve("repo"), "--repo=wwj"));
    command.addAll(List.of("--setopt=reposdir=/nowhere", "--setopt=varsdir=/nowhere"));
    command.addAll(List.of("--setopt=cachedir=" + work.resolve("cache"), "--setopt=plugins=0"));
    command.addAll(List.of("--setopt=logdir=" + work.resolve("log"), "--setopt=keepcache=0"));
    command.addAll(List.of(words));
    Tool.run(command);
  }

  private void build() throws IOException {
    // Where this host's rpm would keep its database is not where Rocky does.
    Files.writeString(work.resolve(".rpmmacros"), "%_dbpath /" + DATABASE + "\n");
    content(new Trees(work.resolve("content")));
    for (String version : List.of("1.0", "1.1")) {
      Files.writeString(work.resolve("hello.spec"), hello(version));
      rpmbuild("hello.spec");
    }
    Files.writeString(work.resolve("rocky.spec"), spec());
    rpmbuild("rocky.spec");
    run("createrepo_c", "-q", work.resolve("repo").toString());
    Path fresh = work.resolve("rootfs.new");
    dnf(fresh, "install", "rocky-release", "rocky-tools", "kernel-core", "wwj-hello-1.0");
    dnf(fresh, "install", "kernel-debug-core");
    Files.move(fresh, work.resolve("rootfs"));
  }

  private void rpmbuild(String spec) {
    run(
        "rpmbuild",
        "--quiet",
        "-bb",
        "--define=_topdir " + work.resolve("rpmbuild"),
        "--define=_rpmdir " + work.resolve("repo"),
        "--define=content " + work.resolve("content"),
        "--target=x86_64",
        work.resolve(spec).toString());
  }

  /** All files; the packages pick theirs by folder. */
  private void content(Trees tree) throws IOException {
    tree.bootable();
    Path root = tree.tree().root();
    for (String name : List.of("boot", "usr/lib/modules", "usr/lib/firmware")) {
      Folders.delete(root.resolve(name));
    }
    tree.file("usr/lib/os-release", OS_RELEASE).link("etc/os-release", "../usr/lib/os-release");
    tree.file("etc/rocky-release", "Rocky Linux release 10.0 (Red Quartz)\n");
    tree.file("boot/.keep", "");
    for (String release : List.of(RELEASE, DEBUG_RELEASE)) {
      kernel(tree, release);
    }
    String firmware = "usr/lib/firmware/";
    tree.file(firmware + "tigon/tg3.bin", "tg3 firmware");
    tree.file(firmware + "rtl_nic/rtl8168h-2.fw", "rtl firmware");
    tree.file(firmware + "bnx2x/bnx2x-e1-7.13.21.0.fw", "bnx2x e1 firmware");
    tree.file(firmware + "bnx2x/bnx2x-e2-7.13.21.0.fw", "bnx2x e2 firmware");
    xz(root, "usr/lib/modules", "*.ko");
    xz(root, "usr/lib/firmware", "*.*");
    // As linux-firmware has several names for one file.
    tree.link(firmware + "rtl_nic/rtl8168h-1.fw.xz", "rtl8168h-2.fw.xz");
    for (String release : List.of(RELEASE, DEBUG_RELEASE)) {
      run("depmod", "-b", root.toString(), release);
      needs(root.resolve("usr/lib/modules/" + release + "/modules.dep"));
    }
  }

  /** depmod sees by symbols what a module needs, and these have none. */
  private static void needs(Path dep) throws IOException {
    String net = "kernel/drivers/net/";
    String fungible = net + "ethernet/fungible/";
    Files.writeString(
        dep,
        Files.readString(dep)
            .replace("/net_failover.ko.xz:", "/net_failover.ko.xz: kernel/net/core/failover.ko.xz")
            .replace(
                "/virtio_net.ko.xz:",
                "/virtio_net.ko.xz: " + net + "net_failover.ko.xz kernel/net/core/failover.ko.xz")
            .replace("/funeth.ko.xz:", "/funeth.ko.xz: " + fungible + "funcore.ko.xz"));
  }

  private static void kernel(Trees tree, String release) {
    String modules = "usr/lib/modules/" + release + "/";
    tree.file(modules + "vmlinuz", "kernel " + release);
    tree.file(
        modules + "config",
        """
        CONFIG_RD_ZSTD=y
        CONFIG_SQUASHFS_ZSTD=y
        CONFIG_FW_LOADER_COMPRESS=y
        CONFIG_FW_LOADER_COMPRESS_XZ=y
        """);
    tree.file(modules + "System.map", "0 A start\n");
    tree.file(modules + "modules.order", "");
    tree.file(modules + "modules.builtin", "kernel/drivers/virtio/virtio_pci.ko\n");
    tree.file(
        modules + "modules.builtin.modinfo",
        "virtio_pci.alias=pci:v00001AF4d*sv*sd*bc*sc*i*\0virtio_pci.license=GPL\0");
    String kernel = modules + "kernel/";
    module(tree, kernel + "fs/overlayfs/overlay.ko");
    module(tree, kernel + "fs/squashfs/squashfs.ko");
    module(tree, kernel + "drivers/block/loop.ko");
    module(tree, kernel + "net/core/failover.ko");
    String net = kernel + "drivers/net/";
    module(tree, net + "net_failover.ko", "depends=failover");
    module(tree, net + "virtio_net.ko", "depends=net_failover", "alias=virtio:d00000001v*");
    module(tree, net + "phy/realtek.ko");
    String ethernet = net + "ethernet/";
    module(
        tree,
        ethernet + "realtek/r8169.ko",
        "softdep=pre: realtek",
        "firmware=rtl_nic/rtl8168h-1.fw",
        "firmware=rtl_nic/rtl8125b-2.fw",
        pci("10EC", "8168"));
    module(tree, ethernet + "broadcom/tg3.ko", "firmware=tigon/tg3.bin", pci("14E4", "165F"));
    module(tree, ethernet + "broadcom/bnx2x.ko", "firmware=bnx2x/bnx2x-*", pci("14E4", "168E"));
    module(tree, ethernet + "intel/igb.ko", pci("8086", "1539"));
    // Of no list of usual cards: only who knows that a node has one takes it.
    module(tree, ethernet + "fungible/funcore.ko");
    module(tree, ethernet + "fungible/funeth.ko", "depends=funcore", pci("1DAD", "00AD"));
    module(tree, kernel + "sound/soundcore.ko");
  }

  private static String pci(String vendor, String device) {
    return "alias=pci:v0000" + vendor + "d0000" + device + "sv*sd*bc*sc*i*";
  }

  private static void module(Trees tree, String path, String... more) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    List<String> lines = new ArrayList<>(List.of(more));
    lines.add("license=GPL");
    lines.add("name=" + file.replaceFirst("\\.ko$", ""));
    tree.file(path, Trees.module(lines.toArray(String[]::new)));
  }

  private static void xz(Path root, String folder, String names) {
    String in = root.resolve(folder).toString();
    run("find", in, "-type", "f", "-name", names, "-exec", "xz", "-T1", "--check=crc32", "{}", "+");
  }

  private static void run(String... command) {
    Tool.run(command);
  }

  private static final String OS_RELEASE =
      """
      NAME="Rocky Linux"
      VERSION="10.0 (Red Quartz)"
      ID="rocky"
      ID_LIKE="rhel centos fedora"
      VERSION_ID="10.0"
      PLATFORM_ID="platform:el10"
      PRETTY_NAME="Rocky Linux 10.0 (Red Quartz)"
      """;

  private static String head(String name, String version, String release) {
    return """
    Name: %s
    Version: %s
    Release: %s
    Summary: For tests
    License: none
    AutoReqProv: no
    %%global debug_package %%{nil}
    %%global __os_install_post %%{nil}
    %%description
    For tests.
    """
        .formatted(name, version, release);
  }

  private static String hello(String version) {
    return head("wwj-hello", version, "1")
        + """
        %%install
        mkdir -p %%{buildroot}/usr/share/wwj-hello
        echo hello %1$s >%%{buildroot}/usr/share/wwj-hello/text
        echo only in %1$s >%%{buildroot}/usr/share/wwj-hello/%1$s
        %%files
        /usr/share/wwj-hello
        """
            .formatted(version);
  }

  private static String spec() {
    return head("rocky-release", "10.0", "1")
        + """
        %%install
        cp -a %%{content}/. %%{buildroot}
        %%files
        /etc/os-release
        /etc/rocky-release
        /usr/lib/os-release
        %%package -n rocky-tools
        Summary: For tests
        AutoReqProv: no
        %%description -n rocky-tools
        For tests.
        %%files -n rocky-tools
        /bin
        /lib
        /lib64
        /sbin
        /boot/.keep
        /usr/bin
        /usr/sbin
        /usr/lib64
        /usr/lib/.keep
        /usr/lib/systemd
        /usr/lib/firmware
        """
            .formatted()
        + kernelPackage("kernel-core", RELEASE)
        + kernelPackage("kernel-debug-core", DEBUG_RELEASE);
  }

  private static String kernelPackage(String name, String release) {
    return """
    %%package -n %1$s
    Version: %2$s
    Release: 55.el10
    Summary: For tests
    AutoReqProv: no
    %%description -n %1$s
    For tests.
    %%files -n %1$s
    /usr/lib/modules/%3$s
    """
        .formatted(name, VERSION.substring(0, VERSION.indexOf('-')), release);
  }
}
