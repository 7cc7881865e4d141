package org.wwj.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.wwj.dhcp.DynamicAddresses.Range;
import org.wwj.net.MacAddress;
import org.wwj.net.Prefix;

class DynamicAddressesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T06:00:00Z");
  private static final MacAddress A = MacAddress.parse("02:00:00:00:00:0a");
  private static final MacAddress B = MacAddress.parse("02:00:00:00:00:0b");
  private static final Range PAIR = range("10.0.0.100", "10.0.0.101");

  private final DynamicAddresses leases = new DynamicAddresses();

  private static Range range(String start, String end) {
    return new Range(address(start), address(end), address -> true);
  }

  private static Inet4Address address(String text) {
    return Prefix.parseAddress(text);
  }

  private Inet4Address give(MacAddress mac, Range range) {
    Inet4Address address = leases.choose(mac, range, null, NOW).orElseThrow();
    leases.apply(new LeaseChange.Hold(mac, address, NOW.plusSeconds(60)));
    return address;
  }

  @Test
  void derivesTheSameAddressFromAMacEachTime() {
    Range range = range("10.0.0.100", "10.0.0.199");
    Inet4Address first = leases.choose(A, range, null, NOW).orElseThrow();
    assertThat(new DynamicAddresses().choose(A, range, null, NOW)).contains(first);
    assertThat(leases.size()).isZero();
  }

  @Test
  void givesEachMachineOfAFullRangeItsOwn() {
    Range range = range("10.0.0.100", "10.0.0.199");
    Set<Inet4Address> given = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      given.add(give(new MacAddress(0x020000000000L + i), range));
    }
    assertThat(given).hasSize(100).allMatch(range::contains);
    assertThat(leases.choose(MacAddress.parse("02:00:00:ff:00:00"), range, null, NOW)).isEmpty();
  }

  @Test
  void reusesAnAddressWhoseLeaseIsOver() {
    give(A, PAIR);
    give(B, PAIR);
    MacAddress late = MacAddress.parse("02:00:00:00:00:0c");
    assertThat(leases.choose(late, PAIR, null, NOW)).isEmpty();
    assertThat(leases.choose(late, PAIR, null, NOW.plusSeconds(60))).isPresent();
  }

  @Test
  void keepsAMachineAtItsAddressAfterItsLeaseIsOver() {
    Inet4Address mine = give(A, PAIR);
    assertThat(leases.choose(A, PAIR, null, NOW.plus(Duration.ofDays(1)))).contains(mine);
  }

  @Test
  void givesTheAddressAskedForWhenNobodyHasIt() {
    Range range = range("10.0.0.100", "10.0.0.199");
    assertThat(leases.choose(A, range, address("10.0.0.142"), NOW)).contains(address("10.0.0.142"));
    leases.apply(new LeaseChange.Hold(B, address("10.0.0.142"), NOW.plusSeconds(60)));
    assertThat(leases.choose(A, range, address("10.0.0.142"), NOW))
        .isPresent()
        .isNotEqualTo(java.util.Optional.of(address("10.0.0.142")));
    assertThat(leases.choose(A, range, address("10.0.1.142"), NOW))
        .isPresent()
        .isNotEqualTo(java.util.Optional.of(address("10.0.1.142")));
  }

  @Test
  void skipsWhatIsNotFree() {
    Range odd =
        new Range(
            address("10.0.0.100"), address("10.0.0.103"), a -> a.equals(address("10.0.0.102")));
    assertThat(leases.choose(A, odd, null, NOW)).contains(address("10.0.0.102"));
  }

  @Test
  void leavesADeclinedAddressAloneForAWhile() {
    Inet4Address mine = give(A, PAIR);
    leases.apply(new LeaseChange.Avoid(mine, NOW.plusSeconds(600)));
    assertThat(leases.choose(A, PAIR, mine, NOW))
        .isPresent()
        .isNotEqualTo(java.util.Optional.of(mine));
    assertThat(leases.mayHave(A, mine, PAIR, NOW.plusSeconds(600))).isTrue();
  }

  @Test
  void freesAReleasedAddressForOthersOnlyWhenItsHolderReleasesIt() {
    Inet4Address mine = give(A, PAIR);
    leases.apply(new LeaseChange.Release(B, mine));
    assertThat(leases.mayHave(B, mine, PAIR, NOW)).isFalse();
    leases.apply(new LeaseChange.Release(A, mine));
    assertThat(leases.mayHave(B, mine, PAIR, NOW)).isTrue();
  }

  @Test
  void movesAMachineRatherThanGivingItTwoAddresses() {
    leases.apply(new LeaseChange.Hold(A, address("10.0.0.100"), NOW.plusSeconds(60)));
    leases.apply(new LeaseChange.Hold(A, address("10.0.0.101"), NOW.plusSeconds(60)));
    assertThat(leases.size()).isEqualTo(1);
    assertThat(leases.mayHave(B, address("10.0.0.100"), PAIR, NOW)).isTrue();
  }

  @Test
  void staysBoundedUnderMadeUpMacs() {
    for (int i = 0; i < DynamicAddresses.LIMIT + 1000; i++) {
      leases.apply(
          new LeaseChange.Hold(
              new MacAddress(i), Prefix.fromInt(0x0a000000 + i), NOW.plusSeconds(60)));
    }
    assertThat(leases.size()).isEqualTo(DynamicAddresses.LIMIT);
  }
}
