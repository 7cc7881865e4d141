package org.wwj.overlay.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.archive.Ed25519;

class HostKeysTest {
  @TempDir Path folder;

  private HostKeys known() throws IOException {
    Path secret = folder.resolve("known/ssh.key");
    Files.createDirectories(secret.getParent());
    Files.writeString(secret, "0123456789abcdef0123456789abcdef");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    return new HostKeys(secret.getParent());
  }

  /** A site's keys must outlive every change of this code: users have trusted them. */
  @Test
  void theSameSecretMakesTheSameKeysForEver() throws IOException {
    HostKeys keys = known();
    assertThat(keys.key("c1", KeyType.ED25519).publicLine("c1"))
        .isEqualTo(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILKoKu51WHjLcFmgYEXMNtAmMgd8zeMps+lomoxd2GcJ c1");
    assertThat(keys.key("c1", KeyType.ECDSA).publicLine("c1"))
        .isEqualTo(
            "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBKWEfVeZSZkvhZlwhucqtJrALnvJeoBoAxmX/Adn0t8KLV/LjsLyHNFI3uT9aYV7lInBqxiT5cfBcg37Bct9w5U= c1");
    assertThat(keys.authority())
        .isEqualTo(
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFzBI5joMr0QggbbTPE9oyscWDnf3uP1jbeweWg2LMeQ wwj");
    assertThat(keys.privateFile("c1", KeyType.ED25519))
        .isEqualTo(known().privateFile("c1", KeyType.ED25519));
    assertThat(keys.certificate("c1", KeyType.ECDSA, List.of("c1", "10.0.0.11")))
        .isEqualTo(known().certificate("c1", KeyType.ECDSA, List.of("c1", "10.0.0.11")));
  }

  @Test
  void everyNodeAndEverySiteHasItsOwn() throws IOException {
    HostKeys one = new HostKeys(folder.resolve("one"));
    HostKeys other = new HostKeys(folder.resolve("other"));
    Set<String> lines = new HashSet<>();
    for (KeyType type : List.of(KeyType.ED25519, KeyType.ECDSA)) {
      lines.add(one.key("c1", type).publicLine(""));
      lines.add(one.key("c2", type).publicLine(""));
      lines.add(other.key("c1", type).publicLine(""));
    }
    lines.add(one.authority());
    lines.add(other.authority());
    assertThat(lines).hasSize(8);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one.secret())))
        .isEqualTo("rw-------");
  }

  @Test
  void rsaKeysAreMadeOnceAndKept() throws IOException {
    HostKeys keys = new HostKeys(folder);
    String first = keys.key("c1", KeyType.RSA).publicLine("c1");
    assertThat(first).startsWith("ssh-rsa ");
    assertThat(new HostKeys(folder).key("c1", KeyType.RSA).publicLine("c1")).isEqualTo(first);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("ssh_host_rsa/c1"))))
        .isEqualTo("rw-------");
    Files.writeString(folder.resolve("ssh_host_rsa/c1"), "nothing");
    assertThatThrownBy(() -> keys.key("c1", KeyType.RSA))
        .hasMessageContaining("ssh_host_rsa/c1: holds no RSA key; remove it");
    for (String name : List.of("", "..", "a/b", ".x")) {
      assertThatThrownBy(() -> keys.key(name, KeyType.RSA)).hasMessageContaining("no file name");
    }
  }

  /** Two servers on one folder, or two threads of one. */
  @Test
  void allWhoComeTogetherGetTheSameKeys() throws Exception {
    List<Callable<String>> askers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      KeyType type = i % 8 == 0 ? KeyType.RSA : KeyType.ED25519;
      askers.add(() -> type + new HostKeys(folder).key("c1", type).publicLine(""));
    }
    Set<String> answers = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<String> answer : threads.invokeAll(askers)) {
        answers.add(answer.get());
      }
    }
    assertThat(answers).hasSize(2);
    try (var left = Files.list(folder)) {
      assertThat(left.map(p -> p.getFileName().toString()))
          .containsExactlyInAnyOrder("ssh.key", "ssh_host_rsa");
    }
  }

  @Test
  void aSecretThatOthersCanReadIsRefused() throws IOException {
    HostKeys keys = known();
    Files.setPosixFilePermissions(keys.secret(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(keys::authority)
        .hasMessageContaining("ssh.key: other users can read it")
        .hasMessageContaining("chmod 600");
  }

  /** RFC 8032 §7.1, tests 1 to 3. */
  @Test
  void ed25519IsThatOfTheStandard() {
    String[][] vectors = {
      {
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
      },
      {
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
      },
      {
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
      }
    };
    for (String[] vector : vectors) {
      byte[] seed = HexFormat.of().parseHex(vector[0]);
      assertThat(HexFormat.of().formatHex(Ed25519.publicKey(seed))).isEqualTo(vector[1]);
    }
  }

  /** The JDK's ECDSA says whether a point belongs to its number. */
  @Test
  void p256PointsBelongToTheirNumbers() throws Exception {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec curve = parameters.getParameterSpec(ECParameterSpec.class);
    Random random = new Random(7);
    List<BigInteger> numbers = new ArrayList<>();
    for (int small = 1; small < 6; small++) {
      numbers.add(BigInteger.valueOf(small));
      numbers.add(curve.getOrder().subtract(BigInteger.valueOf(small)));
    }
    for (int i = 0; i < 20; i++) {
      byte[] bytes = new byte[40];
      random.nextBytes(bytes);
      numbers.add(P256.scalar(bytes));
    }
    KeyFactory factory = KeyFactory.getInstance("EC");
    for (BigInteger number : numbers) {
      ECPoint point = P256.times(number);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(factory.generatePrivate(new ECPrivateKeySpec(number, curve)));
      signature.update((byte) 1);
      byte[] signed = signature.sign();
      signature.initVerify((ECPublicKey) factory.generatePublic(new ECPublicKeySpec(point, curve)));
      signature.update((byte) 1);
      assertThat(signature.verify(signed)).as(number.toString()).isTrue();
      assertThat(P256.encode(point)).hasSize(65).startsWith(4);
    }
    assertThat(P256.scalar(new byte[40])).isEqualTo(BigInteger.ONE);
  }
}
