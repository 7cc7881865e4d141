package org.wwj.dhcp;

/**
 * The code of a DHCP option: known ones are constants, unknown ones are values too, since any octet
 * may arrive. Names are those of RFC 2132 and of the IANA registry.
 */
record OptionCode(int value, String name) {
  private static final OptionCode[] KNOWN = new OptionCode[256];

  static final OptionCode PAD = known(0, "pad");
  static final OptionCode SUBNET_MASK = known(1, "subnet-mask");
  static final OptionCode ROUTERS = known(3, "routers");
  static final OptionCode NAME_SERVERS = known(6, "name-servers");
  static final OptionCode HOST_NAME = known(12, "host-name");
  static final OptionCode DOMAIN_NAME = known(15, "domain-name");
  static final OptionCode INTERFACE_MTU = known(26, "interface-mtu");
  static final OptionCode BROADCAST_ADDRESS = known(28, "broadcast-address");
  static final OptionCode NTP_SERVERS = known(42, "ntp-servers");
  static final OptionCode VENDOR_SPECIFIC = known(43, "vendor-specific");
  static final OptionCode REQUESTED_ADDRESS = known(50, "requested-address");
  static final OptionCode LEASE_TIME = known(51, "lease-time");
  static final OptionCode OVERLOAD = known(52, "overload");
  static final OptionCode MESSAGE_TYPE = known(53, "message-type");
  static final OptionCode SERVER_IDENTIFIER = known(54, "server-identifier");
  static final OptionCode PARAMETER_REQUEST_LIST = known(55, "parameter-request-list");
  static final OptionCode MESSAGE = known(56, "message");
  static final OptionCode MAX_MESSAGE_SIZE = known(57, "max-message-size");
  static final OptionCode RENEWAL_TIME = known(58, "renewal-time");
  static final OptionCode REBINDING_TIME = known(59, "rebinding-time");
  static final OptionCode VENDOR_CLASS = known(60, "vendor-class");
  static final OptionCode CLIENT_IDENTIFIER = known(61, "client-identifier");
  static final OptionCode TFTP_SERVER_NAME = known(66, "tftp-server-name");
  static final OptionCode BOOTFILE_NAME = known(67, "bootfile-name");
  static final OptionCode USER_CLASS = known(77, "user-class");
  static final OptionCode RELAY_AGENT = known(82, "relay-agent");
  static final OptionCode CLIENT_ARCH = known(93, "client-arch");
  static final OptionCode CLIENT_NDI = known(94, "client-ndi");
  static final OptionCode CLIENT_UUID = known(97, "client-uuid");
  static final OptionCode SUBNET_SELECTION = known(118, "subnet-selection");
  static final OptionCode DOMAIN_SEARCH = known(119, "domain-search");
  static final OptionCode CLASSLESS_ROUTES = known(121, "classless-routes");
  static final OptionCode IPXE_ENCAPSULATED = known(175, "ipxe-encapsulated");
  static final OptionCode END = known(255, "end");

  private static OptionCode known(int value, String name) {
    OptionCode code = new OptionCode(value, name);
    KNOWN[value] = code;
    return code;
  }

  /** The code for an octet. */
  static OptionCode of(int value) {
    OptionCode code = KNOWN[value];
    return code == null ? new OptionCode(value, "unknown") : code;
  }

  @Override
  public String toString() {
    return value + " " + name;
  }
}
