package org.wwj.overlay;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.wwj.config.ConfigException;
import org.wwj.config.SiteConfig;
import org.wwj.image.Generation;
import org.wwj.image.ImageException;
import org.wwj.image.ImageStore;
import org.wwj.image.Manifest;
import org.wwj.ops.Log;
import org.wwj.overlay.ssh.HostKeys;
import org.wwj.overlay.ssh.KeyType;
import org.wwj.registry.NetDevice;
import org.wwj.registry.Node;
import org.wwj.template.Function;
import org.wwj.template.Output;
import org.wwj.template.Sprig;
import org.wwj.template.TemplateException;

/** One template being rendered for one node: its outputs and what its functions may reach. */
final class Rendering implements Output {
  private final Slots slots;
  private final Reads reads;
  private final Looking looking;
  private final HostFiles files;
  private final ImageStore images;
  private final SiteConfig config;
  private final Keys keys;
  private final Node node;
  private boolean secret;

  /**
   * A rendering into slots.
   *
   * @param reads takes down the files it looks at
   * @param looking takes down what of the node it looks at
   * @param files those of the server that it may look at
   * @param images where {@code IncludeFrom} finds images
   * @param keys what is made of the site's own secrets
   */
  Rendering(
      Slots slots,
      Reads reads,
      Looking looking,
      HostFiles files,
      ImageStore images,
      SiteConfig config,
      Keys keys,
      Node node) {
    this.slots = slots;
    this.reads = reads;
    this.looking = looking;
    this.files = files;
    this.images = images;
    this.config = config;
    this.keys = keys;
    this.node = node;
  }

  /**
   * What is made of secrets that a site makes itself.
   *
   * @param ssh its nodes' SSH host keys
   * @param runtime by what its nodes get their runtime overlays
   */
  record Keys(HostKeys ssh, RuntimeTokens runtime) {
    Keys(Path folder) {
      this(new HostKeys(folder), new RuntimeTokens(folder));
    }
  }

  /** The rendering that an output is. */
  static Rendering of(Output output) {
    if (output instanceof Rendering rendering) {
      return rendering;
    }
    throw new TemplateException("only works in an overlay");
  }

  @Override
  public void write(String text) {
    slots.write(text);
  }

  @Override
  public boolean stopped() {
    return slots.stopped();
  }

  @Override
  public void unrepeatable() {
    looking.unrepeatable();
  }

  Slots slots() {
    return slots;
  }

  Reads reads() {
    return reads;
  }

  /** Whether it saw something that must not be readable for everybody on the node. */
  boolean secret() {
    return secret;
  }

  /** A file of the server. */
  Optional<String> include(String name) {
    return files.text(name, reads);
  }

  /** One of the site's secrets. */
  String secret(String name) {
    secret = true;
    return files.secret(name, reads);
  }

  /** Where a path of the server leads in the end; empty when it leads nowhere. */
  Optional<String> real(String name) {
    Path path = files.allowed(name);
    reads.note(path);
    try {
      Path real = path.toRealPath();
      Path root = files.root().toRealPath();
      return Optional.of("/" + (real.startsWith(root) ? root.relativize(real) : real));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Makes the output a link to where a link of the server leads, or nothing when that is gone. */
  void importLink(String name) {
    Optional<String> target = real(name);
    // A plain file has nowhere to lead but to itself.
    if (target.isPresent() && !target.get().equals(name)) {
      slots.link(target.get());
    } else {
      Log.warn("import-link-absent", "node", node.name(), "path", name);
      slots.abort();
    }
  }

  /** A file of an image's tree, which it cannot leave. */
  Optional<String> includeFrom(String image, String name) {
    Optional<String> text = ImageFiles.text(images, image, name, reads);
    if (text.isEmpty()) {
      Log.warn("include-from-absent", "node", node.name(), "image", image, "path", name);
    }
    return text;
  }

  /** The version of an image's kernel; empty while the image is not built. */
  String kernelVersion(String image) {
    Optional<Generation> current = images.find(image);
    reads.note(images.generations(image).resolve("current"));
    try {
      return current.map(g -> Manifest.read(g.manifest()).kernelVersion()).orElse("");
    } catch (ImageException e) {
      throw new TemplateException(String.valueOf(e.getMessage()));
    }
  }

  /** Ignition's description of the disks; empty for a node without any. */
  String ignition() {
    looking.own("Disks");
    looking.own("FileSystems");
    Map<String, Object> description = Ignition.of(node);
    if (description.isEmpty()) {
      return "";
    }
    Function json = Objects.requireNonNull(Sprig.functions().get("toJson"));
    return (String) json.body().call(this, List.of(description));
  }

  /** By what the node gets its runtime overlays. */
  String runtimeToken() {
    secret = true;
    return made(keys.runtime.secret(), () -> keys.runtime.of(name()));
  }

  /** The file of the node's own private SSH key. */
  String sshHostKey(String type) {
    secret = true;
    return ssh(ssh -> ssh.privateFile(name(), keyType(type)));
  }

  /** The public half of it. */
  String sshHostPublicKey(String type) {
    return ssh(ssh -> ssh.key(name(), keyType(type)).publicLine(name()));
  }

  /** The certificate of it. */
  String sshHostCertificate(String type) {
    return ssh(ssh -> ssh.certificate(name(), keyType(type), principals()));
  }

  /** Who certifies host keys. */
  String sshHostAuthority() {
    return ssh(HostKeys::authority);
  }

  /** The node's name, which what is made of it depends on. */
  private String name() {
    looking.own("Id");
    return node.name();
  }

  private interface Ask {
    String of(HostKeys keys);
  }

  private String ssh(Ask ask) {
    return made(keys.ssh.secret(), () -> ask.of(keys.ssh));
  }

  /** What is made of a secret, which is made on first use. */
  private String made(Path secretFile, Supplier<String> maker) {
    try {
      String answer = maker.get();
      reads.note(secretFile);
      return answer;
    } catch (ConfigException e) {
      throw new TemplateException(String.valueOf(e.getMessage()));
    }
  }

  private static KeyType keyType(String word) {
    return KeyType.find(word)
        .orElseThrow(
            () -> new TemplateException("'" + word + "' is not one of ed25519, ecdsa, rsa"));
  }

  /** All names and addresses by which overlay hosts lets the node be reached. */
  private List<String> principals() {
    looking.own("NetDevs");
    Set<String> names = new LinkedHashSet<>();
    names.add(node.name());
    String domain = config.dhcp().domain();
    if (!domain.isEmpty()) {
      names.add(node.name() + "." + domain);
    }
    for (NetDevice device : node.networkDevices().values()) {
      Inet4Address address = device.ipaddr();
      if (address == null && device.ipaddr6().isEmpty()) {
        continue;
      }
      Stream.of(device.name(), device.device())
          .filter(name -> !name.isEmpty())
          .forEach(name -> names.add(node.name() + "-" + name));
      if (address != null) {
        names.add(address.getHostAddress());
      }
      if (!device.ipaddr6().isEmpty()) {
        names.add(device.ipaddr6().replaceFirst("/.*", ""));
      }
    }
    return List.copyOf(names);
  }
}
