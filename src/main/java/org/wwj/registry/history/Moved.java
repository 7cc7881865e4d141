package org.wwj.registry.history;

import java.util.ArrayList;
import java.util.List;

/**
 * A patch carried over a later one, so that it fits the text after that.
 *
 * @param patch where its lines stand now
 * @param overlaps whether the later one changed some of its lines, so that it fits no longer
 * @param touches whether the later one changed the lines right beside an insertion
 */
record Moved(Patch patch, boolean overlaps, boolean touches) {
  static Moved over(Patch patch, Patch later) {
    List<Patch.Piece> moved = new ArrayList<>();
    boolean overlaps = false;
    boolean touches = false;
    int next = 0;
    int shift = 0;
    List<Patch.Piece> others = later.pieces();
    for (Patch.Piece piece : patch.pieces()) {
      // What ends before this piece moves it. An insertion at its very start stands before it,
      // but where it is itself an insertion, which goes first.
      while (next < others.size() && before(others.get(next), piece)) {
        touches |= piece.removed().isEmpty() && others.get(next).end() == piece.at();
        shift += others.get(next).growth();
        next++;
      }
      if (next < others.size()) {
        Patch.Piece other = others.get(next);
        boolean insertion = piece.removed().isEmpty();
        overlaps |= insertion ? other.at() < piece.at() : other.at() < piece.end();
        touches |= insertion && other.at() == piece.at();
      }
      moved.add(
          new Patch.Piece(
              piece.at() + shift, piece.removed(), piece.becomes() + shift, piece.added()));
    }
    return new Moved(new Patch(List.copyOf(moved)), overlaps, touches);
  }

  private static boolean before(Patch.Piece other, Patch.Piece piece) {
    return other.end() < piece.at()
        || (other.end() == piece.at() && !(other.removed().isEmpty() && piece.removed().isEmpty()));
  }
}
