package org.wwj.template;

import static org.wwj.template.Function.Type.MAP;
import static org.wwj.template.Function.Type.STRING;

import java.util.LinkedHashMap;
import java.util.Map;

/** Sprig's functions on URLs. */
final class SprigUrls {
  private SprigUrls() {}

  static void addTo(Map<String, Function> all) {
    all.put("urlParse", Function.of(a -> parsed((String) a.getFirst()), STRING));
    all.put("urlJoin", Function.of(a -> joined((Map<?, ?>) a.getFirst()), MAP));
  }

  private static Object parsed(String text) {
    GoUrl url;
    try {
      url = GoUrl.parse(text);
    } catch (TemplateException e) {
      throw new TemplateException("unable to parse url: " + e.getMessage(), e);
    }
    Map<String, Object> dict = new LinkedHashMap<>();
    dict.put("scheme", url.scheme());
    dict.put("host", url.host());
    dict.put("hostname", url.hostname());
    dict.put("path", url.path());
    dict.put("query", url.query());
    dict.put("opaque", url.opaque());
    dict.put("fragment", url.fragment());
    dict.put("userinfo", url.user());
    return dict;
  }

  private static Object joined(Map<?, ?> dict) {
    String userinfo = part(dict, "userinfo");
    String user = "";
    if (!userinfo.isEmpty()) {
      try {
        user = GoUrl.parse("proto://" + userinfo + "@host").user();
      } catch (TemplateException e) {
        throw new TemplateException("unable to parse userinfo in dict: " + e.getMessage(), e);
      }
    }
    return new GoUrl(
            part(dict, "scheme"),
            part(dict, "opaque"),
            user,
            part(dict, "host"),
            part(dict, "path"),
            part(dict, "query"),
            part(dict, "fragment"))
        .toString();
  }

  private static String part(Map<?, ?> dict, String key) {
    if (!dict.containsKey(key)) {
      return "";
    }
    Object value = Values.of(dict.get(key));
    if (value == Nil.NIL) {
      throw Sprig.nilDereference();
    }
    if (value instanceof String text) {
      return text;
    }
    throw new TemplateException(
        "unable to parse "
            + key
            + " key, must be of type string, but "
            + Values.kind(value)
            + " found");
  }
}
