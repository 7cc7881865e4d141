package org.wwj.image.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import land.oras.ContainerRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.image.ImageException;

class ReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "rockylinux, docker.io/library/rockylinux:latest",
    "rockylinux:9, docker.io/library/rockylinux:9",
    "docker.io/rockylinux:9, docker.io/library/rockylinux:9",
    "index.docker.io/rockylinux:9, docker.io/library/rockylinux:9",
    "hpc/compute, docker.io/hpc/compute:latest",
    "quay.io/a/b/c:1.2-x_Y, quay.io/a/b/c:1.2-x_Y",
    "localhost/a, localhost/a:latest",
    "localhost:5000/a:b, localhost:5000/a:b",
    "sms:5000/rocky:10, sms:5000/rocky:10",
    "10.0.0.1:5000/x, 10.0.0.1:5000/x:latest",
    "[fd00::1]:5000/x:y, [fd00::1]:5000/x:y",
    "reg.example/a__b/c-.d, ''",
    "reg.example/a__b/c--d.e, reg.example/a__b/c--d.e:latest",
  })
  void readsNamesAsDockerAndPodmanDo(String text, String expected) {
    if (expected.isEmpty()) {
      assertThatThrownBy(() -> Reference.parse(text)).isInstanceOf(ImageException.class);
    } else {
      assertThat(Reference.parse(text)).hasToString(expected);
    }
  }

  @Test
  void takesADigestAloneOrBesideATag() {
    Reference alone = Reference.parse("quay.io/a/b@sha256:" + HEX);
    assertThat(alone.tag()).isEmpty();
    assertThat(alone.wanted()).isEqualTo("sha256:" + HEX);
    assertThat(alone.baseName()).isEqualTo("b");
    Reference both = Reference.parse("quay.io/a/b:v1@sha256:" + HEX);
    assertThat(both.wanted()).isEqualTo("sha256:" + HEX);
    assertThat(both).hasToString("quay.io/a/b:v1@sha256:" + HEX);
    assertThat(Reference.parse("quay.io/a/rocky:9").baseName()).isEqualTo("rocky:9");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        ":tag",
        "a b",
        "Rocky:9",
        "quay.io/Rocky",
        "quay.io/a:",
        "quay.io/a:-x",
        "quay.io/a@sha256:12",
        "quay.io/a@md5:0123",
        "quay.io/a@",
        "quay.io//a",
        "quay.io/a/",
        "quay.io:0/a",
        "quay.io:99999/a",
        "user:secret@quay.io/a",
        "quay.io/../a",
        "quay.io/a?b",
        "quay.io/a#b",
        "quay.io\n/a",
        "-quay.io/a"
      })
  void refusesWhatIsNoName(String text) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("docker://REGISTRY/REPOSITORY:TAG");
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> Reference.parse("quay.io/Rocky"))
        .hasMessageContaining("small letters only");
    assertThatThrownBy(() -> Reference.parse("user:secret@quay.io/a"))
        .hasMessageContaining("--username");
    assertThatThrownBy(() -> Reference.parse("x".repeat(2000))).hasMessageContaining("too long");
  }

  @Test
  void whateverIsTakenIsWrittenAndReadTheSame() {
    String letters = "abz09AZ.:/@-_[]% \n#?sha256é";
    Random random = new Random(11);
    int taken = 0;
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder(random.nextBoolean() ? "quay.io:5000/ab/c:d@" : "a/b");
      for (int n = random.nextInt(6); n > 0; n--) {
        char letter = letters.charAt(random.nextInt(letters.length()));
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.setCharAt(at, letter);
        } else {
          text.insert(at, letter);
        }
      }
      try {
        Reference reference = Reference.parse(text.toString());
        taken++;
        assertThat(Reference.parse(reference.toString())).isEqualTo(reference);
        assertThat(reference.toString()).matches("[A-Za-z0-9.:/@_\\[\\]-]+");
        if (reference.registry().matches(".*[.:].*")) {
          // The SDK must understand by it what we do.
          ContainerRef theirs = ContainerRef.parse(reference.toString());
          assertThat(theirs.getRegistry()).isEqualTo(reference.registry());
          assertThat(theirs.getFullRepository()).isEqualTo(reference.repository());
        }
      } catch (ImageException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThat(taken).isBetween(1000, 199_000);
  }
}
