package org.wwj.cli.image;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wwj.boot.FactsStore;
import org.wwj.boot.MachineFacts;
import org.wwj.config.SiteConfig;
import org.wwj.image.Builder;
import org.wwj.image.Demand;
import org.wwj.registry.Merge;
import org.wwj.registry.Node;
import org.wwj.registry.NodesFile;
import org.wwj.registry.RootMethod;

/** What the nodes of a site need of its images: kernels, drivers of their cards, root methods. */
final class SiteDemand implements Demand.Source {
  private final Map<String, Demand> demands = new HashMap<>();

  /**
   * Looks at all nodes once.
   *
   * @throws org.wwj.config.ConfigException when nodes.conf is broken: what nodes need is unknown
   *     then, and an image without it would not boot them
   */
  SiteDemand(SiteConfig config) {
    FactsStore store = FactsStore.of(config);
    for (Node node : new Merge(NodesFile.read(config.nodesFile())).nodes()) {
      String image = node.imageName().split("@", 2)[0];
      List<String> cards = store.of(node).map(MachineFacts::pci).orElse(List.of());
      boolean whole =
          RootMethod.tryParse(node.root())
              .filter(root -> root == RootMethod.INITRD || root == RootMethod.DRACUT)
              .isPresent();
      demands.merge(
          image,
          Demand.NONE.and(node.name(), node.kernel().version(), cards, whole),
          (a, b) -> a.and(node.name(), node.kernel().version(), cards, whole));
    }
  }

  /** A builder of the site's images, for what its nodes need. */
  static Builder builder(SiteConfig config) {
    return new Builder(
        ImageCommand.store(config),
        config.paths().keys(),
        Clock.systemUTC(),
        new SiteDemand(config));
  }

  @Override
  public Demand of(String image) {
    return demands.getOrDefault(image, Demand.NONE);
  }
}
