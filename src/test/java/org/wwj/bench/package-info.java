/**
 * The benchmark: wwj beside a reference of dnsmasq, nginx and a busybox stage-1, on the same
 * machine, image and network. Leans on the test network and its machines. Start at {@link
 * org.wwj.bench.Bench}; method and figures are in docs/benchmarks.md.
 */
package org.wwj.bench;
