// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;

/** JSON as Go's {@code json.MarshalIndent} lays it out, with the four blanks that Jaeger uses. */
final class GoPrettyPrinter extends DefaultPrettyPrinter {
  private static final long serialVersionUID = 1;
  private static final DefaultIndenter INDENTER = new DefaultIndenter("    ", "\n");
  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
          .withObjectEmptySeparator("")
          .withArrayEmptySeparator("");

  GoPrettyPrinter() {
    super(SEPARATORS);
    indentObjectsWith(INDENTER);
    indentArraysWith(INDENTER);
  }
}
