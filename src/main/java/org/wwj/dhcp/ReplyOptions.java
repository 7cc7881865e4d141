package org.wwj.dhcp;

import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.wwj.boot.NetbootClient;
import org.wwj.config.SiteConfig;

/** The options of a reply, collected from small named groups in the order they are sent. */
final class ReplyOptions {
  /** Bit 3 of PXE's discovery control: load the boot file, look for nothing else. */
  private static final String JUST_BOOT = "060108";

  /** PXE's prompt: wait 0 s, say "PXE". edk2 takes the offer for one of BINL without it (Q21). */
  private static final String PROMPT = "0a0400505845";

  /** PXE's menu with one entry, the text a Raspberry Pi's ROM looks for (Q26). */
  private static final String PI_MENU = "0914000011" + hex("Raspberry Pi Boot");

  private static final String END = "ff";

  /** What most PXE clients are told. */
  private static final Bytes JUST_BOOT_AT_ONCE = Bytes.ofHex(JUST_BOOT + PROMPT + END);

  /** PXE's boot item, which a client on port 4011 wants back (PXE 2.1 §2.2.3). */
  private static final int BOOT_ITEM = 71;

  /** Option 176 inside 175: no proxyDHCP here, which spares iPXE a wait of 2 s or more. */
  private static final Bytes NO_PROXY_DHCP = Bytes.ofHex("b00101ff");

  private static final Bytes PXE_CLASS = Bytes.ofText(Classifier.PXE_CLIENT);
  private static final Bytes HTTP_CLASS = Bytes.ofText(Classifier.HTTP_CLIENT);

  private final DhcpPacket request;
  private final DhcpOptions.Builder options = DhcpOptions.builder();

  ReplyOptions(DhcpPacket request, MessageType type, Inet4Address server) {
    this.request = request;
    options.put(OptionCode.MESSAGE_TYPE, type.option());
    options.put(OptionCode.SERVER_IDENTIFIER, server);
  }

  /** Lease, renewal and rebinding times (RFC 2131 §4.4.5). */
  ReplyOptions lease(Duration time) {
    long seconds = Math.clamp(time.toSeconds(), 60, Integer.MAX_VALUE);
    options.put(OptionCode.LEASE_TIME, Bytes.ofUint32(seconds));
    options.put(OptionCode.RENEWAL_TIME, Bytes.ofUint32(seconds / 2));
    options.put(OptionCode.REBINDING_TIME, Bytes.ofUint32(seconds / 8 * 7));
    return this;
  }

  /** What the machine needs to know of its network; all but the mask only when it asks. */
  ReplyOptions network(Assignment.Granted granted, SiteConfig.Dhcp dhcp) {
    options.put(OptionCode.SUBNET_MASK, granted.address().netmask());
    router(granted.gateway());
    site(dhcp);
    if (!granted.node().isEmpty() && asks(OptionCode.HOST_NAME)) {
      options.put(OptionCode.HOST_NAME, Bytes.ofText(granted.node()));
    }
    if (granted.mtu() > 0 && asks(OptionCode.INTERFACE_MTU)) {
      options.put(OptionCode.INTERFACE_MTU, Bytes.ofUint16(granted.mtu()));
    }
    if (asks(OptionCode.BROADCAST_ADDRESS)) {
      options.put(OptionCode.BROADCAST_ADDRESS, granted.address().broadcast());
    }
    return this;
  }

  /** What holds for all machines of the site. */
  ReplyOptions site(SiteConfig.Dhcp dhcp) {
    List<Inet4Address> servers = dhcp.dns();
    if (!servers.isEmpty() && asks(OptionCode.NAME_SERVERS)) {
      servers.forEach(server -> options.join(OptionCode.NAME_SERVERS, Bytes.of(server)));
    }
    if (!dhcp.domain().isEmpty() && asks(OptionCode.DOMAIN_NAME)) {
      options.put(OptionCode.DOMAIN_NAME, Bytes.ofText(dhcp.domain()));
    }
    return this;
  }

  private void router(@Nullable Inet4Address gateway) {
    if (gateway != null) {
      options.put(OptionCode.ROUTERS, gateway);
    }
  }

  /**
   * What makes firmware load the file: its own class back, and for PXE the word not to look
   * further. iPXE needs no class back.
   */
  ReplyOptions boot(NetbootClient client, String file, Inet4Address server) {
    switch (client.kind()) {
      case PXE -> pxe(client);
      case HTTP -> options.put(OptionCode.VENDOR_CLASS, HTTP_CLASS);
      case IPXE, OTHER -> {}
    }
    options.put(OptionCode.TFTP_SERVER_NAME, Bytes.ofTerminatedText(server.getHostAddress()));
    options.put(OptionCode.BOOTFILE_NAME, Bytes.ofTerminatedText(file));
    if (client.kind() == NetbootClient.Kind.IPXE) {
      options.put(OptionCode.IPXE_ENCAPSULATED, NO_PROXY_DHCP);
    }
    return this;
  }

  private void pxe(NetbootClient client) {
    options.put(OptionCode.VENDOR_CLASS, PXE_CLASS);
    String menu = Classifier.isRaspberryPiRom(request, client.mac()) ? PI_MENU : "";
    String item = bootItem();
    options.put(
        OptionCode.VENDOR_SPECIFIC,
        menu.isEmpty() && item.isEmpty()
            ? JUST_BOOT_AT_ONCE
            : Bytes.ofHex(JUST_BOOT + menu + PROMPT + item + END));
  }

  private String bootItem() {
    Optional<Bytes> vendor = request.options().get(OptionCode.VENDOR_SPECIFIC);
    Map<Integer, Bytes> inner =
        vendor.map(value -> DhcpOptions.encapsulated(value, true)).orElse(Map.of());
    Bytes item = inner.get(BOOT_ITEM);
    return item != null && item.length() == 4 ? "4704" + item : "";
  }

  /** A sentence for the client's log, in a NAK. */
  ReplyOptions message(String text) {
    options.put(OptionCode.MESSAGE, Bytes.ofText(text));
    return this;
  }

  /**
   * The request's own marks, sent back unchanged: client identifier (RFC 6842), UUID (PXE) and the
   * relay's option 82 (RFC 3046 §2.2), last.
   */
  DhcpOptions echo() {
    for (OptionCode code :
        List.of(OptionCode.CLIENT_UUID, OptionCode.CLIENT_IDENTIFIER, OptionCode.RELAY_AGENT)) {
      request.options().get(code).ifPresent(value -> options.put(code, value));
    }
    return options.build();
  }

  /**
   * Whether the client's parameter request list (option 55) names it; without a list it wants all.
   */
  private boolean asks(OptionCode code) {
    Optional<Bytes> list = request.options().get(OptionCode.PARAMETER_REQUEST_LIST);
    if (list.isEmpty()) {
      return true;
    }
    for (int i = 0; i < list.get().length(); i++) {
      if (list.get().at(i) == code.value()) {
        return true;
      }
    }
    return false;
  }

  private static String hex(String text) {
    return Bytes.ofText(text).toString();
  }
}
