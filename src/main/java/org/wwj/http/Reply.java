package org.wwj.http;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;
import org.wwj.delivery.Answer.Artifact;
import org.wwj.http.Ask.Persistence;
import org.wwj.http.Selection.NotModified;
import org.wwj.http.Selection.Part;
import org.wwj.http.Selection.PreconditionFailed;
import org.wwj.http.Selection.Unsatisfiable;
import org.wwj.http.Selection.Whole;

/**
 * What goes over the wire for one request: the head as text, then a note or bytes of the artifact.
 * Headers are few and never empty, there is exactly one length and no chunking: firmware stumbles
 * over anything else.
 *
 * @param status the status code
 * @param head status line and headers, with the empty line at their end
 * @param note body text of an answer without artifact; empty for HEAD
 * @param first first byte of the artifact to send
 * @param length bytes of the artifact to send; 0 for HEAD
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record Reply(int status, String head, byte[] note, long first, long length) {
  /** The answer to a request for an artifact, by its conditions. */
  static Reply to(Ask.Want want, Artifact artifact, @Nullable Instant modified, Instant now) {
    Selection selection =
        want.conditions().select(want.head(), artifact.size(), artifact.etag(), modified, now);
    return switch (selection) {
      case Whole whole -> bytes(want, artifact, modified, now, 200, 0, artifact.size());
      case Part part -> bytes(want, artifact, modified, now, 206, part.first(), part.length());
      case NotModified no -> {
        Head head = new Head(304, now, want.persistence());
        head.validators(artifact, modified);
        yield new Reply(304, head.end(), new byte[0], 0, 0);
      }
      case PreconditionFailed failed ->
          noted(new Head(412, now, want.persistence()), want, 412, "the artifact has changed");
      case Unsatisfiable outside -> {
        Head head = new Head(416, now, want.persistence());
        head.line("Content-Range", "bytes */" + artifact.size());
        yield noted(head, want, 416, "the range lies outside of the " + artifact.size() + " bytes");
      }
    };
  }

  /** An answer without artifact. */
  static Reply note(
      Ask ask, int status, String message, @Nullable Duration retryAfter, Instant now) {
    // The words stand in the first line too: some clients, as busybox's wget, show nothing else of
    // a refusal.
    Head head = new Head(status, phrase(message), now, ask.persistence());
    if (status == 405) {
      head.line("Allow", "GET, HEAD");
    }
    if (retryAfter != null) {
      head.line("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }
    return noted(head, ask, status, message);
  }

  private static Reply bytes(
      Ask.Want want,
      Artifact artifact,
      @Nullable Instant modified,
      Instant now,
      int status,
      long first,
      long length) {
    Head head = new Head(status, now, want.persistence());
    head.line("Content-Type", artifact.mediaType());
    head.line("Content-Length", Long.toString(length));
    if (status == 206) {
      long last = first + length - 1;
      head.line("Content-Range", "bytes " + first + "-" + last + "/" + artifact.size());
    }
    head.line("Accept-Ranges", "bytes");
    head.validators(artifact, modified);
    return new Reply(status, head.end(), new byte[0], first, want.head() ? 0 : length);
  }

  /** Plain ASCII on one line and not long (RFC 9112 §4). */
  private static String phrase(String message) {
    String plain = message.strip().replaceAll("\\s+", " ").replaceAll("[^ -~]", "_");
    return plain.substring(0, Math.min(plain.length(), 200));
  }

  private static Reply noted(Head head, Ask ask, int status, String message) {
    byte[] note = (message.strip().replaceAll("\\s+", " ") + "\n").getBytes(StandardCharsets.UTF_8);
    head.line("Content-Type", "text/plain; charset=utf-8");
    head.line("Content-Length", Integer.toString(note.length));
    head.line(
        "Cache-Control", "no-store"); // a node defined a second later must not meet an old 404
    return new Reply(status, head.end(), ask.head() ? new byte[0] : note, 0, 0);
  }

  /** The head while it is written. */
  private static final class Head {
    private final StringBuilder text = new StringBuilder(320);

    Head(int status, Instant now, Persistence persistence) {
      this(status, HttpResponseStatus.valueOf(status).reasonPhrase(), now, persistence);
    }

    Head(int status, String phrase, Instant now, Persistence persistence) {
      text.append("HTTP/1.1 ").append(status).append(' ').append(phrase).append("\r\n");
      line("Date", DateFormatter.format(Date.from(now)));
      switch (persistence) {
        case KEEP -> {}
        case KEEP_AND_SAY -> line("Connection", "keep-alive");
        case CLOSE -> line("Connection", "close");
      }
    }

    /** A header; left out when empty, which some firmware does not survive. */
    void line(String name, String value) {
      if (!value.isEmpty()) {
        text.append(name).append(": ");
        for (int i = 0; i < value.length(); i++) {
          char c = value.charAt(i);
          text.append(c < ' ' || c > '~' ? '_' : c);
        }
        text.append("\r\n");
      }
    }

    void validators(Artifact artifact, @Nullable Instant modified) {
      line("ETag", '"' + artifact.etag() + '"');
      if (modified != null) {
        line("Last-Modified", DateFormatter.format(Date.from(modified)));
      }
      line(
          "Cache-Control",
          artifact.immutable() ? "public, max-age=31536000, immutable" : "private, no-cache");
    }

    String end() {
      return text.append("\r\n").toString();
    }
  }
}
