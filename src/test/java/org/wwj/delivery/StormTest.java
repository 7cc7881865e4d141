package org.wwj.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.wwj.delivery.Storm.Limit;

class StormTest {
  private static final double GIB = 1L << 30;
  private static final double GBIT = 125e6;

  private static Storm storm(long nodes, double link, double client) {
    return Storm.of(nodes, GIB, link * GBIT, client * GBIT, 32);
  }

  @Test
  void aNodeAloneIsLimitedByItsOwnLink() {
    Storm one = storm(1, 10, 1);
    assertThat(one.limit()).isEqualTo(Limit.CLIENTS);
    assertThat(seconds(one.last())).isCloseTo(GIB / (GBIT * 0.94), within(0.01));
    assertThat(one.mean()).isEqualTo(one.last());
  }

  @Test
  void manyNodesAreLimitedByTheServersLink() {
    Storm thousand = storm(1000, 10, 10);
    assertThat(thousand.limit()).isEqualTo(Limit.LINK);
    assertThat(seconds(thousand.last())).isCloseTo(913.8, within(0.1));
  }

  @Test
  void whoIsHeldToAPaceTakesWhatThatTakes() {
    Storm free = storm(1000, 10, 10);
    Storm held = free.with(new Storm.Held(2, 3000, 2000));
    assertThat(held.limit()).isEqualTo(Limit.PACE);
    assertThat(seconds(held.last())).isEqualTo(2000);
    assertThat(seconds(held.mean()))
        .isCloseTo((998 * seconds(free.mean()) + 3000) / 1000, within(0.01));
    Storm quick = free.with(new Storm.Held(2, 30, 20));
    assertThat(quick.limit()).isEqualTo(Limit.LINK);
    assertThat(quick.last()).isEqualTo(free.last());
    assertThat(quick.mean()).as("they wait for their turn too").isEqualTo(free.mean());
    Storm racks = held.with(20, GBIT, false);
    assertThat(racks.limit()).as("no mirror sends at a pace").isEqualTo(Limit.PACE);
    assertThat(racks.sent()).isCloseTo(22 * GIB, within(1.0));
    Storm all = storm(1000, 10, 10).inPlaces(15).with(new Storm.Held(1000, 1000 * 859, 859));
    assertThat(all.limit()).isEqualTo(Limit.PLACES);
    assertThat(seconds(all.last())).isCloseTo(1000 * 859 / 15.0, within(1.0));
    assertThat(all.with(20, GBIT, false)).isEqualTo(all);
  }

  @Test
  void whereThereIsAPlaceForEachNodeTheMeanOneIsTheLast() {
    assertThat(storm(20, 10, 1).inPlaces(32).mean()).isEqualTo(storm(20, 10, 1).last());
  }

  /** What `./bench http` recorded last of its storm, over a link that nothing else limits. */
  @Test
  void theModelIsWithinATenthOfWhatWasMeasured() throws IOException {
    String document = Files.readString(Path.of("docs/benchmarks.md"));
    double[] storm =
        numbers(
            document, "A storm of ([\\d,]+) nodes, ([\\d.]+) MiB each, over ([\\d.]+) Gbit/s", 3);
    long nodes = (long) storm[0];
    double link = storm[2] * GBIT;
    Storm model = Storm.of(nodes, storm[1] * (1 << 20), link, link, 1);
    assertThat(Files.readString(Path.of("docs/storm.md")))
        .contains(
            String.format(
                Locale.ROOT,
                "%.2f s for the mean node and %.2f s for the last",
                seconds(model.mean()),
                seconds(model.last())));
    isAbout(model, row(document, "wwj, in turns"));
    Storm atOnce = model.inPlaces((int) nodes);
    isAbout(atOnce, row(document, "nginx, all at once"));
    isAbout(atOnce, row(document, "wwj, `transfers: 1000`: all at once"));
  }

  private static void isAbout(Storm model, double[] meanAndLast) {
    assertThat(seconds(model.mean())).isCloseTo(meanAndLast[0], withinPercentage(10));
    assertThat(seconds(model.last())).isCloseTo(meanAndLast[1], withinPercentage(10));
  }

  /**
   * A processor is reckoned with the CPU seconds per GiB that a storm in turns was recorded to
   * cost.
   */
  @Test
  void aProcessorSendsWhatWasMeasured() throws IOException {
    String document = Files.readString(Path.of("docs/benchmarks.md"));
    assertThat(GIB / Storm.PROCESSOR)
        .isCloseTo(row(document, "wwj, in turns")[2], withinPercentage(33));
    assertThat(Files.readString(Path.of("docs/storm.md")))
        .contains(String.format(Locale.ROOT, "about %.0f GiB in a second", Storm.PROCESSOR / GIB));
  }

  /** Mean and last in seconds, and CPU seconds per GiB. */
  private static double[] row(String document, String way) {
    String number = " \\| ([\\d.]+)";
    String bold = " \\| [*\\d.]+";
    return numbers(
        document, "\\| " + Pattern.quote(way) + number + number + bold + bold + number, 3);
  }

  private static double[] numbers(String document, String pattern, int count) {
    Matcher matcher = Pattern.compile(pattern).matcher(document);
    assertThat(matcher.find()).as(pattern).isTrue();
    return IntStream.rangeClosed(1, count)
        .mapToDouble(i -> Double.parseDouble(matcher.group(i).replace(",", "")))
        .toArray();
  }

  @Test
  void fewAtATimeTakeNoMoreThanTheirLinksCarry() {
    Storm four = storm(1000, 10, 1).inPlaces(4);
    assertThat(four.limit()).isEqualTo(Limit.PLACES);
    assertThat(seconds(four.last())).isCloseTo(250 * GIB / (GBIT * 0.94), within(0.01));
    assertThat(seconds(four.mean()) / seconds(four.last())).isCloseTo(0.502, within(0.001));
    assertThat(storm(1000, 10, 1).inPlaces(10).limit()).isEqualTo(Limit.LINK);
    assertThat(storm(1000, 10, 1).inPlaces(10).last()).isEqualTo(storm(1000, 10, 1).last());
    assertThat(storm(4, 10, 1).inPlaces(4).limit()).as("nobody waits").isEqualTo(Limit.CLIENTS);
  }

  @Test
  void nodesBehindMirrorsTakeNoPlaces() {
    Storm racks = storm(1000, 10, 1).inPlaces(4).with(20, 10 * GBIT, true);
    assertThat(racks.last()).isEqualTo(storm(1000, 10, 1).with(20, 10 * GBIT, true).last());
    Storm some = storm(1000, 10, 1).inPlaces(4).with(100, GIB, racks.racks());
    assertThat(some.limit()).isEqualTo(Limit.PLACES);
    assertThat(seconds(some.last())).isCloseTo(25 * GIB / (GBIT * 0.94), within(0.01));
  }

  @Test
  void fewProcessorsLimitAFastLink() {
    Storm two = Storm.of(1000, GIB, 400 * GBIT, 25 * GBIT, 2);
    assertThat(two.limit()).isEqualTo(Limit.PROCESSOR);
    assertThat(seconds(two.last())).isCloseTo(100, within(0.1));
  }

  @Test
  void mirrorsTakeTheLoadOffTheServer() {
    Storm racks = storm(10_000, 10, 1).with(200, 10 * GBIT, true);
    assertThat(racks.limit()).isEqualTo(Limit.LINK);
    assertThat(racks.sent()).isEqualTo(200 * GIB);
    assertThat(racks.last()).isLessThan(storm(10_000, 10, 1).last().dividedBy(40));
    assertThat(storm(10_000, 100, 25).with(100, 10 * GBIT, true).limit()).isEqualTo(Limit.MIRRORS);
    assertThat(storm(100, 100, 1).with(50, 10 * GBIT, true).limit()).isEqualTo(Limit.CLIENTS);
  }

  @Test
  void smallFilesLeaveTheServerForEachNodeWhoeverSendsTheImage() {
    Storm racks = storm(1000, 10, 1).besides(0.1 * GIB).with(20, 10 * GBIT, true);
    assertThat(racks.sent()).isCloseTo(120 * GIB, within(1.0));
    assertThat(racks.bytes()).isCloseTo(1.1 * GIB, within(1.0));
    assertThat(racks.limit()).isEqualTo(Limit.LINK);
    assertThat(seconds(racks.last())).isCloseTo(120 * GIB / (10 * GBIT * 0.94), within(0.01));
  }

  @Test
  void theSlowestMirrorIsTheLimitAndItsNodesHaveTheirImageAtItsEnd() {
    Storm.Rack slow = new Storm.Rack("http://10.1.0.2", 40, GIB, GIB, GBIT, false);
    Storm.Rack fast = new Storm.Rack("http://10.2.0.2", 40, GIB, GIB, 10 * GBIT, true);
    Storm storm = storm(90, 100, 1).with(10, GIB, List.of(fast, slow));
    assertThat(storm.limit()).isEqualTo(Limit.MIRRORS);
    assertThat(storm.slowest()).contains(slow);
    assertThat(storm.sent()).isCloseTo(12 * GIB, within(1.0));
    double one = GIB / (GBIT * 0.94);
    assertThat(seconds(storm.last())).isCloseTo(40 * one, within(0.01));
    // 40 at the slow one's end, 40 as soon as the fast one has sent 4 times what a node takes, 10
    // at their own links' end.
    assertThat(seconds(storm.mean())).isCloseTo((40 * 40 + 40 * 4 + 10) * one / 90, within(0.01));
  }

  @Test
  void nodesWithoutAMirrorAreLeftToTheServer() {
    Storm.Rack rack = new Storm.Rack("http://10.1.0.2", 500, GIB, GIB, 100 * GBIT, false);
    Storm storm = storm(1000, 10, 10).with(500, GIB, List.of(rack));
    assertThat(storm.limit()).isEqualTo(Limit.LINK);
    assertThat(storm.sent()).isCloseTo(501 * GIB, within(1.0));
    assertThat(storm.mean()).isLessThan(storm(1000, 10, 10).mean().dividedBy(2));
  }

  /** The document's figures are the model's. */
  @Test
  void theDocumentSaysWhatTheModelSays() throws IOException {
    String document = Files.readString(Path.of("docs/storm.md"));
    for (long nodes : new long[] {1000, 10_000, 100_000}) {
      for (int link : new int[] {10, 25, 100}) {
        Storm alone = storm(nodes, link, 10);
        Storm racks = alone.with((int) (nodes / 50), 25 * GBIT, false);
        String row =
            String.format(
                Locale.ROOT,
                "| %d | %d Gbit/s | %s | %s | %s | %s |",
                nodes,
                link,
                words(alone.last()),
                words(alone.mean()),
                words(racks.last()),
                racks.limit().name().toLowerCase(Locale.ROOT));
        assertThat(document).contains(row);
      }
    }
  }

  private static String words(Duration time) {
    double s = seconds(time);
    return s < 600
        ? String.format(Locale.ROOT, "%.0f s", s)
        : s < 36_000
            ? String.format(Locale.ROOT, "%.0f min", s / 60)
            : String.format(Locale.ROOT, "%.0f h", s / 3600);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }
}
