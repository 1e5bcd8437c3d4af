// SPDX-License-Identifier: Apache-2.0
package io.spoor.model.filter;

import io.spoor.model.AttributeLevel;
import org.jspecify.annotations.Nullable;

/** What conditions are about: a value of a span, or a constant. */
public sealed interface Operand {

  /** What it holds. */
  ValueType type();

  /** How it is named in messages. */
  String inWords();

  /** A value, or several, that a span has. */
  sealed interface Reference extends Operand {

    /** Where it is looked for; null for the span and its resource. */
    @Nullable AttributeLevel level();
  }

  /**
   * An attribute.
   *
   * @param level null for the span and its resource
   */
  record Attribute(String key, @Nullable AttributeLevel level) implements Reference {
    @Override
    public ValueType type() {
      return ValueType.ANY;
    }

    @Override
    public String inWords() {
      return "the attribute \"" + key + '"';
    }
  }

  /** A built-in field. */
  record Field(SpanField field) implements Reference {
    @Override
    public AttributeLevel level() {
      return field.level();
    }

    @Override
    public ValueType type() {
      return field.type();
    }

    @Override
    public String inWords() {
      return field.qualifiedName();
    }
  }

  /**
   * A constant.
   *
   * @param text as the client wrote it; readable as the type
   * @param nanos of a duration or a time (unsigned); else 0
   */
  record Constant(String text, ValueType type, long nanos) implements Operand {

    /** A constant that is neither a duration nor a time. */
    public Constant(String text, ValueType type) {
      this(text, type, 0);
    }

    @Override
    public String inWords() {
      return '"' + text + '"';
    }
  }
}
