package org.wwj.template;

import java.io.ByteArrayOutputStream;

/**
 * A URL taken apart and put together as Go's {@code net/url} does it. Path, fragment and user are
 * held without their escapes.
 *
 * @param user name and password as they stand in the URL
 */
record GoUrl(
    String scheme,
    String opaque,
    String user,
    String host,
    String path,
    String query,
    String fragment) {

  /** Where a character stands decides whether it must be escaped. */
  private enum Part {
    HOST("!$&'()*+,;=:[]<>\"-_.~"),
    PATH("-_.~$&+,/:;=@"),
    USER("-_.~$&+,;="),
    FRAGMENT("-_.~$&+,/:;=?@!()*");

    private final String plain;

    Part(String plain) {
      this.plain = plain;
    }

    boolean isPlain(int c) {
      return c < 0x80 && (Character.isLetterOrDigit(c) || plain.indexOf(c) >= 0);
    }
  }

  /**
   * Takes one apart.
   *
   * @throws TemplateException with Go's message
   */
  static GoUrl parse(String text) {
    int hash = text.indexOf('#');
    String front = hash < 0 ? text : text.substring(0, hash);
    GoUrl url;
    try {
      url = parseFront(front);
    } catch (TemplateException e) {
      throw new TemplateException("parse " + GoString.quote(front) + ": " + e.getMessage(), e);
    }
    try {
      String fragment = hash < 0 ? "" : unescape(text.substring(hash + 1), Part.FRAGMENT);
      return new GoUrl(url.scheme, url.opaque, url.user, url.host, url.path, url.query, fragment);
    } catch (TemplateException e) {
      throw new TemplateException("parse " + GoString.quote(text) + ": " + e.getMessage(), e);
    }
  }

  private static GoUrl parseFront(String text) {
    if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw new TemplateException("net/url: invalid control character in URL");
    }
    int colon = schemeEnd(text);
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(java.util.Locale.ROOT);
    String rest = text.substring(colon + 1);
    int mark = rest.indexOf('?');
    String query = mark < 0 ? "" : rest.substring(mark + 1);
    rest = mark < 0 ? rest : rest.substring(0, mark);
    if (!rest.startsWith("/")) {
      if (!scheme.isEmpty()) {
        return new GoUrl(scheme, rest, "", "", "", query, "");
      }
      if (rest.split("/", 2)[0].contains(":")) {
        throw new TemplateException("first path segment in URL cannot contain colon");
      }
    }
    String authority = "";
    if (rest.startsWith("//") && (!scheme.isEmpty() || !rest.startsWith("///"))) {
      int slash = rest.indexOf('/', 2);
      authority = rest.substring(2, slash < 0 ? rest.length() : slash);
      rest = slash < 0 ? "" : rest.substring(slash);
    }
    int at = authority.lastIndexOf('@');
    String host = host(authority.substring(at + 1));
    String user = at < 0 ? "" : user(authority.substring(0, at));
    return new GoUrl(scheme, "", user, host, unescape(rest, Part.PATH), query, "");
  }

  private static int schemeEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (c == ':') {
        if (i == 0) {
          throw new TemplateException("missing protocol scheme");
        }
        return i;
      }
      if (!letter && (i == 0 || "0123456789+-.".indexOf(c) < 0)) {
        return -1;
      }
    }
    return -1;
  }

  private static String host(String text) {
    int bracket = text.lastIndexOf(']');
    if (text.startsWith("[") && bracket < 0) {
      throw new TemplateException("missing ']' in host");
    }
    int colon = text.startsWith("[") ? bracket + 1 : text.lastIndexOf(':');
    String port = colon < 0 ? "" : text.substring(colon);
    if (!port.matches("(?::[0-9]*)?")) {
      throw new TemplateException("invalid port " + GoString.quote(port) + " after host");
    }
    return unescape(text, Part.HOST);
  }

  /** Name and password with Go's escapes. */
  private static String user(String text) {
    if (!text.matches("[A-Za-z0-9._:~!$&'()*+,;=%@-]*")) {
      throw new TemplateException("net/url: invalid userinfo");
    }
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String escaped = escape(unescape(name, Part.USER), Part.USER);
    return colon < 0
        ? escaped
        : escaped + ":" + escape(unescape(text.substring(colon + 1), Part.USER), Part.USER);
  }

  private static String unescape(String text, Part part) {
    byte[] bytes = GoString.encode(text);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      if (b == '%') {
        out.write(escaped(bytes, i, part));
        i += 2;
      } else if (part == Part.HOST && b < 0x80 && !part.isPlain(b)) {
        throw new TemplateException(
            "invalid character " + GoString.quote(Character.toString(b)) + " in host name");
      } else {
        out.write(b);
      }
    }
    return GoString.decode(out.toByteArray());
  }

  private static int escaped(byte[] bytes, int at, Part part) {
    int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
    int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
    boolean allowed = part != Part.HOST || high >= 8 || (high == 2 && low == 5);
    if (high < 0 || low < 0 || !allowed) {
      byte[] shown = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 3));
      throw new TemplateException("invalid URL escape " + GoString.quote(GoString.decode(shown)));
    }
    return high * 16 + low;
  }

  private static String escape(String text, Part part) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : GoString.encode(text)) {
      int c = b & 0xff;
      if (part.isPlain(c)) {
        out.append((char) c);
      } else {
        out.append("%%%02X".formatted(c));
      }
    }
    return out.toString();
  }

  /** The host without its port and brackets. */
  String hostname() {
    int colon = host.lastIndexOf(':');
    String bare = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    return bare.startsWith("[") && bare.endsWith("]") ? bare.substring(1, bare.length() - 1) : bare;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(scheme.isEmpty() ? "" : scheme + ":");
    if (!opaque.isEmpty()) {
      out.append(opaque);
    } else {
      String slashes = host.isEmpty() && path.isEmpty() && user.isEmpty() ? "" : "//";
      if (!scheme.isEmpty() || !host.isEmpty() || !user.isEmpty()) {
        out.append(slashes)
            .append(user.isEmpty() ? "" : user + "@")
            .append(escape(host, Part.HOST));
      }
      String escaped = path.equals("*") ? "*" : escape(path, Part.PATH);
      if (!escaped.isEmpty() && !escaped.startsWith("/") && !host.isEmpty()) {
        out.append('/');
      }
      if (out.isEmpty() && escaped.split("/", 2)[0].contains(":")) {
        out.append("./");
      }
      out.append(escaped);
    }
    out.append(query.isEmpty() ? "" : "?" + query);
    return out.append(fragment.isEmpty() ? "" : "#" + escape(fragment, Part.FRAGMENT)).toString();
  }
}
