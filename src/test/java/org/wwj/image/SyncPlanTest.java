package org.wwj.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.wwj.image.SyncPlan.Changed;
import org.wwj.image.SyncPlan.Conflict;
import org.wwj.image.SyncPlan.Kind;

class SyncPlanTest {
  private static final String ROOT = "root:x:0:0::/root:/bin/sh\n";
  private static final String WHEEL = "root:x:0:\n";

  private static SyncPlan users(String image, String server) {
    return SyncPlan.of(ROOT + image, WHEEL, ROOT + server, WHEEL);
  }

  @Test
  void hasNothingToDoWhereAllIsAlike() {
    SyncPlan plan = users("munge:x:5:5::/:/x\nlocal:x:7:7::/:/x\n", "munge:x:5:5::/home:/y\n");
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.passwd()).isEqualTo(ROOT + "munge:x:5:5::/:/x\nlocal:x:7:7::/:/x\n");
  }

  @Test
  void givesNamesOfBothTheServersNumber() {
    SyncPlan plan = users("munge:x:5:5:M:/:/x\n", "munge:x:605:605:other:/home:/y\n");
    assertThat(plan.users()).isEqualTo(Map.of(5, 605));
    assertThat(plan.changes()).containsExactly(new Changed(Kind.USER, "munge", "5", "605"));
    assertThat(plan.passwd()).isEqualTo(ROOT + "munge:x:605:5:M:/:/x\n");
    assertThat(plan.conflicts()).isEmpty();
  }

  @Test
  void addsWhatOnlyTheServerHas() {
    SyncPlan plan = users("", "slurm:x:401:401::/:/x\n");
    assertThat(plan.users()).isEmpty();
    assertThat(plan.changes()).containsExactly(new Changed(Kind.USER, "slurm", "", "401"));
    assertThat(plan.passwd()).isEqualTo(ROOT + "slurm:x:401:401::/:/x\n");
  }

  @Test
  void letsNumbersChangePlaces() {
    SyncPlan plan =
        users(
            "a:x:5:0::/:/x\nb:x:6:0::/:/x\nc:x:7:0::/:/x\n",
            "a:x:6:0::/:/x\nb:x:7:0::/:/x\nc:x:5:0::/:/x\n");
    assertThat(plan.users()).isEqualTo(Map.of(5, 6, 6, 7, 7, 5));
    assertThat(plan.conflicts()).isEmpty();
  }

  @Test
  void movesPrimaryGroupsAlong() {
    SyncPlan plan =
        SyncPlan.of(
            ROOT + "a:x:5:50::/:/x\n+nis::::::\n# note\n",
            WHEEL + "ga:x:50:m,n\n",
            ROOT + "a:x:5:51::/:/x\n",
            WHEEL + "ga:x:51:\n");
    assertThat(plan.groups()).isEqualTo(Map.of(50, 51));
    assertThat(plan.users()).isEmpty();
    assertThat(plan.passwd()).isEqualTo(ROOT + "a:x:5:51::/:/x\n+nis::::::\n# note\n");
    assertThat(plan.group()).isEqualTo(WHEEL + "ga:x:51:m,n\n");
  }

  @Test
  void refusesANumberForTwoNames() {
    assertThat(users("local:x:401:0::/:/x\n", "slurm:x:401:0::/:/x\n").conflicts())
        .containsExactly(new Conflict(Kind.USER, "local", "401", "slurm"));
    assertThat(
            users("local:x:401:0::/:/x\nslurm:x:5:0::/:/x\n", "slurm:x:401:0::/:/x\n").conflicts())
        .containsExactly(new Conflict(Kind.USER, "local", "401", "slurm"));
    assertThat(SyncPlan.of(ROOT, WHEEL + "local:x:9:\n", ROOT, WHEEL + "kvm:x:9:\n").conflicts())
        .containsExactly(new Conflict(Kind.GROUP, "local", "9", "kvm"));
  }

  @Test
  void leavesNamesThatShareANumberAlready() {
    assertThat(users("toor:x:0:0::/root:/bin/sh\n", "").isEmpty()).isTrue();
  }

  @Test
  void refusesToPartThem() {
    // Whose a file is, its number does not tell.
    assertThat(
            users("a:x:5:0::/:/x\nb:x:5:0::/:/x\n", "a:x:5:0::/:/x\nb:x:6:0::/:/x\n").conflicts())
        .containsExactly(new Conflict(Kind.USER, "b", "5", "a"));
    assertThat(users("a:x:5:0::/:/x\nb:x:5:0::/:/x\n", "a:x:7:0::/:/x\nb:x:7:0::/:/x\n").users())
        .isEqualTo(Map.of(5, 7));
  }

  @Test
  void keepsWhatIsNoAccount() {
    String odd = "short:x\nword:x:many:0::/:/x\nmax:x:4294967294:0::/:/x\n:x:3:3::/:/x\n";
    SyncPlan plan = users(odd, "short:x\nmax:x:4294967293:0::/:/x\n");
    assertThat(plan.passwd()).isEqualTo(ROOT + odd.replace("4294967294", "4294967293"));
    assertThat(plan.changes())
        .containsExactly(new Changed(Kind.USER, "max", "4294967294", "4294967293"));
  }
}
