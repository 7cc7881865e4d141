package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Request;
import org.wwj.delivery.Transfer;

/** Whole requests in, whole answers out. */
class ConversationTest {
  private static final String HELLO =
      "HTTP/1.1 200 OK\r\n"
          + Wire.DATE
          + "Content-Type: text/plain\r\n"
          + "Content-Length: 10\r\n"
          + "Accept-Ranges: bytes\r\n"
          + "ETag: \"e1\"\r\n"
          + "Cache-Control: private, no-cache\r\n\r\n";
  private static final String BODY = "0123456789";

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();
  private final List<Request> asked = new ArrayList<>();
  private final CompletableFuture<Answer> later = new CompletableFuture<>();
  private Wire wire = newWire();

  private final Transfer.Listener listener =
      new Transfer.Listener() {
        @Override
        public void sent(long bytes) {
          told.add("sent " + bytes);
        }

        @Override
        public void ended(Transfer.End end) {
          told.add(end.toString());
        }
      };

  private Wire newWire() {
    return new Wire(r ->
        switch (r.path()) {
          case "/later" -> later;
          case "/throws" -> throw new IllegalStateException("boom");
          case "/fails" -> CompletableFuture.failedFuture(new IOException("boom"));
          default -> CompletableFuture.completedFuture(answer(r));
        });
  }

  @AfterEach
  void closeWire() {
    wire.close();
    wire.files.closeUnused(); // they may have been asked for since then
    wire.files.closeUnused();
    assertThat(wire.files.size()).as("files left open").isZero();
  }

  private Answer answer(Request request) {
    asked.add(request);
    return switch (request.path()) {
      case "/hello" -> bytes(BODY, false);
      case "/chunk" -> bytes(BODY, true);
      case "/empty" -> bytes("", false);
      case "/big" -> bytes("x".repeat(200_000), false);
      case "/paced" -> new Answer.Bytes(new byte[200_000], "x/y", "e1", false, listener, 100_000);
      case "/file" -> file("image", 0, 10);
      case "/slice" -> file("image", 2, 4);
      case "/long" -> file("long", 0, 5_000_000);
      case "/short" -> file("image", 0, 11);
      case "/gone" -> file("nothing", 0, 1);
      case "/folder" -> file(".", 0, 1);
      case "/busy" ->
          new Answer.Refusal(Answer.Reason.BUSY, "too many\nboots", Duration.ofSeconds(7));
      case "/boot.efi" -> new Answer.Bytes(new byte[3], "application/efi", "efi", false, listener);
      default -> new Answer.Refusal(Answer.Reason.NOT_FOUND, "no such thing", null);
    };
  }

  private Answer bytes(String text, boolean immutable) {
    byte[] content = text.getBytes(StandardCharsets.ISO_8859_1);
    return new Answer.Bytes(content, "text/plain", "e1", immutable, listener);
  }

  private Answer file(String name, long offset, long size) {
    Path path = folder.resolve(name);
    return new Answer.FileSlice(path, offset, size, "application/x", "f1", true, listener);
  }

  private void writeFile(String name, int size) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < size) {
      text.append(BODY);
    }
    Path path = folder.resolve(name);
    Files.writeString(path, text.substring(0, size));
    Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2026-11-01T00:00:00.5Z")));
  }

  /** A refusal, whose words stand in the first line too. */
  private static String note(int status, String extra, String text) {
    return note(status, text, extra, text);
  }

  private static String note(int status, String phrase, String extra, String text) {
    return "HTTP/1.1 "
        + status
        + " "
        + phrase
        + "\r\n"
        + Wire.DATE
        + extra
        + "Content-Type: text/plain; charset=utf-8\r\n"
        + "Content-Length: "
        + (text.length() + 1)
        + "\r\nCache-Control: no-store\r\n\r\n"
        + text
        + "\n";
  }

  @Test
  void answersGetWithFewHeaders() {
    assertThat(wire.request("GET /hello HTTP/1.1", "Host: sms")).isEqualTo(HELLO + BODY);
    assertThat(told).containsExactly("sent 10", "COMPLETE");
    assertThat(wire.counters.snapshot())
        .containsEntry("http.requests", 1L)
        .containsEntry("http.2xx", 1L)
        .containsEntry("http.bytes", 10L);
  }

  @Test
  void keepsTheConnectionBetweenHeadAndGet() {
    assertThat(wire.request("HEAD //hello HTTP/1.1", "Host: sms")).isEqualTo(HELLO);
    assertThat(wire.channel.isOpen()).isTrue();
    assertThat(wire.request("GET //hello HTTP/1.1", "Host: sms")).isEqualTo(HELLO + BODY);
    assertThat(wire.channel.isOpen()).isTrue();
    assertThat(told).containsExactly("COMPLETE", "sent 10", "COMPLETE");
  }

  @Test
  void bytesInMemoryKeepToTheirPaceAsFilesDo() {
    wire.request("GET /paced HTTP/1.1");
    int hundredths = 0;
    while (!told.contains("COMPLETE") && hundredths < 1000) {
      wire.pass(Duration.ofMillis(10));
      wire.received();
      hundredths++;
    }
    assertThat(hundredths).as("2 s, less the first slice or the last").isBetween(160, 220);
    assertThat(wire.request("GET /big HTTP/1.1")).as("the next is free").endsWith("xxx");
    assertThat(told).last().isEqualTo("COMPLETE");
  }

  @Test
  void givesFirmwareTheMediaTypeOfTheArtifact() {
    assertThat(wire.request("HEAD /boot.efi HTTP/1.1"))
        .contains("\r\nContent-Type: application/efi\r\n", "\r\nContent-Length: 3\r\n");
  }

  @Test
  void neverChunksNorRepeatsTheLengthNorSendsEmptyHeaders() {
    for (String path : List.of("/hello", "/empty", "/big", "/nothing", "/busy")) {
      String head = wire.request("GET " + path + " HTTP/1.1").split("\r\n\r\n", 2)[0];
      assertThat(head).doesNotContain("Transfer-Encoding").containsOnlyOnce("Content-Length: ");
      assertThat(head.lines().skip(1)).allMatch(line -> line.matches("[A-Za-z-]+: \\S.*"));
    }
  }

  @Test
  void answersHttp10AndClosesUnlessAskedToKeep() {
    assertThat(wire.request("GET /hello HTTP/1.0", "Connection: keep-alive"))
        .isEqualTo(HELLO.replace("Content-Type", "Connection: keep-alive\r\nContent-Type") + BODY);
    assertThat(wire.channel.isOpen()).isTrue();
    assertThat(wire.request("GET /hello HTTP/1.0"))
        .isEqualTo(HELLO.replace("Content-Type", "Connection: close\r\nContent-Type") + BODY);
    assertThat(wire.channel.isOpen()).isFalse();
  }

  @Test
  void closesWhenAskedTo() {
    assertThat(wire.request("GET /hello HTTP/1.1", "Connection: close"))
        .contains("\r\nConnection: close\r\n")
        .endsWith(BODY);
    assertThat(wire.channel.isOpen()).isFalse();
  }

  @Test
  void answersPipelinedRequestsInOrder() {
    String answers =
        wire.send(
            "GET /later HTTP/1.1\r\n\r\nGET /a\\b HTTP/1.1\r\n\r\nGET /hello HTTP/1.1\r\n\r\n");
    assertThat(answers).isEmpty();
    later.complete(bytes("first", false));
    assertThat(wire.received())
        .isEqualTo(
            HELLO.replace("10\r\n", "5\r\n")
                + "first"
                + note(
                    400, "", "the path holds a broken escape, a control character or a backslash")
                + HELLO
                + BODY);
  }

  @Test
  void readsNoMoreFromAClientThatAsksFasterThanItIsAnswered() {
    wire.send("GET /later HTTP/1.1\r\n\r\n" + "GET /hello HTTP/1.1\r\n\r\n".repeat(50));
    assertThat(wire.channel.config().isAutoRead()).isFalse();
    later.complete(bytes("x", false));
    assertThat(wire.received()).contains(HELLO.repeat(1));
    assertThat(wire.counters.get("http.requests")).isEqualTo(51);
    assertThat(wire.channel.config().isAutoRead()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytes=2-4   | 2-4/10 | 234
          bytes=7-    | 7-9/10 | 789
          bytes=-2    | 8-9/10 | 89
          bytes=5-5,0-1 | 5-5/10 | 5
          """)
  void answersRanges(String range, String contentRange, String body) {
    assertThat(wire.request("GET /hello HTTP/1.1", "Range: " + range))
        .isEqualTo(
            HELLO
                    .replace("200 OK", "206 Partial Content")
                    .replace(
                        "Content-Length: 10\r\n",
                        "Content-Length: "
                            + body.length()
                            + "\r\nContent-Range: bytes "
                            + contentRange
                            + "\r\n")
                + body);
    assertThat(told).containsExactly("sent " + body.length(), "COMPLETE");
  }

  @Test
  void refusesARangeOutside() {
    assertThat(wire.request("GET /hello HTTP/1.1", "Range: bytes=10-"))
        .isEqualTo(
            note(
                416,
                "Requested Range Not Satisfiable",
                "Content-Range: bytes */10\r\n",
                "the range lies outside of the 10 bytes"));
    assertThat(told).containsExactly("COMPLETE");
    assertThat(wire.request("GET /hello HTTP/1.1")).endsWith(BODY);
  }

  @Test
  void ignoresARangeOfHead() {
    assertThat(wire.request("HEAD /hello HTTP/1.1", "Range: bytes=1-2")).isEqualTo(HELLO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          If-Match: "e1"                | 206
          If-Match: "x", "e1"           | 206
          If-Match: *                   | 206
          If-Match: "x"                 | 412
          If-Match: W/"e1"              | 412
          If-Match: e1                  | 412
          If-None-Match: "e1"           | 304
          If-None-Match: W/"e1"         | 304
          If-None-Match: "x","e1"       | 304
          If-None-Match: *              | 304
          If-None-Match: "x"            | 206
          If-Range: "e1"                | 206
          If-Range: "x"                 | 200
          If-Range: W/"e1"              | 200
          If-Range: Sun, 01 Nov 2026 00:00:00 GMT          | 200
          If-Unmodified-Since: Sun, 01 Nov 2020 00:00:00 GMT | 206
          """)
  void heedsConditionsOfBytes(String header, int status) {
    assertThat(wire.request("GET /hello HTTP/1.1", "Range: bytes=0-1", header))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          If-Unmodified-Since: Sun, 01 Nov 2026 00:00:00 GMT | 206
          If-Unmodified-Since: Sat, 31 Oct 2026 00:00:00 GMT | 412
          If-Unmodified-Since: yesterday                     | 206
          If-Modified-Since: Sun, 01 Nov 2026 00:00:00 GMT   | 304
          If-Modified-Since: Sat, 31 Oct 2026 00:00:00 GMT   | 206
          If-Range: Sun, 01 Nov 2026 00:00:00 GMT            | 206
          If-Range: Mon, 02 Nov 2026 00:00:00 GMT            | 200
          If-Range: "f1"                                     | 206
          """)
  void heedsDatesOfFiles(String header, int status) throws IOException {
    writeFile("image", 10);
    assertThat(wire.request("GET /file HTTP/1.1", "Range: bytes=0-1", header))
        .startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void answers304WithoutBodyAndKeepsTheConnection() {
    assertThat(wire.request("GET /chunk HTTP/1.1", "If-None-Match: \"e1\""))
        .isEqualTo(
            "HTTP/1.1 304 Not Modified\r\n"
                + Wire.DATE
                + "ETag: \"e1\"\r\n"
                + "Cache-Control: public, max-age=31536000, immutable\r\n\r\n");
    assertThat(told).containsExactly("COMPLETE");
    assertThat(wire.request("GET /hello HTTP/1.1")).isEqualTo(HELLO + BODY);
  }

  @Test
  void sendsASliceOfAFile() throws IOException {
    writeFile("image", 10);
    assertThat(wire.request("GET /slice HTTP/1.1", "Range: bytes=1-9"))
        .isEqualTo(
            "HTTP/1.1 206 Partial Content\r\n"
                + Wire.DATE
                + "Content-Type: application/x\r\n"
                + "Content-Length: 3\r\n"
                + "Content-Range: bytes 1-3/4\r\n"
                + "Accept-Ranges: bytes\r\n"
                + "ETag: \"f1\"\r\n"
                + "Last-Modified: Sun, 01 Nov 2026 00:00:00 GMT\r\n"
                + "Cache-Control: public, max-age=31536000, immutable\r\n\r\n"
                + "345");
    assertThat(told).containsExactly("sent 3", "COMPLETE");
  }

  @Test
  void sendsALongFileInSlicesTheFirstOneSmall() throws IOException {
    writeFile("long", 5_000_000);
    String answer = wire.request("GET /long HTTP/1.1");
    assertThat(answer.substring(answer.indexOf("\r\n\r\n") + 4)).isEqualTo(BODY.repeat(500_000));
    assertThat(told)
        .containsExactly("sent 65536", "sent 2097152", "sent 2097152", "sent 740160", "COMPLETE");
  }

  @Test
  void sendsLargeBytesInSmallSlices() {
    assertThat(wire.request("GET /big HTTP/1.1")).endsWith("\r\n\r\n" + "x".repeat(200_000));
    assertThat(told).hasSize(8).first().isEqualTo("sent 32768");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/throws", "/fails", "/gone", "/short", "/folder"})
  void answers500AndKeepsTheConnectionWhenTheCoreOrTheDiskFails(String path) throws IOException {
    writeFile("image", 10);
    assertThat(wire.request("GET " + path + " HTTP/1.1"))
        .isEqualTo(note(500, "", "the server failed on this request; its log says why"));
    assertThat(wire.counters.get("http.failed")).isEqualTo(1);
    assertThat(wire.request("GET /hello HTTP/1.1")).endsWith(BODY);
    assertThat(told).filteredOn("ABORTED"::equals).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void saysWhyAndWhenToComeBack() {
    assertThat(wire.request("GET /busy HTTP/1.1"))
        .isEqualTo(note(503, "Retry-After: 7\r\n", "too many boots"));
    assertThat(wire.request("GET /nothing HTTP/1.1")).isEqualTo(note(404, "", "no such thing"));
    assertThat(wire.request("HEAD /nothing HTTP/1.1"))
        .isEqualTo(note(404, "", "no such thing").replace("no such thing\n", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"})
  void answersOnlyGetAndHead(String method) {
    assertThat(wire.request(method + " /hello HTTP/1.1", "Content-Length: 0"))
        .isEqualTo(note(405, "Allow: GET, HEAD\r\n", "only GET and HEAD are answered"));
    assertThat(wire.request("GET /hello HTTP/1.1")).endsWith(BODY);
  }

  @ParameterizedTest
  @CsvSource({
    "GET,Content-Length: 5,413",
    "GET,Transfer-Encoding: chunked,413",
    "HEAD,Content-Length: 1,413",
    "POST,Content-Length: 5,405",
    "POST,Transfer-Encoding: chunked,405"
  })
  void takesNoBodyAndCloses(String method, String header, int status) {
    assertThat(wire.send(method + " /hello HTTP/1.1\r\n" + header + "\r\n\r\nabcde"))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nConnection: close\r\n");
    assertThat(wire.channel.isOpen()).isFalse();
    assertThat(asked).isEmpty();
  }

  @Test
  void neverTakesABodyForARequest() {
    String smuggled = "GET /hello HTTP/1.1\r\n\r\n";
    wire.send(
        "GET /hello HTTP/1.1\r\nContent-Length: " + smuggled.length() + "\r\n\r\n" + smuggled);
    assertThat(asked).isEmpty();
  }

  @Test
  void refusesLongLinesAndLongHeaders() {
    assertThat(wire.request("GET /" + "a".repeat(5000) + " HTTP/1.1")).startsWith("HTTP/1.1 414 ");
    assertThat(wire.channel.isOpen()).isFalse();
    wire.close();
    wire = newWire();
    assertThat(wire.request("GET / HTTP/1.1", "X: " + "a".repeat(17_000)))
        .startsWith("HTTP/1.1 431 ");
    assertThat(wire.channel.isOpen()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"'GARBAGE',400", "'GET /x HTTP/2.0',505", "'\u0016\u0003\u0001,\u0002',400"})
  void closesOnWhatIsNotHttp11(String line, int status) {
    assertThat(wire.request(line)).startsWith("HTTP/1.1 " + status + " ");
    assertThat(wire.channel.isOpen()).isFalse();
  }

  @Test
  void handsPathQueryAndPeerToTheCore() {
    wire.request("GET //a%20b//c?stage=ipxe HTTP/1.1");
    assertThat(asked)
        .singleElement()
        .satisfies(request -> {
          assertThat(request.path()).isEqualTo("/a b/c");
          assertThat(request.query()).containsOnly(java.util.Map.entry("stage", "ipxe"));
          assertThat(request.protocol()).isEqualTo(Request.Protocol.HTTP);
        });
  }

  @Test
  void closesAConnectionThatSendsNoCompleteRequestInTime() {
    wire.send("GET /hello HTTP/1.1\r\nX-A: 1\r\n");
    wire.pass(Duration.ofSeconds(20));
    wire.send("X-B: 2\r\n");
    assertThat(wire.channel.isOpen()).isTrue();
    wire.pass(Duration.ofSeconds(11));
    assertThat(wire.channel.isOpen()).isFalse();
    assertThat(wire.counters.get("http.timeouts.request")).isEqualTo(1);
  }

  @Test
  void givesEachRequestItsOwnTime() {
    for (int i = 0; i < 5; i++) {
      wire.pass(Duration.ofSeconds(25));
      assertThat(wire.request("GET /hello HTTP/1.1")).endsWith(BODY);
    }
    wire.pass(Duration.ofSeconds(31));
    assertThat(wire.channel.isOpen()).isFalse();
  }

  @Test
  void waitsForASlowCore() {
    wire.request("GET /later HTTP/1.1");
    wire.pass(Duration.ofMinutes(10));
    later.complete(bytes(BODY, false));
    assertThat(wire.received()).isEqualTo(HELLO + BODY);
  }

  @Test
  void tellsTheCoreOfAClientThatLeftBeforeTheAnswer() throws IOException {
    writeFile("image", 10);
    wire.request("GET /later HTTP/1.1");
    wire.channel.close();
    later.complete(file("image", 0, 10));
    wire.channel.runPendingTasks();
    assertThat(told).containsExactly("ABORTED");
  }

  @Test
  void turnsAwayConnectionsOverTheLimit() {
    wire.close();
    wire = new Wire(r -> later, 1, 1);
    assertThat(wire.received())
        .isEqualTo(
            note(
                503, "Connection: close\r\nRetry-After: 2\r\n", "too many connections; ask again"));
    assertThat(wire.channel.isOpen()).isFalse();
  }
}
