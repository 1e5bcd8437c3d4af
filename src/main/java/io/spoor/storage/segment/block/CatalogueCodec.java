// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.block;

import io.spoor.model.AttributeType;
import io.spoor.storage.segment.block.BlockCatalogue.KeyValues;
import io.spoor.storage.segment.block.BlockCatalogue.OperationCount;
import io.spoor.storage.segment.column.ByteInput;
import io.spoor.storage.segment.column.ByteOutput;
import io.spoor.storage.segment.column.CorruptDataException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The catalogue of a block as bytes; counts are LEB128, a string is its length and UTF-8.
 *
 * <pre>
 * u8 flags: 1 all operations, 2 all keys
 * count | service, name, kind (zigzag), spans            each operation
 * count | level, key, u8 types, u8 all values, count, values   each key; bit c of types: type code c
 * </pre>
 */
final class CatalogueCodec {
  private static final int ALL_OPERATIONS = 1;
  private static final int ALL_KEYS = 2;
  private static final int STRING_BYTES = 56; // of a string's objects
  private static final int ENTRY_BYTES = 80; // of an operation or a key, and its place in lists

  static void encode(BlockCatalogue catalogue, ByteOutput target) {
    target.putByte(
        (catalogue.allOperations() ? ALL_OPERATIONS : 0) | (catalogue.allKeys() ? ALL_KEYS : 0));
    target.putVarint(catalogue.operations().size());
    for (OperationCount operation : catalogue.operations()) {
      put(operation.service(), target);
      put(operation.name(), target);
      target.putZigzag(operation.kind());
      target.putVarint(operation.spans());
    }
    target.putVarint(catalogue.keys().size());
    for (KeyValues key : catalogue.keys()) {
      put(key.level(), target);
      put(key.key(), target);
      int types = 0;
      for (AttributeType type : key.types()) {
        types |= 1 << type.code();
      }
      target.putByte(types);
      target.putByte(key.allValues() ? 1 : 0);
      target.putVarint(key.values().size());
      key.values().forEach(value -> put(value, target));
    }
  }

  static BlockCatalogue decode(ByteInput source) throws CorruptDataException {
    int flags = source.getByte();
    List<OperationCount> operations = new ArrayList<>();
    for (int left = source.getCount(BlockCatalogue.MAX_OPERATIONS); left > 0; left--) {
      operations.add(
          new OperationCount(
              string(source), string(source), (int) source.getZigzag(), source.getVarint()));
    }
    List<KeyValues> keys = new ArrayList<>();
    for (int left = source.getCount(BlockCatalogue.MAX_KEYS); left > 0; left--) {
      keys.add(key(source));
    }
    return new BlockCatalogue(
        List.copyOf(operations),
        (flags & ALL_OPERATIONS) != 0,
        List.copyOf(keys),
        (flags & ALL_KEYS) != 0);
  }

  /** Bytes of memory that it takes, about. */
  static long bytes(BlockCatalogue catalogue) {
    long bytes = ENTRY_BYTES * (catalogue.operations().size() + (long) catalogue.keys().size());
    for (OperationCount operation : catalogue.operations()) {
      bytes += bytes(operation.service()) + bytes(operation.name());
    }
    for (KeyValues key : catalogue.keys()) {
      bytes += bytes(key.level()) + bytes(key.key()) + ENTRY_BYTES;
      for (String value : key.values()) {
        bytes += bytes(value);
      }
    }
    return bytes;
  }

  private static long bytes(String text) {
    return STRING_BYTES + 2L * text.length();
  }

  private static KeyValues key(ByteInput source) throws CorruptDataException {
    String level = string(source);
    String key = string(source);
    int bits = source.getByte();
    Set<AttributeType> types = EnumSet.noneOf(AttributeType.class);
    for (AttributeType type : AttributeType.values()) {
      if ((bits & 1 << type.code()) != 0) {
        types.add(type);
      }
    }
    boolean allValues = source.getByte() != 0;
    int count = source.getCount(BlockCatalogue.MAX_VALUES);
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(string(source));
    }
    return new KeyValues(level, key, types, List.copyOf(values), allValues);
  }

  private static void put(String text, ByteOutput target) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    target.putVarint(bytes.length);
    target.putBytes(bytes, 0, bytes.length);
  }

  private static String string(ByteInput source) throws CorruptDataException {
    int length = source.getCount(source.remaining());
    return new String(source.getBytes(length), StandardCharsets.UTF_8);
  }

  private CatalogueCodec() {}
}
