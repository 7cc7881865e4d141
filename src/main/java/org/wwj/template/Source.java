package org.wwj.template;

/**
 * The text of one template and its name, for saying where something is.
 *
 * @param name as the admin knows it: the file's path
 */
record Source(String name, String text) {
  /** {@code name:line:column}, Go's way: lines from 1, columns in bytes from 0. */
  String locate(int position) {
    int end = Math.min(position, text.length());
    int lineStart = text.lastIndexOf('\n', end - 1) + 1;
    return name + ":" + line(position) + ":" + GoString.byteLength(text.substring(lineStart, end));
  }

  /** The line of a place, from 1. */
  int line(int position) {
    int end = Math.min(position, text.length());
    int line = 1;
    for (int i = text.indexOf('\n'); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
      line++;
    }
    return line;
  }

  TemplateException error(int position, String message) {
    return new TemplateException("template: " + locate(position) + ": " + message);
  }
}
