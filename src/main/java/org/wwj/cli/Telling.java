package org.wwj.cli;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.wwj.net.HostList;
import org.wwj.registry.NodesDiff.Changed;
import org.wwj.registry.NodesEdit.Kind;

/**
 * How a command tells of its change.
 *
 * @param ask the question, empty when the command does not ask
 * @param record the line in the history
 * @param done printed afterwards
 * @param same printed when nothing changes
 */
record Telling(
    Function<Proposal, String> ask,
    Function<Proposal, String> record,
    Function<Proposal, String> done,
    String same) {

  /** Words that name the nodes or profiles that do change. */
  static Telling of(Kind kind, String ask, String verb, String done, String same) {
    return new Telling(
        proposal -> ask.isEmpty() ? "" : ask + " " + changed(kind, proposal),
        proposal -> proposal.diff().summary(kind, verb),
        proposal -> done + " " + changed(kind, proposal),
        same);
  }

  /** As this, but with another word at the end. */
  Telling done(String text) {
    return new Telling(ask, record, proposal -> text, same);
  }

  private static String changed(Kind kind, Proposal proposal) {
    List<String> names =
        proposal.diff().changes().stream()
            .filter(changed -> changed.kind() == kind)
            .map(Changed::name)
            .toList();
    return names.isEmpty() ? "nodes.conf" : many(kind, names); // its comments or layout
  }

  /** {@code node c1}, or {@code 4 nodes: c[1-4]}. */
  static String many(Kind kind, Collection<String> names) {
    return names.size() == 1
        ? kind.word() + " " + names.iterator().next()
        : names.size() + " " + kind.word() + "s: " + HostList.compress(names);
  }
}
