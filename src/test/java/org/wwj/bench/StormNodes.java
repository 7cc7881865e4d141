package org.wwj.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.wwj.net.MacAddress;

/**
 * A storm of machines in a network namespace that has all their addresses. Arguments: how many,
 * {@code wwj} or {@code reference}, the server's address. Prints how many are ready, milliseconds
 * until half, 99 of 100 and all of them were, how many needed another try, tries in all, the mean
 * seconds that they were told to wait, and after those, on a line each, what was tried again and
 * how often.
 */
public final class StormNodes {
  private static final int SKEW_MILLIS = 2000;
  private static final long LIMIT_MILLIS = 240_000;

  private StormNodes() {}

  /** The hardware address of a machine by number. */
  static MacAddress mac(int number) {
    return new MacAddress(0x525400010000L + number);
  }

  /** The address of a machine by number. */
  static String address(int number) {
    return "10.0." + (1 + number / 250) + "." + (1 + number % 250);
  }

  /** Runs the storm. */
  public static void main(String[] args) throws IOException {
    int count = Integer.parseInt(args[0]);
    InetAddress server = InetAddress.getByName(args[2]);
    StormLoop loop = new StormLoop();
    List<StormNode> nodes = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < count; i++) {
      StormNode node =
          new StormNode(
              loop, mac(i), InetAddress.getByName(address(i)), server, args[1].equals("wwj"));
      nodes.add(node);
      loop.after(random.nextInt(SKEW_MILLIS), node::powerOn);
    }
    loop.run(() -> nodes.stream().allMatch(node -> node.readyMillis() >= 0), LIMIT_MILLIS);
    long[] times =
        nodes.stream().mapToLong(StormNode::readyMillis).filter(t -> t >= 0).sorted().toArray();
    if (times.length == 0) {
      throw new IllegalStateException("no machine became ready");
    }
    Map<String, Integer> again = new TreeMap<>();
    nodes.forEach(
        node -> node.again().forEach((what, tries) -> again.merge(what, tries, Integer::sum)));
    System.out.printf(
        Locale.ROOT,
        "%d %d %d %d %d %d %.1f%n",
        times.length,
        times[times.length / 2],
        times[Math.min(times.length - 1, times.length * 99 / 100)],
        times[times.length - 1],
        nodes.stream().filter(node -> !node.again().isEmpty()).count(),
        again.values().stream().mapToInt(Integer::intValue).sum(),
        nodes.stream().mapToLong(StormNode::waited).average().orElse(0));
    again.forEach((what, tries) -> System.out.println(tries + " " + what));
  }
}
