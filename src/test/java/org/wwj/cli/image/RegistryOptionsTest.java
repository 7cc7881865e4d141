package org.wwj.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wwj.image.ImageException;
import org.wwj.image.oci.Access;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class RegistryOptionsTest {
  @Command
  private static final class Import {
    @Mixin private RegistryOptions registry = new RegistryOptions();
  }

  private static Access access(Map<String, String> environment, String... words) {
    Import command = new Import();
    new CommandLine(command).parseArgs(words);
    return command.registry.access(environment);
  }

  @Test
  void takesWarewulfsFlagsAndTheirOtherNames() {
    assertThat(
            access(
                Map.of(),
                "--platform=arm64",
                "--username=u",
                "--password=p",
                "--nohttps",
                "--ca=/ca"))
        .isEqualTo(new Access("arm64", "u", "p", true, "/ca"));
    assertThat(access(Map.of(), "--arch=arm64", "--username=u", "--passwd=p"))
        .isEqualTo(new Access("arm64", "u", "p", false, ""));
    assertThat(access(Map.of())).isEqualTo(Access.usual());
  }

  @Test
  void takesTheEnvironmentsWhenThereIsNoFlag() {
    Map<String, String> warewulf =
        Map.of(
            "WAREWULF_OCI_USERNAME", "u",
            "WAREWULF_OCI_PASSWORD", "p",
            "WAREWULF_OCI_NOHTTPS", "true",
            "WAREWULF_OCI_PLATFORM", "arm64");
    assertThat(access(warewulf)).isEqualTo(new Access("arm64", "u", "p", true, ""));
    assertThat(access(warewulf, "--platform=amd64", "--username=v", "--password=q"))
        .isEqualTo(new Access("amd64", "v", "q", true, ""));
    assertThat(access(Map.of("WWJ_OCI_PLATFORM", "s390x", "WAREWULF_OCI_PLATFORM", "arm64")))
        .isEqualTo(new Access("s390x", "", "", false, ""));
    assertThat(access(Map.of("WWJ_OCI_NOHTTPS", "false")).plain()).isFalse();
  }

  @Test
  void saysThatAPasswordNeedsAUserAndNeverShowsIt() {
    assertThatThrownBy(() -> access(Map.of(), "--password=p"))
        .isInstanceOf(ImageException.class)
        .hasMessageContaining("--username");
    assertThat(access(Map.of(), "--username=u", "--password=secret").toString())
        .doesNotContain("secret");
  }
}
