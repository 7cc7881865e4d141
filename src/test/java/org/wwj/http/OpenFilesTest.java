package org.wwj.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFilesTest {
  @TempDir Path folder;
  private final OpenFiles files = new OpenFiles(4); // what is longer has a descriptor too

  @AfterEach
  void close() throws IOException {
    files.close();
    assertThat(Descriptors.in(folder)).isEmpty();
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  @Test
  void keepsAFileOpenForTheNextAsker() throws IOException {
    Path path = write("image", "longer");
    OpenFile first = files.acquire(path);
    first.release();
    assertThat(Descriptors.in(folder)).as("a channel and a descriptor").hasSize(2);
    OpenFile second = files.acquire(path);
    assertThat(second).isSameAs(first);
    second.release();
  }

  @Test
  void closesWhatNobodyAskedForBetweenTwoLooks() throws IOException {
    Path path = write("image", "longer");
    files.acquire(path).release();
    files.closeUnused();
    assertThat(files.size()).as("asked for since the look before").isOne();
    files.acquire(path).release();
    files.closeUnused();
    assertThat(files.size()).as("asked for again").isOne();
    files.closeUnused();
    assertThat(files.size()).isZero();
    assertThat(Descriptors.in(folder)).isEmpty();
  }

  @Test
  void neverClosesWhatIsBeingSent() throws IOException {
    OpenFile sent = files.acquire(write("image", "abc"));
    files.closeUnused();
    files.closeUnused();
    assertThat(files.size()).isOne();
    files.close();
    assertThat(Descriptors.in(folder)).as("the server has closed, a transfer has not").hasSize(1);
    sent.retain();
    sent.release();
    sent.release();
    assertThat(Descriptors.in(folder)).isEmpty();
    assertThatThrownBy(sent::retain).hasMessage("the file is closed");
    assertThatThrownBy(sent::retain).as("still").hasMessage("the file is closed");
  }

  @Test
  void takesAFileThatWasReplacedForAnother() throws IOException {
    Path path = write("image", "before");
    OpenFile before = files.acquire(path);
    before.release();
    Files.move(write("new", "behind"), path, StandardCopyOption.REPLACE_EXISTING);
    OpenFile after = files.acquire(path);
    assertThat(after).isNotSameAs(before);
    after.release();
    assertThat(files.size()).as("the one before is not forgotten").isEqualTo(2);
  }

  @Test
  void keepsFewOpenForNobody() throws IOException {
    OpenFile sent = files.acquire(write("image", "abc"));
    for (int i = 0; i < 200; i++) {
      files.acquire(write("chunk" + i, "abc")).release();
    }
    assertThat(Descriptors.in(folder)).hasSizeLessThan(70).contains(folder.resolve("image"));
    sent.release();
  }

  @Test
  void namesWhatIsNoFile() {
    assertThatThrownBy(() -> files.acquire(folder)).hasMessageEndingWith("is not a regular file");
  }
}
