// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.util.List;

/** Prints settings as commented YAML, sections in the order in which their first key was read. */
final class YamlPrinter {
  private final List<Setting> settings;
  private final StringBuilder out = new StringBuilder();

  YamlPrinter(List<Setting> settings) {
    this.settings = settings;
  }

  String print() {
    out.append("# Every key with the value in force, as `spoor config print` shows it.\n");
    printSection("", 0);
    return out.toString();
  }

  /** Prints the keys of a section first and its sections after them. */
  private void printSection(String prefix, int depth) {
    List<Setting> inside =
        settings.stream().filter(setting -> setting.path().startsWith(prefix)).toList();
    inside.stream()
        .filter(setting -> setting.path().indexOf('.', prefix.length()) < 0)
        .forEach(
            setting -> printSetting(setting, setting.path().substring(prefix.length()), depth));
    inside.stream()
        .filter(setting -> setting.path().indexOf('.', prefix.length()) >= 0)
        .map(setting -> setting.path().substring(prefix.length()))
        .map(path -> path.substring(0, path.indexOf('.')))
        .distinct()
        .forEach(
            name -> {
              out.append('\n');
              line(depth, name + ":" + (isEmpty(prefix + name + ".") ? " {}" : ""));
              printSection(prefix + name + ".", depth + 1);
            });
  }

  private void printSetting(Setting setting, String name, int depth) {
    String from = setting.origin() == null ? "" : "; set by " + setting.origin();
    line(depth, "# " + setting.help());
    line(depth, "# " + setting.allowed() + "; default " + setting.defaultText() + from);
    if (setting.value() == null) {
      line(depth, "# " + name + ":");
    } else if (setting.secret()) {
      line(depth, "# " + name + ": " + setting.value());
    } else {
      line(depth, name + ": " + setting.value());
    }
  }

  /** Tells whether a section prints no key that is not a comment. */
  private boolean isEmpty(String prefix) {
    return settings.stream()
        .filter(setting -> setting.path().startsWith(prefix))
        .allMatch(setting -> setting.value() == null || setting.secret());
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }
}
