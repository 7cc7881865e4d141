package org.wwj.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wwj.SiteFixture;
import org.wwj.template.TemplateException;

class TemplateInfoTest {
  @TempDir Path folder;

  private TemplateInfo info(String text) {
    return TemplateInfo.of("x.ww", text, SiteFixture.config(folder));
  }

  /** Each variable as {@code name option type}. */
  private List<String> variables(String text) {
    return info(text).variables().stream()
        .map(v -> (v.name() + " " + v.option() + " " + v.type()).strip())
        .toList();
  }

  @Test
  void typesAndFlagsOfTheNodesFields() {
    assertThat(
            variables(
                """
                {{.Id}} {{.ImageName}} {{.Kernel.Args}} {{.Kernel.Version}} {{.Ipmi.UserName}}
                {{.Ipmi.Ipaddr}} {{.Ipmi.Write.Bool}} {{.Tags.rack}} {{.Ipmi.Tags.vlan}}
                {{.Warewulf.Port}} {{.NetDevs}} {{.Discoverable}} {{.Resources.fstab}} {{.Ipaddr}}
                """))
        .containsExactly(
            ".Discoverable --discoverable WWbool",
            ".Id  string",
            ".ImageName --image string",
            ".Ipaddr  string",
            ".Ipmi.Ipaddr --ipmiaddr IP",
            ".Ipmi.Tags.vlan  string",
            ".Ipmi.UserName --ipmiuser string",
            ".Ipmi.Write.Bool  bool",
            ".Kernel.Args --kernelargs []string",
            ".Kernel.Version --kernelversion string",
            ".NetDevs  map[string]*node.NetDev",
            ".Resources.fstab",
            ".Tags.rack  string",
            ".Warewulf.Port  int");
  }

  @Test
  void followsRangesVariablesAndDots() {
    assertThat(
            variables(
                """
                {{range $n, $d := .NetDevs}}{{$d.Device}} {{$n}} {{range .Routes}}{{.To}}{{end}}{{end}}
                {{range .DiskList}}{{range .PartitionList}}{{.SizeMiB}}{{end}}{{$.Id}}{{end}}
                {{with index .NetDevs "x"}}{{.Hwaddr}}{{end}} {{with $f := .FileSystems}}{{$f.a.Format}}{{end}}
                {{range .AllNodes}}{{.ClusterName}}{{else}}{{.AssetKey}}{{end}}
                {{template "t" .Ipmi}}{{define "t"}}{{.Port}}{{end}}
                """))
        .contains(
            "$d.Device --netdev string",
            "$.Id  string",
            ".To  string",
            ".SizeMiB --partsize string",
            ".Hwaddr --hwaddr string",
            "$f.a.Format --fsformat string",
            ".ClusterName --cluster string",
            ".AssetKey --asset string",
            ".Port --ipmiport string");
  }

  @Test
  void whatFunctionsAnswerIsUnknown() {
    assertThat(
            variables("{{$x := dict \"a\" 1}}{{$x.a}} {{range splitList \",\" .Id}}{{.b}}{{end}}"))
        .containsExactly("$x.a", ".Id  string", ".b");
  }

  @Test
  void tellsFieldsThatAreNotThere() {
    TemplateInfo.Variable wrong =
        info("\n{{.Imagename}}{{.Imagename}}\n{{.Imagename}}").variables().getFirst();
    assertThat(wrong.help()).isEqualTo("there is no such field: rendering fails here");
    assertThat(wrong.lines()).containsExactly(2, 3);
  }

  @Test
  void commentsAreDocumentationAndHelp() {
    TemplateInfo info =
        info(
            """
            {{/* wwdoc2: Second. */}}{{- /* wwdoc1: First
            goes on. */ -}}
            {{/* .Tags.a: what a is: good */}}{{- /* .Image: not used */}}{{/* else */}}
            {{.Tags.a}}{{.ImageName}}
            """);
    assertThat(info.documentation()).containsExactly("First\ngoes on.", "Second.");
    assertThat(info.variables())
        .extracting(TemplateInfo.Variable::help)
        .containsExactly("Image to boot (see `wwj image list`).", "what a is: good");
  }

  @Test
  void sayWhereATemplateIsWrong() {
    assertThatThrownBy(() -> info("a\n{{ .Id }"))
        .isInstanceOf(TemplateException.class)
        .hasMessageContaining("x.ww:2");
  }

  @Test
  void allThatShipHaveOnlyKnownFields() throws Exception {
    OverlayStore store = new OverlayStore(SiteFixture.shipped(folder).config().paths());
    for (String name : store.names()) {
      for (OverlayFile file : store.look(name).files().values()) {
        if (file.isTemplate() && file.type() == OverlayFile.Type.FILE) {
          String text = java.nio.file.Files.readString(file.source());
          assertThat(info(text).variables())
              .as(file.source().toString())
              .noneMatch(v -> v.help().startsWith("there is no such field"));
          assertThat(info(text).documentation()).as(file.source().toString()).isNotEmpty();
        }
      }
    }
  }
}
