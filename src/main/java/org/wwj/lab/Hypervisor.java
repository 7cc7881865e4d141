package org.wwj.lab;

import java.util.Arrays;
import java.util.Optional;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.DomainInfo.DomainState;
import org.libvirt.LibvirtException;
import org.libvirt.Network;
import org.libvirt.jna.Libvirt.VirErrorCallback;

/** A libvirt to define, start and end machines in. */
final class Hypervisor implements AutoCloseable {
  /** VIR_DOMAIN_UNDEFINE_NVRAM: UEFI variables go with their machine. */
  private static final int UNDEFINE_NVRAM = 4;

  /** The C library would print every error by itself; ours come as exceptions. */
  private static final VirErrorCallback SILENCE = (userData, error) -> {};

  private final Connect connection;
  private final String uri;

  private Hypervisor(Connect connection, String uri) {
    this.connection = connection;
    this.uri = uri;
  }

  /**
   * Connects.
   *
   * @throws LabException with libvirt's own words
   */
  static Hypervisor connect(String uri) {
    try {
      Connect.setErrorCallback(SILENCE);
      return new Hypervisor(new Connect(uri), uri);
    } catch (LibvirtException e) {
      throw new LabException("cannot connect to libvirt at " + uri + ": " + e.getMessage(), e);
    } catch (UnsatisfiedLinkError e) {
      throw new LabException(
          "libvirt's library is not installed: src/main/sh/install-missing lab", e);
    }
  }

  /** Whether a machine of that name runs. */
  boolean running(String name) {
    return state(name).equals("running");
  }

  /** What {@code virsh domstate} would say; {@code not defined} where there is none. */
  String state(String name) {
    Optional<Domain> found = domain(name);
    if (found.isEmpty()) {
      return "not defined";
    }
    Domain domain = found.get();
    try {
      DomainState state = domain.getInfo().state;
      return switch (state) {
        case VIR_DOMAIN_RUNNING, VIR_DOMAIN_BLOCKED, VIR_DOMAIN_NOSTATE -> "running";
        case VIR_DOMAIN_PAUSED, VIR_DOMAIN_PMSUSPENDED -> "paused";
        case VIR_DOMAIN_SHUTDOWN -> "shutting down";
        case VIR_DOMAIN_SHUTOFF -> "shut off";
        case VIR_DOMAIN_CRASHED -> "crashed";
      };
    } catch (LibvirtException e) {
      throw failed("ask for the state of " + name, e);
    } finally {
      free(domain);
    }
  }

  /** Defines the machine anew from XML and powers it on. */
  void start(String name, String xml) {
    remove(name);
    try {
      Domain domain = connection.domainDefineXML(xml);
      try {
        domain.create();
      } finally {
        domain.free();
      }
    } catch (LibvirtException e) {
      throw failed("start " + name, e);
    }
  }

  /** Powers the machine off, if it runs, and forgets it. */
  void remove(String name) {
    Optional<Domain> found = domain(name);
    if (found.isEmpty()) {
      return;
    }
    Domain domain = found.get();
    try {
      if (domain.isActive() == 1) {
        domain.destroy();
      }
      // Libvirt's test driver knows no such flag
      domain.undefine(connection.getType().equals("QEMU") ? UNDEFINE_NVRAM : 0);
    } catch (LibvirtException e) {
      throw failed("remove " + name, e);
    } finally {
      free(domain);
    }
  }

  /** Defines and starts a network, unless it is there. */
  void startNetwork(String name, String xml) {
    try {
      Network network =
          Arrays.asList(allNetworks()).contains(name)
              ? connection.networkLookupByName(name)
              : connection.networkDefineXML(xml);
      try {
        if (network.isActive() == 0) {
          network.create();
        }
      } finally {
        network.free();
      }
    } catch (LibvirtException e) {
      throw failed("start network " + name, e);
    }
  }

  /** Stops and forgets a network, if there is one. */
  void removeNetwork(String name) {
    try {
      if (!Arrays.asList(allNetworks()).contains(name)) {
        return;
      }
      Network network = connection.networkLookupByName(name);
      try {
        if (network.isActive() == 1) {
          network.destroy();
        }
        network.undefine();
      } finally {
        network.free();
      }
    } catch (LibvirtException e) {
      throw failed("remove network " + name, e);
    }
  }

  private String[] allNetworks() throws LibvirtException {
    String[] active = connection.listNetworks();
    String[] defined = connection.listDefinedNetworks();
    String[] all = Arrays.copyOf(active, active.length + defined.length);
    System.arraycopy(defined, 0, all, active.length, defined.length);
    return all;
  }

  private Optional<Domain> domain(String name) {
    try {
      for (Domain domain : connection.listAllDomains(0)) {
        if (domain.getName().equals(name)) {
          return Optional.of(domain);
        }
        domain.free();
      }
      return Optional.empty();
    } catch (LibvirtException e) {
      throw failed("list the machines", e);
    }
  }

  private static void free(Domain domain) {
    try {
      domain.free();
    } catch (LibvirtException e) {
      throw new LabException("libvirt failed: " + e.getMessage(), e);
    }
  }

  private LabException failed(String what, LibvirtException cause) {
    return new LabException(
        "libvirt at " + uri + " cannot " + what + ": " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (LibvirtException e) {
      throw failed("close", e);
    }
  }
}
