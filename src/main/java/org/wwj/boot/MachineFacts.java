package org.wwj.boot;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is known of one machine from what it said itself, in its boots and since.
 *
 * <pre>
 *  memory 524160
 *  pci 8086:1539
 *  image rocky-10@20261123T051400Z-1f2e3d4c
 *  seen 2026-11-23T05:20:00Z
 * </pre>
 *
 * @param memoryKib RAM in KiB that its firmware leaves to the kernel, 0 when unknown
 * @param pci vendor and device of its network cards in hex, such as {@code 8086:1539}
 * @param image generation that it last said to run, {@code NAME@GENERATION}, empty when unknown
 * @param seen when it said so, to the second
 */
public record MachineFacts(long memoryKib, List<String> pci, String image, Instant seen) {
  /** More network cards no machine has; what it says comes from the network. */
  static final int MAX_CARDS = 64;

  private static final long MAX_KIB = 1L << 40;
  private static final int MAX_TEXT = 4096;
  private static final Pattern CARD = Pattern.compile("[0-9a-f]{4}:[0-9a-f]{4}");
  private static final Pattern IMAGE =
      Pattern.compile("[\\w\\-.:]{1,200}@[A-Za-z0-9][\\w.\\-]{0,79}");
  private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,12}");

  /** Nothing is known yet. */
  public static final MachineFacts NONE = new MachineFacts(0, List.of(), "", Instant.EPOCH);

  /** Facts that can be told from nonsense. */
  public MachineFacts {
    pci = List.copyOf(pci);
    if (memoryKib < 0
        || memoryKib > MAX_KIB
        || pci.size() > MAX_CARDS
        || !pci.stream().allMatch(CARD.asMatchPredicate())
        || !(image.isEmpty() || IMAGE.matcher(image).matches())) {
      throw new IllegalArgumentException("no facts of a machine: " + memoryKib + pci + image);
    }
  }

  /** KiB of RAM as a machine wrote it, 0 when that is no such number. */
  public static long memory(String text) {
    long kib = NUMBER.matcher(text).matches() ? Long.parseLong(text) : 0;
    return kib <= MAX_KIB ? kib : 0;
  }

  /** Cards as a machine wrote them, in any case, with commas; what is none is left out. */
  public static List<String> cards(String text) {
    LinkedHashSet<String> cards = new LinkedHashSet<>();
    for (String word : text.toLowerCase(Locale.ROOT).split(",", MAX_CARDS + 1)) {
      if (CARD.matcher(word).matches() && cards.size() < MAX_CARDS) {
        cards.add(word);
      }
    }
    return List.copyOf(cards);
  }

  /** The image as a machine wrote it, empty when that is none. */
  public static String image(String text) {
    return IMAGE.matcher(text).matches() ? text : "";
  }

  /** These facts, with what the other says where it says anything. */
  MachineFacts with(MachineFacts news) {
    return new MachineFacts(
        news.memoryKib > 0 ? news.memoryKib : memoryKib,
        news.pci.isEmpty() ? pci : news.pci,
        news.image.isEmpty() ? image : news.image,
        news.seen.isAfter(seen) ? news.seen : seen);
  }

  /** The same with one more card, which the machine boots from. */
  MachineFacts withCard(String card) {
    if (pci.contains(card) || pci.size() == MAX_CARDS) {
      return this;
    }
    List<String> cards = new ArrayList<>(pci);
    cards.add(card);
    return new MachineFacts(memoryKib, cards, image, seen);
  }

  /** Whether both say the same, whenever they were said. */
  boolean sayTheSame(MachineFacts other) {
    return memoryKib == other.memoryKib && pci.equals(other.pci) && image.equals(other.image);
  }

  /** The lines of its file. */
  String format() {
    StringBuilder text = new StringBuilder(200);
    if (memoryKib > 0) {
      text.append("memory ").append(memoryKib).append('\n');
    }
    pci.forEach(card -> text.append("pci ").append(card).append('\n'));
    if (!image.isEmpty()) {
      text.append("image ").append(image).append('\n');
    }
    return text.append("seen ").append(seen).append('\n').toString();
  }

  /** What a file says, empty when it is not what {@link #format} writes. */
  static Optional<MachineFacts> parse(String text) {
    if (text.length() > MAX_TEXT || !text.endsWith("\n")) {
      return Optional.empty();
    }
    long memory = 0;
    List<String> pci = new ArrayList<>();
    String image = "";
    Instant seen = Instant.EPOCH;
    try {
      for (String line : text.split("\n")) {
        String[] words = line.split(" ", 2);
        String value = words.length == 2 ? words[1] : "";
        switch (words[0]) {
          case "memory" -> memory = memory(value);
          case "pci" -> pci.add(value);
          case "image" -> image = value;
          case "seen" -> seen = Instant.parse(value);
          default -> {
            return Optional.empty();
          }
        }
      }
      MachineFacts facts = new MachineFacts(memory, pci, image, seen);
      return facts.format().equals(text) ? Optional.of(facts) : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.empty(); // damaged; the machine's next word makes it anew
    }
  }
}
