package org.wwj.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.wwj.config.SiteConfig;
import org.wwj.net.MacAddress;
import org.wwj.ops.Log;
import org.wwj.registry.Node;

/**
 * What machines said of themselves, one small file a MAC in {@code machines/} of the site's state:
 * the server writes, commands read without it. Whoever writes may wait for the disk, so it is for
 * threads that may.
 */
public final class FactsStore {
  /** How late {@code seen} may be: who asks each minute shall not write each minute. */
  private static final Duration FRESH = Duration.ofHours(1);

  private static final int MAX_BYTES = 4096;

  private final Path folder;
  private final Map<MacAddress, MachineFacts> known = new ConcurrentHashMap<>();

  /** A store in that folder, which is made when the first machine says something. */
  public FactsStore(Path folder) {
    this.folder = folder;
  }

  /** The store of a site. */
  public static FactsStore of(SiteConfig config) {
    return new FactsStore(config.paths().localstatedir().resolve("machines"));
  }

  /**
   * What is known of a machine; a file that is damaged says nothing. Read from the disk once, as
   * nobody else writes there: callers ask for machines of nodes.conf, which bounds what is kept.
   */
  public MachineFacts read(MacAddress mac) {
    return known.computeIfAbsent(mac, this::load);
  }

  private MachineFacts load(MacAddress mac) {
    try (InputStream in = Files.newInputStream(file(mac))) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return MachineFacts.parse(new String(bytes, StandardCharsets.ISO_8859_1))
          .orElse(MachineFacts.NONE);
    } catch (IOException e) {
      return MachineFacts.NONE; // as of most machines in the beginning
    }
  }

  /** What is known of a node: what that of its devices says which was heard last. */
  public Optional<MachineFacts> of(Node node) {
    return node.networkDevices().values().stream()
        .flatMap(device -> device.mac().stream())
        .map(this::read)
        .filter(facts -> !facts.equals(MachineFacts.NONE))
        .max(Comparator.comparing(MachineFacts::seen));
  }

  /** Keeps what a machine has said; what it has not said stays as it was. */
  public void learn(MacAddress mac, MachineFacts news) {
    keep(mac, old -> old.with(news), news.seen());
  }

  /** Keeps which card a machine boots from. */
  public void learnCard(MacAddress mac, String card, Instant now) {
    keep(mac, old -> old.withCard(card), now);
  }

  private interface Change {
    MachineFacts of(MachineFacts old);
  }

  private synchronized void keep(MacAddress mac, Change change, Instant now) {
    MachineFacts old = read(mac);
    MachineFacts said = change.of(old);
    if (said.sayTheSame(old) && !now.isAfter(old.seen().plus(FRESH))) {
      return;
    }
    MachineFacts facts =
        new MachineFacts(
            said.memoryKib(), said.pci(), said.image(), now.truncatedTo(ChronoUnit.SECONDS));
    known.put(mac, facts);
    try {
      write(file(mac), facts);
    } catch (IOException e) {
      Log.warn("machine-facts-not-kept", "mac", mac, "reason", e);
    }
  }

  /** Whole or not at all; that it may be lost with the power is no harm. */
  private void write(Path file, MachineFacts facts) throws IOException {
    Path fresh = folder.resolve("." + file.getFileName());
    try {
      Files.writeString(fresh, facts.format());
    } catch (NoSuchFileException e) {
      Files.createDirectories(folder);
      Files.writeString(fresh, facts.format());
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path file(MacAddress mac) {
    return folder.resolve(mac.dashed());
  }
}
