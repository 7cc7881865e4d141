package org.wwj.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import org.wwj.delivery.Answer;
import org.wwj.delivery.Request;
import org.wwj.delivery.Transfer;
import org.wwj.net.Transport;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/** The HTTP server over a folder, for system tests: address, port, folder, socket, loops. */
public final class HttpServerMain {
  private HttpServerMain() {}

  public static void main(String[] args) throws InterruptedException {
    NettyTuning.install();
    Log.install(System.out, false, Level.INFO);
    Path folder = Path.of(args[2]);
    HttpServer server =
        HttpServer.start(
            Transport.choose(),
            List.of(new InetSocketAddress(args[0], Integer.parseInt(args[1]))),
            Path.of(args[3]),
            request -> answer(folder, request),
            new Counters(),
            new HttpSettings(
                Integer.parseInt(args[4]),
                16_384,
                HttpSettings.standard().requestTimeout(),
                HttpSettings.standard().stallTimeout()));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    Log.info("ready", "ports", server.ports(), "transport", Transport.choose());
    new CountDownLatch(1).await();
  }

  /** A plain file below the folder, whatever its name. */
  static CompletionStage<Answer> answer(Path folder, Request request) {
    Path file = folder.resolve(request.path().substring(1));
    try {
      if (!Files.isRegularFile(file)) {
        return CompletableFuture.completedFuture(
            new Answer.Refusal(
                Answer.Reason.NOT_FOUND,
                "no " + request.path() + " for " + request.protocol(),
                null));
      }
      long size = Files.size(file);
      return CompletableFuture.completedFuture(
          new Answer.FileSlice(
              file,
              0,
              size,
              "application/octet-stream",
              Long.toHexString(size) + "-" + Files.getLastModifiedTime(file).toMillis(),
              false,
              Transfer.Listener.NONE));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
