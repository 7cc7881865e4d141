package org.wwj.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.wwj.config.ConfigException;
import org.wwj.registry.NodesEdit.Kind;

/** A process that writes nodes.conf, for {@link NodesStoreIT}. It prints what was accepted. */
public final class StoreWriter {
  private StoreWriter() {}

  /**
   * {@code loop FILE NAME}, {@code threads FILE NAME COUNT}, {@code hold FILE} or {@code refused
   * FILE}.
   */
  public static void main(String[] args) throws Exception {
    Path file = Path.of(args[1]);
    switch (args[0]) {
      case "loop" -> {
        for (int i = 0; true; i++) {
          addAndTell(file, args[2] + "-" + i);
        }
      }
      case "threads" -> threads(file, args[2], Integer.parseInt(args[3]));
      case "hold" -> hold(file);
      default -> refused(file);
    }
  }

  static void add(Path file, String node) {
    NodesEdit edit = new NodesEdit();
    edit.add(Kind.NODE, node, new TreeMap<>());
    new NodesStore(file, Duration.ofSeconds(60)).update(text -> edit.apply(file, text));
  }

  private static void addAndTell(Path file, String node) {
    add(file, node);
    synchronized (StoreWriter.class) {
      System.out.println(node);
      System.out.flush();
    }
  }

  private static void threads(Path file, String name, int count) throws InterruptedException {
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String node = name + "-" + i;
      threads.add(
          Thread.startVirtualThread(() -> {
            try {
              start.await();
              addAndTell(file, node);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }));
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void hold(Path file) {
    new NodesStore(file)
        .update(text -> {
          System.out.println("held");
          try {
            System.in.read();
          } catch (IOException e) {
            throw new ConfigException("no input", e);
          }
          return text;
        });
  }

  /** Tries a change that must fail, and prints the message, and what is in the folder. */
  private static void refused(Path file) throws IOException {
    String before = Files.readString(file);
    try {
      new NodesStore(file).update(text -> text + "# more\n".repeat(400));
      System.out.println("accepted");
    } catch (ConfigException e) {
      System.out.println(e.getMessage());
    }
    System.out.println(Files.readString(file).equals(before) ? "unchanged" : "changed");
    try (Stream<Path> files = Files.list(file.getParent())) {
      files.map(Path::getFileName).sorted().forEach(System.out::println);
    }
  }
}
