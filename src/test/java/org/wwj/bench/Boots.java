package org.wwj.bench;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.wwj.net.MacAddress;
import org.wwj.testnet.Vm;

/** Powers machines on, one at a time, and reads their consoles with a clock. */
final class Boots {
  /** The machine both peers know. */
  static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");

  private static final String NAME = "c1";
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Pattern FAILURE =
      Pattern.compile(
          "Kernel panic.*|STAGE1-FAIL.*|No bootable device|BdsDxe: No bootable|NODE-READY rc=[1-9].*");

  private final Path folder;

  /** Boots whose consoles lie in the folder, one below it for each peer. */
  Boots(Path folder) {
    this.folder = folder;
  }

  /** Boots a machine until it is ready, has failed or patience ends, and powers it off. */
  Boot boot(Peer peer, Vm.Firmware firmware, int memoryMib, Duration patience) {
    Path place = folder.resolve("console-" + peer.name());
    Command.run("mkdir", "-p", place.toString());
    Map<Milestone, Double> seconds = new EnumMap<>(Milestone.class);
    Vm vm = Vm.start(peer.net(), place, NAME, MAC, firmware, memoryMib);
    long powerOn = System.nanoTime();
    try (RandomAccessFile console =
        new RandomAccessFile(place.resolve(NAME + ".console").toFile(), "r")) {
      ProcessHandle emulator = emulator();
      StringBuilder unread = new StringBuilder();
      String failure = "";
      while (!seconds.containsKey(Milestone.READY) && failure.isEmpty()) {
        boolean alive = emulator.isAlive();
        Duration since = Duration.ofNanos(System.nanoTime() - powerOn);
        boolean news = take(console, unread);
        failure = news ? read(unread, peer.scriptLine(), since, seconds) : "";
        if (!news && !alive) {
          failure = "the machine switched itself off";
        } else if (failure.isEmpty() && since.compareTo(patience) > 0) {
          failure = "not ready in " + patience.toSeconds() + " s";
        }
        LockSupport.parkNanos(POLL);
      }
      Duration cpu = emulator.info().totalCpuDuration().orElse(Duration.ZERO);
      return new Boot(seconds, failure, cpu);
    } catch (IOException e) {
      throw new IllegalStateException("the console of " + NAME, e);
    } finally {
      vm.close();
    }
  }

  private static boolean take(RandomAccessFile console, StringBuilder unread) throws IOException {
    byte[] news = new byte[(int) (console.length() - console.getFilePointer())];
    console.readFully(news);
    unread.append(new String(news, StandardCharsets.ISO_8859_1));
    return news.length > 0;
  }

  /** Notes what has come, forgets whole lines, and returns the failure they tell of. */
  private static String read(
      StringBuilder unread, String script, Duration now, Map<Milestone, Double> seconds) {
    for (Milestone milestone : Milestone.values()) {
      if (unread.indexOf(milestone.text(script)) >= 0) {
        seconds.putIfAbsent(milestone, now.toMillis() / 1000.0);
      }
    }
    Matcher failed = FAILURE.matcher(unread);
    String failure = failed.find() ? failed.group().strip() : "";
    unread.delete(0, unread.lastIndexOf("\n") + 1);
    return failure;
  }

  private static ProcessHandle emulator() {
    // "ip netns exec" becomes the emulator, so it is a child of ours.
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (System.nanoTime() < deadline) {
      var found =
          ProcessHandle.current()
              .descendants()
              .filter(p -> p.info().command().orElse("").contains("qemu-system"))
              .findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      LockSupport.parkNanos(POLL);
    }
    throw new IllegalStateException("the emulator did not start; is qemu-system-x86 installed?");
  }
}
