package org.wwj.overlay;

import static org.wwj.template.Function.Type.ANY;
import static org.wwj.template.Function.Type.INT;
import static org.wwj.template.Function.Type.STRING;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.wwj.template.Function;
import org.wwj.template.Sprig;
import org.wwj.template.TemplateException;

/** The functions that Warewulf and wwj add to templates (warewulf.md §4.4, docs/overlays.md). */
final class Directives {
  private static final Map<String, Function> INSIDE = collect(Sprig.functions());
  private static final Map<String, Function> ALL = collect(Sprig.withOutside());

  private Directives() {}

  /**
   * With sprig's, which win where names clash.
   *
   * @param outside whether also those that look at the server's environment and ask name servers
   */
  static Map<String, Function> functions(boolean outside) {
    return outside ? ALL : INSIDE;
  }

  private static Map<String, Function> collect(Map<String, Function> sprig) {
    Map<String, Function> all = new HashMap<>();
    all.put("file", acting((run, a) -> run.slots().file(a.getFirst()), STRING));
    all.put("softlink", acting((run, a) -> run.slots().link(a.getFirst()), STRING));
    all.put("ImportLink", acting((run, a) -> run.importLink(a.getFirst()), STRING));
    all.put("abort", acting((run, a) -> run.slots().abort()));
    all.put("nobackup", acting((run, a) -> run.slots().noBackup()));
    all.put("readlink", answering((run, a) -> real(run, a.getFirst()), STRING));
    all.put("Include", answering((run, a) -> trimmed(run.include(a.getFirst())), STRING));
    all.put(
        "IncludeFrom",
        answering((run, a) -> trimmed(run.includeFrom(a.get(0), a.get(1))), STRING, STRING));
    all.put(
        "IncludeBlock",
        answering((run, a) -> block(run.include(a.get(0)), a.get(1)), STRING, STRING));
    all.put("IgnitionJson", answering((run, a) -> run.ignition()));
    all.put("Secret", answering((run, a) -> run.secret(a.getFirst()), STRING));
    all.put("RuntimeToken", answering((run, a) -> run.runtimeToken()));
    all.put("SshHostKey", answering((run, a) -> run.sshHostKey(a.getFirst()), STRING));
    all.put("SshHostPublicKey", answering((run, a) -> run.sshHostPublicKey(a.getFirst()), STRING));
    all.put(
        "SshHostCertificate", answering((run, a) -> run.sshHostCertificate(a.getFirst()), STRING));
    all.put("SshHostAuthority", answering((run, a) -> run.sshHostAuthority()));
    all.put("basename", Function.of(a -> basename((String) a.getFirst()), STRING));
    all.put("inc", Function.of(a -> (Long) a.getFirst() + 1, INT));
    all.put("dec", Function.of(a -> (Long) a.getFirst() - 1, INT));
    all.put("SystemdEscape", Function.of(a -> escape((String) a.getFirst()), STRING));
    all.put("SystemdEscapePath", Function.of(a -> escapePath((String) a.getFirst()), STRING));
    all.put("UniqueField", Function.of(Directives::uniqueField, STRING, INT, ANY));
    all.putAll(sprig);
    return Map.copyOf(all);
  }

  private interface Act {
    void run(Rendering rendering, List<String> arguments);
  }

  private interface Ask {
    String run(Rendering rendering, List<String> arguments);
  }

  private static Function acting(Act body, Function.Type... parameters) {
    return answering(
        (rendering, arguments) -> {
          body.run(rendering, arguments);
          return "";
        },
        parameters);
  }

  private static Function answering(Ask body, Function.Type... parameters) {
    return Function.acting(
        (output, arguments) ->
            body.run(Rendering.of(output), arguments.stream().map(String.class::cast).toList()),
        parameters);
  }

  private static String real(Rendering run, String path) {
    return run.real(path)
        .orElseThrow(() -> new TemplateException(path + " cannot be resolved on the server"));
  }

  private static String trimmed(Optional<String> text) {
    String found = text.orElse("");
    return found.endsWith("\n") ? found.substring(0, found.length() - 1) : found;
  }

  /** The lines up to the one that holds the mark, then the mark. */
  private static String block(Optional<String> text, String mark) {
    StringBuilder out = new StringBuilder();
    for (String line : text.orElse("").lines().toList()) {
      if (line.contains(mark)) {
        break;
      }
      out.append(line).append('\n');
    }
    return out.append(mark).toString();
  }

  private static String basename(String path) {
    String name = path.replaceAll("/+$", "");
    return name.isEmpty()
        ? (path.isEmpty() ? "." : "/")
        : name.substring(name.lastIndexOf('/') + 1);
  }

  /** Lines whose field has not been seen before. */
  private static Object uniqueField(List<Object> arguments) {
    String separator = (String) arguments.get(0);
    int index = Math.toIntExact((Long) arguments.get(1));
    Set<String> seen = new HashSet<>();
    List<String> kept = new ArrayList<>();
    for (String line : String.valueOf(arguments.get(2)).split("\n", -1)) {
      String[] fields = line.split(Pattern.quote(separator), -1);
      if (index < 0 || index >= fields.length || seen.add(fields[index])) {
        kept.add(line);
      }
    }
    return String.join("\n", kept);
  }

  /** A unit name's part (systemd-escape(1)). */
  static String escape(String text) {
    StringBuilder out = new StringBuilder();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == ':'
              || c == '_'
              || (c == '.' && i > 0);
      out.append(c == '/' ? "-" : plain ? String.valueOf(c) : "\\x%02x".formatted((int) c));
    }
    return out.toString();
  }

  static String escapePath(String path) {
    String clean = path.replaceAll("/+", "/").replaceAll("^/|/$", "");
    return clean.isEmpty() ? "-" : escape(clean);
  }
}
