package org.wwj.tftp;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Request;
import org.wwj.delivery.Transfer;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/** A TFTP server that serves the files named {@code *.efi} of one folder, for system tests. */
final class TftpServerMain {
  private TftpServerMain() {}

  /** Arguments: address, port, folder, {@code single} or {@code classic}. */
  public static void main(String[] args) throws InterruptedException {
    Log.install(System.out, false, Level.FINE);
    Path folder = Path.of(args[2]);
    TftpSettings settings =
        new TftpSettings(
            args[3].equals("single"),
            true,
            1468,
            64,
            100,
            64 << 20,
            96 << 20,
            Duration.ofSeconds(30));
    Counters counters = new Counters();
    try (TftpServer server =
        TftpServer.start(
            Transport.choose(),
            new InetSocketAddress(args[0], Integer.parseInt(args[1])),
            request -> CompletableFuture.supplyAsync(() -> answer(folder, request)),
            counters,
            settings)) {
      Log.info("ready", "port", server.port());
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> Log.info("counters", "all", counters.snapshot())));
      new CountDownLatch(1).await();
    }
  }

  private static Answer answer(Path folder, Request request) {
    Path file = folder.resolve(request.path());
    if (!request.path().endsWith(".efi") || !Files.isRegularFile(file)) {
      return new Answer.Refusal(Answer.Reason.NOT_FOUND, "no loader " + request.path(), null);
    }
    return new Answer.FileSlice(
        file, 0, file.toFile().length(), "", request.path(), true, Transfer.Listener.NONE);
  }
}
