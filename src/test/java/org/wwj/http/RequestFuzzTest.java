package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Request;
import org.wwj.delivery.Transfer;

/** Broken, hostile and odd requests: each has its answer, none gets out of the served names. */
class RequestFuzzTest {
  private static final List<String> TARGETS =
      List.of(
          "/ipxe/52-54-00-12-34-56?assetkey=&uuid=4c4c4544-0042-3510&stage=ipxe&compress=gz",
          "//grub.efi",
          "/chunk/sha256/0123456789abcdef",
          "/a%20b/../%2e%2e/etc/passwd",
          "http://10.0.0.1:9873/kernel?x=%41+b",
          "/..%5c..%00");
  private static final List<String> RANGES =
      List.of("bytes=0-499", "bytes=500-", "bytes=-7", "bytes=1-2,5-6, -3", "bytes=9-1");
  private static final List<String> TAGS =
      List.of("\"e1\"", "W/\"e1\", \"x\"", "*", "Sun, 01 Nov 2026 00:00:00 GMT", "\"a\",,\"e1\"");
  private static final String SPICE = "%/.\\\"\r\n\0-=,?&+:; 0129WaZ\u007f\u0080\u00ff*#";

  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.1 (200|206|304|400|404|405|412|413|414|416|431|505) ");

  private final Random random = new Random(20261123);

  private String mutate(String text) {
    StringBuilder mutant = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(mutant.length() + 1);
      switch (random.nextInt(5)) {
        case 0 -> mutant.insert(at, spice());
        case 1 -> mutant.setLength(at);
        case 2 -> mutant.insert(at, mutant.substring(random.nextInt(at + 1), at));
        case 3 -> mutant.delete(at, Math.min(mutant.length(), at + 1 + random.nextInt(8)));
        default -> {
          if (at < mutant.length()) {
            mutant.setCharAt(at, spice());
          }
        }
      }
      if (mutant.length() > 9000) {
        mutant.setLength(9000);
      }
    }
    return mutant.toString();
  }

  private char spice() {
    return random.nextInt(4) == 0
        ? (char) random.nextInt(256)
        : SPICE.charAt(random.nextInt(SPICE.length()));
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  @Test
  void keepsPathsInsideAndRangesWithinForAMillionMutants() {
    int named = 0;
    int parts = 0;
    for (int i = 0; i < 1_000_000; i++) {
      if (Target.parse(mutate(any(TARGETS))) instanceof Target.Named target) {
        named++;
        check(target.path());
      }
      long size = random.nextInt(1000);
      Conditions conditions =
          new Conditions(
              mutate(any(RANGES)),
              random.nextInt(8) == 0 ? mutate(any(TAGS)) : null,
              random.nextInt(8) == 0 ? mutate(any(TAGS)) : null,
              random.nextInt(8) == 0 ? mutate(any(TAGS)) : null,
              random.nextInt(8) == 0 ? mutate(any(TAGS)) : null,
              random.nextInt(8) == 0 ? mutate(any(TAGS)) : null);
      if (conditions.select(false, size, "e1", Wire.NOW, Wire.NOW) instanceof Selection.Part part) {
        parts++;
        if (part.first() < 0 || part.length() < 1 || part.first() + part.length() > size) {
          throw new AssertionError(conditions + " of " + size + " gives " + part);
        }
      }
    }
    assertThat(named).as("mutants that still name something").isGreaterThan(100_000);
    assertThat(parts).as("mutants that still select a part").isGreaterThan(40_000);
  }

  private static void check(String path) {
    boolean inside =
        path.startsWith("/")
            && !path.contains("//")
            && !(path + "/").contains("/../")
            && !(path + "/").contains("/./")
            && path.indexOf('\\') < 0
            && path.chars().noneMatch(Character::isISOControl);
    if (!inside) {
      throw new AssertionError("not normal: " + path);
    }
  }

  private Answer answer(Request request) {
    check(request.path());
    byte[] content = "0123456789".getBytes(StandardCharsets.ISO_8859_1);
    return request.path().length() % 2 == 0
        ? new Answer.Bytes(content, "text/plain", "e1", false, Transfer.Listener.NONE)
        : new Answer.Refusal(Answer.Reason.NOT_FOUND, "no " + request.path(), null);
  }

  @Test
  void answersEveryMutantOfAWholeRequestOrCloses() {
    Wire wire = null;
    int answered = 0;
    for (int i = 0; i < 10_000; i++) {
      if (wire == null) {
        wire = new Wire(r -> CompletableFuture.completedFuture(answer(r)));
      }
      String request =
          "GET "
              + any(TARGETS)
              + " HTTP/1.1\r\nHost: sms\r\nRange: "
              + any(RANGES)
              + "\r\nIf-Match: "
              + any(TAGS)
              + "\r\nIf-Unmodified-Since: "
              + any(TAGS)
              + (random.nextInt(8) == 0 ? "\r\nContent-Length: 3" : "")
              + "\r\n\r\n";
      String answer = wire.send(mutate(request));
      if (!answer.isEmpty()) {
        answered++;
        if (!STATUS.matcher(answer).lookingAt()) {
          throw new AssertionError(request + " gives " + answer);
        }
      }
      wire.channel.checkException();
      if (wire.counters.get("http.defects") + wire.counters.get("http.failed") > 0) {
        throw new AssertionError("defect on: " + request);
      }
      if (!wire.channel.isOpen() || i % 100 == 0) {
        wire.close();
        wire = null;
      }
    }
    if (wire != null) {
      wire.close();
    }
    assertThat(answered).isGreaterThan(5_000);
  }
}
