package org.wwj.boot;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.config.Spelling;
import org.wwj.net.MacAddress;
import org.wwj.ops.Log;
import org.wwj.registry.Node;
import org.wwj.template.Fields;
import org.wwj.template.Sprig;
import org.wwj.template.Template;

/**
 * The iPXE scripts, rendered from templates: a site's own in {@code ipxe/NAME.ipxe} beside its
 * settings, else the one that ships. Templates are parsed once and again when their file changes.
 */
public final class BootScript {
  private static final int MAX_WAIT_SECONDS = 60;
  private static final int POLL_SECONDS = 5;

  private final Map<Path, Parsed> templates = new ConcurrentHashMap<>();

  private record Parsed(String text, Template template) {}

  /**
   * The script that loads what the plan says.
   *
   * @param attempt how often this boot has failed to load so far
   * @throws ConfigException when the template is missing
   * @throws org.wwj.template.TemplateException when it is broken, naming line and column
   */
  public String boot(BootPlan plan, int attempt, SiteConfig config) {
    Node node = plan.node();
    Map<String, Object> data = common(plan.mac(), attempt, config);
    data.put("WaitTime", String.valueOf(waitSeconds(attempt, plan.mac())));
    data.put("Message", "");
    data.put("Id", node.name());
    data.put("Hostname", node.name());
    data.put("Fqdn", node.name());
    data.put("Cluster", node.clusterName());
    data.put("ImageName", plan.reference());
    data.put("Ipxe", node.ipxeTemplate());
    data.put("KernelArgs", String.join(" ", node.kernel().args()));
    data.put("KernelVersion", node.kernel().version());
    data.put("Root", plan.method().name().toLowerCase(java.util.Locale.ROOT));
    data.put("Tags", new LinkedHashMap<String, Object>(node.tags()));
    data.put("Query", plan.query());
    data.put("Cmdline", plan.cmdline(config));
    Map<String, String> initrds = plan.initrds(config);
    data.put("Initrds", new ArrayList<Object>(initrds.keySet()));
    data.put("InitrdUrls", new LinkedHashMap<String, Object>(initrds));
    String template = node.ipxeTemplate().isEmpty() ? "default" : node.ipxeTemplate();
    return render(template, data, config);
  }

  /** The script of a machine that cannot boot yet: it says why and asks again every few seconds. */
  public String waiting(
      MacAddress mac, String message, String fix, int attempt, SiteConfig config) {
    Map<String, Object> data = common(mac, attempt, config);
    data.put("WaitTime", String.valueOf(POLL_SECONDS));
    data.put("Message", printable(message));
    data.put("Fix", printable(fix));
    return render("unconfigured", data, config);
  }

  private static Map<String, Object> common(MacAddress mac, int attempt, SiteConfig config) {
    String address = config.address().address().getHostAddress();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("Base", config.baseUrl());
    data.put("Wwid", mac.dashed());
    data.put("Hwaddr", mac.toString());
    data.put("NextTry", String.valueOf(attempt + 1));
    data.put("Ipaddr", address);
    data.put("Ipaddr6", "");
    data.put("Port", (long) config.http().port());
    data.put("Authority", address + ":" + config.http().port());
    data.put("TLS", false);
    return data;
  }

  /**
   * Twice as long each time up to a minute, and spread by MAC so that a rack does not come back in
   * one instant.
   */
  static int waitSeconds(int attempt, MacAddress mac) {
    long base =
        Math.min(MAX_WAIT_SECONDS, Duration.ofSeconds(1L << Math.min(attempt, 6)).toSeconds());
    long spread = Math.floorMod((mac.value() * 0x9E3779B97F4A7C15L) >>> 32, base + 1);
    return (int) (1 + base / 2 + spread / 2);
  }

  /**
   * iPXE expands {@code ${…}} in every line and ends a line at {@code ;} and friends: plain text
   * only.
   */
  private static String printable(String text) {
    return text.replace('`', '\'').replaceAll("[^\\p{Alnum} .,:/@'_-]", " ");
  }

  private String render(String name, Map<String, Object> data, SiteConfig config) {
    StringBuilder script = new StringBuilder();
    template(name, config).render(new Variables(data), script::append);
    return script.toString();
  }

  private Template template(String name, SiteConfig config) {
    if (!name.matches("[\\w.-]{1,64}") || name.startsWith(".")) {
      throw new ConfigException("ipxe template '" + name + "' is not a file name");
    }
    Path site = places(config).getFirst().resolve(name + ".ipxe");
    Path shipped = places(config).getLast().resolve(name + ".ipxe");
    // Warewulf's own templates stand beside its warewulf.conf; they know no token and no stage-1.
    boolean foreign = config.format() == SiteConfig.Format.WAREWULF && Files.exists(shipped);
    Path file = Files.exists(site) && !foreign ? site : shipped;
    try {
      String text = Files.readString(file);
      return templates.compute(
              file,
              (path, old) ->
                  old != null && old.text.equals(text)
                      ? old
                      : new Parsed(
                          text,
                          Template.parse(path.toString(), text, Sprig.functions(), Spelling::hint)))
          .template;
    } catch (IOException e) {
      throw new ConfigException(
          "ipxe template '%s' is neither %s nor %s".formatted(name, site, shipped), e);
    }
  }

  /** The folders of templates, the site's own first. */
  private static List<Path> places(SiteConfig config) {
    return List.of(
        config.file().resolveSibling("ipxe"), config.paths().datadir().resolve("config/ipxe"));
  }

  /** The names of all templates of a site, sorted. */
  public static SortedSet<String> names(SiteConfig config) {
    SortedSet<String> names = new TreeSet<>();
    for (Path place : places(config)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(place, "*.ipxe")) {
        for (Path file : files) {
          String name = file.getFileName().toString();
          names.add(name.substring(0, name.length() - ".ipxe".length()));
        }
      } catch (IOException e) {
        Log.debug("ipxe-templates-absent", "folder", place); // a site need not have its own
      }
    }
    return names;
  }

  private record Variables(Map<String, Object> values) implements Fields {
    @Override
    public Object field(String name) {
      return values.getOrDefault(name, NO_FIELD);
    }

    @Override
    public String typeName() {
      return "boot.Variables";
    }

    @Override
    public List<String> fieldNames() {
      return List.copyOf(values.keySet());
    }
  }
}
