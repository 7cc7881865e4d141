package org.wwj.boot;

import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.wwj.config.SiteConfig;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;
import org.wwj.registry.Node;
import org.wwj.registry.RootMethod;

/**
 * What a node's script loads, in order, and the kernel's command line. A pure function of node,
 * generation and token.
 *
 * @param node who boots
 * @param address what stage-1 configures: the reserved address, or the dynamic one the machine asks
 *     from
 * @param gateway its router, or null
 * @param method how it gets its root
 * @param reference image and generation, {@code NAME@ID}: one boot never mixes two
 * @param token this boot's token, empty when none is needed or none was earned
 */
public record BootPlan(
    Node node,
    MacAddress mac,
    Prefix address,
    @Nullable Inet4Address gateway,
    RootMethod method,
    String reference,
    String token) {

  /**
   * What the kernel takes of a command line, without its end and with room for the loader's words.
   */
  private static final int CMDLINE_BYTES = 2047 - 128;

  /** Query that each URL of the script carries. */
  public String query() {
    String generation = reference.substring(reference.indexOf('@') + 1);
    return "generation=" + generation + (token.isEmpty() ? "" : "&token=" + token);
  }

  /** The initial RAM disks by the name the kernel line gives them, with their URL. */
  public Map<String, String> initrds(SiteConfig config) {
    String base = config.baseUrl();
    String tail = "/" + mac.dashed() + "?" + query();
    Map<String, String> initrds = new LinkedHashMap<>();
    switch (method) {
      case SQUASHFS, TMPFS -> initrds.put("stage1", base + "/initramfs" + tail);
      case INITRD -> {
        initrds.put("image", base + "/image" + tail);
        initrds.put("system", base + "/system" + tail);
        initrds.put("runtime", base + "/runtime" + tail);
      }
      case DRACUT -> initrds.put("initramfs", base + "/initramfs" + tail);
    }
    return initrds;
  }

  /** The kernel's command line without the {@code initrd=} words. */
  public String cmdline(SiteConfig config) {
    List<String> words = new ArrayList<>();
    words.add("wwid=" + mac);
    if (method == RootMethod.INITRD) {
      // Any root= makes the kernel's first root a ramfs, which may use more than half of the RAM
      // (e2e.md 4).
      words.add("root=ramfs");
    }
    if (method == RootMethod.DRACUT) {
      words.add("rd.neednet=1");
      words.add("root=wwinit:tmpfs");
      words.add("wwinit.server=" + config.baseUrl());
      words.add("wwinit.uri=" + config.baseUrl() + "/provision/" + mac.dashed());
      words.add("init=/warewulf/run-init");
    } else {
      words.addAll(ours(config));
    }
    words.addAll(node.kernel().args());
    if (!node.init().isEmpty() && method != RootMethod.DRACUT) {
      words.add((method == RootMethod.INITRD ? "rdinit=" : "init=") + node.init());
    }
    if (method == RootMethod.SQUASHFS || method == RootMethod.TMPFS) {
      words.addAll(mirrors(config, String.join(" ", words).length()));
    }
    return String.join(" ", words);
  }

  /**
   * The caches that this node asks for chunks, as many of them as the command line holds; none for
   * a node that cannot bear full speed, since only this server sends at a pace.
   */
  private List<String> mirrors(SiteConfig config, int taken) {
    if (BootTags.pace(node).isPresent()) {
      return List.of();
    }
    StringBuilder word = new StringBuilder();
    for (String url : config.delivery().mirrors().of(address.address(), node.tags())) {
      String more = (word.isEmpty() ? "wwj.mirrors=" : ",") + url;
      if (taken + 1 + word.length() + more.length() > CMDLINE_BYTES) {
        break;
      }
      word.append(more);
    }
    return word.isEmpty() ? List.of() : List.of(word.toString());
  }

  private List<String> ours(SiteConfig config) {
    List<String> words = new ArrayList<>();
    words.add("wwj.server=" + config.baseUrl());
    words.add("wwj.mac=" + mac);
    words.add("wwj.hostname=" + node.name());
    words.add("wwj.image=" + reference);
    words.add("wwj.root=" + method.name().toLowerCase(Locale.ROOT));
    words.add("wwj.ip=" + address);
    if (gateway != null) {
      words.add("wwj.gw=" + gateway.getHostAddress());
    }
    if (!token.isEmpty()) {
      words.add("wwj.token=" + token);
    }
    if (config.delivery().peers()
        && method == RootMethod.SQUASHFS
        && BootTags.pace(node).isEmpty()) {
      words.add("wwj.peer=" + Peers.PORT);
    }
    return words;
  }
}
