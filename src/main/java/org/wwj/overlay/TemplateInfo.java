package org.wwj.overlay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.config.SiteConfig;
import org.wwj.registry.Field;
import org.wwj.registry.Field.Group;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Snapshot;
import org.wwj.template.Fields;
import org.wwj.template.Scalar;
import org.wwj.template.StringMap;
import org.wwj.template.Use;

/**
 * What a template says of itself and what it uses (warewulf.md §4.4): its {@code wwdoc} comments,
 * and each field of its data with the flag that sets it.
 *
 * @param documentation the texts of its {@code wwdoc} comments, in order
 */
public record TemplateInfo(List<String> documentation, List<Variable> variables) {
  /** A node that has one of everything. */
  private static final String SAMPLE =
      """
      nodes:
        sample:
          profiles: [default]
          system overlay: [wwinit]
          runtime overlay: [hosts]
          kernel: {version: 6.12.0, args: [quiet]}
          network devices: {default: {ipaddr: 10.0.0.11, tags: {route1: "10.1.0.0/16,10.0.0.1"}}}
          disks: {/dev/vda: {partitions: {scratch: {number: "1"}}}}
          filesystems: {/dev/vda1: {path: /scratch, options: [-q], mount_options: noatime}}
      """;

  private static final Pattern COMMENT =
      Pattern.compile(
          "\\{\\{(?:-\\s)?/\\*\\s*(wwdoc[^:]*|[.$][^:\\s]+)\\s*:\\s*(.*?)\\s*\\*/(?:\\s-)?\\}\\}",
          Pattern.DOTALL);

  private static final Map<String, Set<Group>> GROUPS =
      Map.of(
          "overlay.TemplateStruct", Set.of(Group.NODE, Group.TOP),
          "*node.Node", Set.of(Group.NODE, Group.TOP),
          "*node.KernelConf", Set.of(Group.KERNEL),
          "*node.IpmiConf", Set.of(Group.IPMI),
          "*node.NetDev", Set.of(Group.NETDEV),
          "*node.Disk", Set.of(Group.DISK),
          "*node.Partition", Set.of(Group.PARTITION),
          "*node.FileSystem", Set.of(Group.FILESYSTEM));

  /**
   * A field that a template uses.
   *
   * @param name as the template has it
   * @param option the flag of {@code node set} for it, empty without one
   * @param type Go's name of its type, empty where only rendering would tell
   * @param help what the template, else the field's own description, says of it
   * @param lines where it is used
   */
  public record Variable(
      String name, String option, String type, String help, List<Integer> lines) {}

  /**
   * Looks at a template of an overlay.
   *
   * @throws org.wwj.template.TemplateException when it does not parse, naming line and column
   */
  public static TemplateInfo of(String name, String text, SiteConfig config) {
    List<Use> uses = Templates.parse(name, text, config.overlays().outside()).uses(sample(config));
    SortedMap<String, String> documentation = new TreeMap<>();
    SortedMap<String, String> help = new TreeMap<>();
    Matcher comment = COMMENT.matcher(text);
    while (comment.find()) {
      String key = comment.group(1);
      (key.startsWith("wwdoc") ? documentation : help).put(key, comment.group(2));
    }
    SortedMap<String, Variable> variables = new TreeMap<>();
    for (Use use : uses) {
      variables.merge(use.written(), variable(use, help), TemplateInfo::both);
    }
    return new TemplateInfo(List.copyOf(documentation.values()), List.copyOf(variables.values()));
  }

  /** One name that is used twice; where it means two things, what is known of the first counts. */
  private static Variable both(Variable a, Variable b) {
    List<Integer> lines = new ArrayList<>(a.lines);
    b.lines.stream().filter(line -> !lines.contains(line)).forEach(lines::add);
    Variable told = a.type.isEmpty() ? b : a;
    return new Variable(told.name, told.option, told.type, told.help, List.copyOf(lines));
  }

  private static Variable variable(Use use, Map<String, String> help) {
    String option = "";
    String text = "";
    for (Field field : Field.values()) {
      if (GROUPS.getOrDefault(use.holder(), Set.of()).contains(field.group())
          && field.display().equals(use.field())) {
        option = field.longFlag();
        text = field.help();
      }
    }
    if (use.value().equals(Fields.NO_FIELD)) {
      text = "there is no such field: rendering fails here";
    }
    return new Variable(
        use.written(),
        option,
        type(use.value()),
        help.getOrDefault(
            use.written(), help.getOrDefault(use.written().replaceFirst("^\\$\\.", "."), text)),
        List.of(use.line()));
  }

  private static String type(Object value) {
    return switch (value) {
      case String text -> "string";
      case Boolean flag -> "bool";
      case Long number -> "int";
      case Scalar scalar -> scalar.typeName().replaceFirst("^.*\\.", "");
      case Fields fields -> fields.typeName();
      case StringMap tags -> "map[string]string";
      case Map<?, ?> map -> "map[string]" + element(map.values());
      case List<?> list -> "[]" + element(list);
      default -> "";
    };
  }

  private static String element(Iterable<?> values) {
    return values.iterator().hasNext() ? type(values.iterator().next()) : "interface {}";
  }

  private static Fields sample(SiteConfig config) {
    NodesFile file = NodesFile.parse(Path.of("nodes.conf"), SAMPLE);
    Node node = new Merge(file).node("sample").node();
    Snapshot snapshot = new Snapshot(config, List.of(node), List.of());
    Results.Subject subject = new Results.Subject(node, new AllNodes(snapshot, null, column -> {}));
    return TemplateStruct.of(subject, "", TreeFile.NONE, "", new Looking());
  }
}
