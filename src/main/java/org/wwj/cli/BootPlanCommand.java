package org.wwj.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.wwj.cli.image.ImageCommand;
import org.wwj.config.ConfigException;
import org.wwj.config.Mirrors;
import org.wwj.config.SiteConfig;
import org.wwj.delivery.BootSizes;
import org.wwj.delivery.Spread;
import org.wwj.delivery.Storm;
import org.wwj.net.BitRate;
import org.wwj.net.HostList;
import org.wwj.net.LinkSpeed;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.Registry;
import org.wwj.registry.Snapshot;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wwj boot plan}: how long it takes to boot nodes, and what limits it. */
@Command(
    name = "plan",
    description = {
      "Tells how long it takes until nodes that are switched on together have their images, and what"
          + " limits it.",
      "Reckons with the sizes of the images as they are built now, and with the mirrors of wwj.conf:"
          + " each node fetches its image from the first one that is named for it, and the server"
          + " sends each image once a mirror. What firmware, kernel and system take comes on top; it"
          + " is the same for a node alone."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  wwj boot plan 'n[001-999]'",
      "  wwj boot plan --link 25G --client 10G     with another network",
      "  wwj boot plan c1 --count 10000            as if there were so many like it",
      "  wwj boot plan --mirror-link 25G           if the mirrors were so fast",
      "  wwj boot plan --mirrors 20                as if there were 20; with 0, none",
      "  wwj boot plan -o json | jq '.[0].seconds'"
    })
final class BootPlanCommand implements Callable<Integer> {
  private static final BitRate ASSUMED_LINK = BitRate.ofMegabits(10_000);

  @Mixin private SiteOption site = new SiteOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private NodeArguments arguments = new NodeArguments();

  @Option(
      names = "--link",
      paramLabel = "SPEED",
      converter = Speed.class,
      description =
          "The server's link, such as 25G; else `delivery: link speed`, else the interface's.")
  private @Nullable BitRate link;

  @Option(
      names = "--client",
      paramLabel = "SPEED",
      converter = Speed.class,
      defaultValue = "1G",
      description = "The link of a node (default ${DEFAULT-VALUE}).")
  private BitRate client = BitRate.ofMegabits(1000);

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "As if there were so many nodes like these.")
  private @Nullable Long count;

  @Option(
      names = "--mirrors",
      paramLabel = "N",
      description =
          "As if so many mirrors each served as many of the nodes, whatever `delivery: mirrors` says;"
              + " 0 for none.")
  private @Nullable Integer mirrors;

  @Option(
      names = "--mirror-link",
      paramLabel = "SPEED",
      converter = Speed.class,
      description =
          "The link of each mirror; else its `link speed` in wwj.conf, else 10G is assumed.")
  private @Nullable BitRate mirrorLink;

  @Spec private CommandSpec spec;

  /** Reads a speed. */
  static final class Speed implements ITypeConverter<BitRate> {
    @Override
    public BitRate convert(String word) {
      return BitRate.parse(word);
    }
  }

  @Override
  public Integer call() {
    SiteConfig config = site.config();
    Snapshot snapshot = Registry.snapshot(config, NodesFile.read(config.nodesFile()));
    BootSizes sizes = new BootSizes(ImageCommand.store(config));
    List<String> without = new ArrayList<>();
    Map<Node, BootSizes.Size> found = new LinkedHashMap<>();
    for (String name : arguments.choose(snapshot.nodes().keySet())) {
      Node node = snapshot.nodes().get(name);
      Optional<BootSizes.Size> size = node == null ? Optional.empty() : sizes.of(node);
      size.ifPresentOrElse(known -> found.put(node, known), () -> without.add(name));
    }
    if (found.isEmpty()) {
      throw new ConfigException(
          without.isEmpty()
              ? "no node is defined: run `wwj node add NAME --hwaddr MAC`"
              : "none of these nodes has an image that is built: run `wwj check` (%s)"
                  .formatted(HostList.compress(without)));
    }
    Mirrors named = mirrors == null ? config.delivery().mirrors() : Mirrors.NONE;
    Spread spread = Spread.of(found, named, config.dhcp().rangeStart());
    PlanWords plan = new PlanWords(storm(config, spread), spread, without);
    spec.commandLine().getOut().print(output.shown(() -> List.of(plan.object()), plan::text));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Storm storm(SiteConfig config, Spread spread) {
    int places = config.delivery().transfers();
    Storm alone =
        Storm.of(
            count == null ? spread.nodes() : Math.max(1, count),
            0,
            bytes(link(config)),
            bytes(client),
            Runtime.getRuntime().availableProcessors());
    double fixed = mirrorLink == null ? 0 : bytes(mirrorLink);
    Storm storm =
        spread.on(places == 0 ? alone : alone.inPlaces(places), fixed, bytes(ASSUMED_LINK));
    return mirrors == null || mirrors <= 0
        ? storm
        : storm.with(mirrors, fixed > 0 ? fixed : bytes(ASSUMED_LINK), fixed <= 0);
  }

  private static double bytes(BitRate speed) {
    return (double) speed.bytesPerSecond();
  }

  private BitRate link(SiteConfig config) {
    if (link != null) {
      return link;
    }
    BitRate set = config.delivery().link();
    if (set != null) {
      return set;
    }
    return LinkSpeed.of(config.address().address())
        .orElseThrow(() ->
            new ConfigException(
                "the interface of %s does not say how fast it is: give --link 10G, or set `delivery: link speed` in %s"
                    .formatted(config.address().address().getHostAddress(), config.file())));
  }
}
