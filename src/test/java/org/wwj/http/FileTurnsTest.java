package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Turns of real files into a pipe, which takes little of them. */
@Timeout(60)
class FileTurnsTest {
  private static final int START = 1000;
  private static final int PIPE = 64 << 10;
  private static final int SIZE = 6 << 20;
  private static final WritableByteChannel NOWHERE =
      Channels.newChannel(java.io.OutputStream.nullOutputStream());

  @TempDir Path folder;
  private final OpenFiles files = new OpenFiles(4);
  private final List<Integer> moved = new ArrayList<>();
  private final List<String> corks = new ArrayList<>();
  private FileDescriptor[] pipe;

  @BeforeEach
  void open() throws IOException {
    assumeTrue(Epoll.isAvailable(), "epoll's native library does not load here");
    pipe = FileDescriptor.pipe();
    Files.write(folder.resolve("image"), new byte[SIZE]);
  }

  @AfterEach
  void close() throws IOException {
    if (pipe != null) {
      pipe[0].close();
      pipe[1].close();
    }
    files.close();
    assertThat(Descriptors.in(folder)).isEmpty();
  }

  private FileTurns turns(long length) throws IOException {
    return new FileTurns(
        files.acquire(folder.resolve("image")),
        pipe[1].intValue(),
        "",
        0,
        length,
        START,
        2 << 20,
        moved::add,
        on -> corks.add((on ? "on after " : "off after ") + moved.size()));
  }

  private void drain() throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(PIPE);
    int left = PIPE;
    while (left > 0) {
      int n = pipe[0].read(buffer, 0, PIPE);
      left = n <= 0 ? 0 : left - n;
    }
  }

  @Test
  void isCorkedByItsSecondTurnUntilAllHasLeft() throws IOException {
    FileTurns turns = turns(SIZE);
    assertThat(turns.transferTo(NOWHERE, 0)).as("asks for the next turn").isZero();
    assertThat(moved).containsExactly(START);
    assertThat(corks).isEmpty();
    drain();
    turns.transferTo(NOWHERE, 0);
    assertThat(corks).containsExactly("on after 1");
    long last = 0;
    while (last == 0) {
      drain();
      last = turns.transferTo(NOWHERE, 0);
    }
    assertThat(corks).containsExactly("on after 1", "off after " + moved.size());
    assertThat(turns.transferred()).isEqualTo(SIZE);
    turns.release();
  }

  @Test
  void whatLeavesInOneTurnIsNotCorked() throws IOException {
    FileTurns turns = turns(START);
    assertThat(turns.transferTo(NOWHERE, 0)).isEqualTo(START);
    assertThat(corks).isEmpty();
    turns.release();
  }

  @Test
  void whoIsAheadLetsEachSecondTurnPass() throws IOException {
    FileTurns other = turns(SIZE);
    FileTurns ahead = turns(SIZE);
    while (ahead.transferred() < 5 << 19) { // half a turn's worth and more before the average
      ahead.transferTo(NOWHERE, 0);
      drain();
    }
    List<Boolean> moves = new ArrayList<>();
    for (int turn = 0; turn < 6; turn++) {
      int before = moved.size();
      ahead.transferTo(NOWHERE, 0);
      moves.add(moved.size() > before);
      drain();
    }
    assertThat(moves.subList(1, 6)).isEqualTo(alternating(moves.get(1)));
    ahead.release();
    other.release();
  }

  private static List<Boolean> alternating(boolean first) {
    return Stream.iterate(first, last -> !last).limit(5).toList();
  }

  @Test
  void lastTurnsAreSmallerAmongManyOnly() {
    int most = 2 << 20;
    long length = 16 << 20;
    assertThat(FileTurns.worth(0, length, START, most, true)).isEqualTo(START);
    assertThat(FileTurns.worth(START, length, START, most, true)).isEqualTo(most);
    assertThat(FileTurns.worth(length - (3 << 20), length, START, most, true)).isEqualTo(1 << 20);
    assertThat(FileTurns.worth(length - (2 << 20), length, START, most, true)).isEqualTo(512 << 10);
    assertThat(FileTurns.worth(length - (2 << 20), length, START, most, false)).isEqualTo(most);
  }
}
