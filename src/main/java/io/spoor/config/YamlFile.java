// SPDX-License-Identifier: Apache-2.0
package io.spoor.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Flattens a YAML file to dotted keys. Works on the node tree and never constructs objects, so that
 * every value keeps its line and its text as written. Messages hold no text of the file but keys.
 */
final class YamlFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 20;

  private final Path file;
  private final List<String> problems;
  private final Map<String, GivenValue> values = new LinkedHashMap<>();

  private YamlFile(Path file, List<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Reads a file; what is wrong with it as YAML is added to the problems. */
  static Map<String, GivenValue> read(Path file, List<String> problems) {
    YamlFile yaml = new YamlFile(file, problems);
    yaml.read();
    return yaml.values;
  }

  private void read() {
    try {
      @Nullable Node root = compose(load());
      if (root instanceof MappingNode mapping) {
        collect("", mapping);
      } else if (root != null && !Tag.NULL.equals(root.getTag())) {
        problems.add(file + ": must be a mapping of keys to values");
      }
    } catch (NoSuchFileException e) {
      problems.add(file + ": no such file");
    } catch (CharacterCodingException e) {
      problems.add(file + ": is not UTF-8");
    } catch (IOException e) {
      problems.add(file + ": cannot be read, " + e.getMessage());
    } catch (MarkedYAMLException e) { // without its snippet, which might show a secret
      problems.add(file + ": is not valid YAML, " + e.getProblem() + line(e));
    } catch (YAMLException e) {
      problems.add(file + ": is not valid YAML, " + e.getMessage());
    }
  }

  private String load() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it is larger than 1 MiB");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  private static @Nullable Node compose(String text) {
    LoaderOptions limits = new LoaderOptions();
    limits.setMaxAliasesForCollections(0); // so that a small file stays small
    limits.setNestingDepthLimit(MAX_DEPTH);
    limits.setCodePointLimit(MAX_BYTES);
    return new Yaml(new SafeConstructor(limits)).compose(new StringReader(text));
  }

  private void collect(String prefix, MappingNode mapping) {
    Map<String, Node> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key) {
        String path = prefix + key.getValue();
        @Nullable Node earlier = seen.putIfAbsent(path, key);
        if (earlier == null) {
          add(path, tuple.getValueNode());
        } else {
          problems.add(path + ": is there twice, first in line " + line(earlier) + at(key));
        }
      } else {
        problems.add(prefix + "?: a key must be text" + at(tuple.getKeyNode()));
      }
    }
  }

  private void add(String path, Node node) {
    if (node instanceof MappingNode mapping) {
      collect(path + ".", mapping);
    } else if (node instanceof SequenceNode sequence) {
      put(path, node, GivenValue.list(items(path, sequence), origin(node)));
    } else if (node instanceof ScalarNode scalar) {
      boolean nothing = Tag.NULL.equals(scalar.getTag());
      put(
          path,
          node,
          nothing
              ? GivenValue.nothing(origin(node))
              : GivenValue.scalar(scalar.getValue(), origin(node)));
    }
  }

  /** The key may be there already in its dotted form. */
  private void put(String path, Node node, GivenValue value) {
    if (values.putIfAbsent(path, value) != null) {
      problems.add(path + ": is there twice" + at(node));
    }
  }

  private List<String> items(String path, SequenceNode sequence) {
    List<String> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        items.add(scalar.getValue());
      } else {
        problems.add(path + ": an item of the list must be a plain value" + at(item));
      }
    }
    return items;
  }

  private String at(Node node) {
    return " (" + origin(node) + ")";
  }

  private String origin(Node node) {
    return file + " line " + line(node);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static String line(MarkedYAMLException e) {
    return e.getProblemMark() == null ? "" : " (line " + (e.getProblemMark().getLine() + 1) + ")";
  }
}
