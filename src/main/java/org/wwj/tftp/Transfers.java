package org.wwj.tftp;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.wwj.delivery.Request;
import org.wwj.delivery.Transfer;
import org.wwj.ops.Counters;
import org.wwj.ops.Log;

/**
 * Packets of the server's own port: a read request becomes a {@link Session}, all else goes to the
 * session of the client that sent it. For use on the port's event loop only.
 */
final class Transfers {
  private final Loader loader;
  private final Counters counters;
  private final TftpSettings settings;
  private final TransferPort.Opener ports;
  private final Map<InetSocketAddress, Session> sessions = new HashMap<>();
  private final Map<InetAddress, Integer> addresses = new HashMap<>();

  /** A server's transfers, on the ports it gets from the opener. */
  Transfers(Loader loader, Counters counters, TftpSettings settings, TransferPort.Opener ports) {
    this.loader = loader;
    this.counters = counters;
    this.settings = settings;
    this.ports = ports;
  }

  /** A datagram came; what it brings is queued on the port. The content stays the caller's. */
  void received(Port port, InetSocketAddress peer, ByteBuf content) {
    TftpPacket packet = TftpCodec.decode(content);
    switch (packet) {
      case TftpPacket.ReadRequest request -> requested(port, peer, request);
      case TftpPacket.WriteRequest write ->
          refuse(port, peer, ErrorCode.ACCESS_VIOLATION, "this server only sends files");
      case TftpPacket.Malformed(String reason) -> {
        counters.count("tftp.malformed");
        Log.debug("tftp-malformed", "ip", peer.getAddress().getHostAddress(), "reason", reason);
      }
      case TftpPacket.Ack ack -> forward(peer, packet);
      case TftpPacket.ErrorMessage error -> forward(peer, packet);
      case TftpPacket.Data data -> forward(peer, packet);
      case TftpPacket.OptionAck optionAck -> forward(peer, packet);
    }
  }

  private void forward(InetSocketAddress peer, TftpPacket packet) {
    Session session = sessions.get(peer);
    if (session == null) {
      // RFC 1350 asks for an ERROR 5 here. But on one port the last ACK of a finished transfer,
      // sent
      // twice, would bring it to a ROM that already uses the same port for its next file.
      counters.count("tftp.strays");
      return;
    }
    session.received(packet);
  }

  private void requested(Port port, InetSocketAddress peer, TftpPacket.ReadRequest request) {
    Session old = sessions.get(peer);
    if (old != null) {
      if (old.takes(request)) {
        counters.count("tftp.repeated");
        return;
      }
      old.end(Transfer.End.ABORTED);
    }
    counters.count("tftp.requests");
    if (sessions.size() >= settings.maxTransfers()) {
      refuse(port, peer, ErrorCode.NOT_DEFINED, "server is busy; ask again");
      return;
    }
    if (addresses.getOrDefault(peer.getAddress(), 0) >= settings.maxOfOneAddress()) {
      refuse(port, peer, ErrorCode.NOT_DEFINED, "your address has too many transfers; ask again");
      return;
    }
    if (!request.mode().equals("octet") && !request.mode().equals("netascii")) {
      refuse(port, peer, ErrorCode.NOT_DEFINED, "only modes octet and netascii are served");
      return;
    }
    switch (FileName.of(request.file())) {
      case FileName.Refused(TftpPacket.ErrorMessage error) ->
          refuse(port, peer, error.code(), error.message());
      case FileName.Normalised(String path) -> open(port, peer, request, path);
    }
  }

  private void open(
      Port port, InetSocketAddress peer, TftpPacket.ReadRequest request, String path) {
    Session session = new Session(peer, request, port.loop(), settings, counters, this::ended);
    sessions.put(peer, session);
    addresses.merge(peer.getAddress(), 1, Integer::sum);
    loader.load(
        new Request(Request.Protocol.TFTP, path, Map.of(), peer),
        session.negotiation().blockSize(),
        request.mode().equals("netascii"),
        result -> {
          if (port.loop().inEventLoop()) {
            loaded(port, session, result);
            return;
          }
          try {
            port.loop().execute(() -> loaded(port, session, result));
          } catch (RejectedExecutionException e) {
            drop(result); // the server was closed meanwhile
          }
        });
  }

  private void ended(Session session) {
    sessions.remove(session.peer(), session);
    addresses.computeIfPresent(session.peer().getAddress(), (address, n) -> n == 1 ? null : n - 1);
  }

  private void loaded(Port port, Session session, Loader.Result result) {
    if (session.ended()) {
      drop(result);
      return;
    }
    switch (result) {
      case Loader.Result.Refused(TftpPacket.ErrorMessage error) -> {
        session.end(Transfer.End.ABORTED);
        refuse(port, session.peer(), error.code(), error.message());
        port.flush();
      }
      case Loader.Result.Found found -> ports.open(port, session, found);
    }
  }

  /** Gives back what nobody waits for any more. */
  static void drop(Loader.Result result) {
    if (result instanceof Loader.Result.Found(BlockCache.Lease lease, Transfer.Listener listener)) {
      lease.close();
      listener.ended(Transfer.End.ABORTED);
    }
  }

  private void refuse(Port port, InetSocketAddress peer, ErrorCode code, String message) {
    counters.count("tftp.refused");
    Log.debug(
        "tftp-refused", "ip", peer.getAddress().getHostAddress(), "code", code, "message", message);
    Wire.send(port, peer, new TftpPacket.ErrorMessage(code, message));
  }

  /** Ends all. */
  void close() {
    List.copyOf(sessions.values()).forEach(session -> session.end(Transfer.End.ABORTED));
  }
}
