// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.segment.read;

import io.spoor.model.AttributeKeyList;
import io.spoor.model.AttributeLevel;
import io.spoor.model.AttributeType;
import io.spoor.model.AttributeValueList;
import io.spoor.model.SpanBatch;
import io.spoor.storage.AttributeKeyCollector;
import io.spoor.storage.AttributeValueCollector;
import io.spoor.storage.segment.block.Block;
import io.spoor.storage.segment.block.BlockCatalogue;
import io.spoor.storage.segment.block.BlockCatalogue.KeyValues;
import io.spoor.storage.segment.head.HeadSnapshot;
import io.spoor.storage.segment.head.HeadSnapshot.HeadBatch;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Attribute keys and values of a snapshot: of heads from their spans, of blocks from their
 * catalogues alone.
 */
final class AttributeCatalogue {
  private static final Set<AttributeType> LISTED =
      EnumSet.of(AttributeType.STRING, AttributeType.INT, AttributeType.BOOL, AttributeType.EMPTY);

  private final StoreSnapshot snapshot;
  private final Reading reading;

  AttributeCatalogue(StoreSnapshot snapshot, Reading reading) {
    this.snapshot = snapshot;
    this.reading = reading;
  }

  /** The first keys with a prefix. */
  AttributeKeyList keys(String prefix, int limit) {
    AttributeKeyCollector collector = new AttributeKeyCollector(prefix, limit);
    boolean all =
        visit(batch -> collector.add(batch, row -> true), catalogue -> add(catalogue, collector));
    if (!all) {
      collector.incomplete();
    }
    return collector.keys();
  }

  private static void add(BlockCatalogue catalogue, AttributeKeyCollector collector) {
    for (KeyValues key : catalogue.keys()) {
      collector.add(key.key(), level(key), key.types());
    }
    if (!catalogue.allKeys()) {
      collector.incomplete();
    }
  }

  private static AttributeLevel level(KeyValues key) {
    return AttributeLevel.valueOf(key.level().toUpperCase(Locale.ROOT));
  }

  /** The first values of a key with a prefix. */
  AttributeValueList values(String key, String prefix, int limit) {
    AttributeValueCollector collector = new AttributeValueCollector(key, prefix, limit);
    boolean all =
        visit(batch -> collector.add(batch, row -> true), catalogue -> add(catalogue, collector));
    if (!all) {
      collector.incomplete();
    }
    return collector.values();
  }

  private static void add(BlockCatalogue catalogue, AttributeValueCollector collector) {
    boolean all = catalogue.allKeys();
    for (KeyValues key : catalogue.keys()) {
      if (collector.wants(level(key), key.key())) {
        key.values().forEach(collector::add);
        if (key.types().contains(AttributeType.EMPTY)) {
          collector.add("");
        }
        all &= key.allValues() && LISTED.containsAll(key.types());
      }
    }
    if (!all) {
      collector.incomplete();
    }
  }

  /** Visits all heads and catalogues; false when a limit or damage kept it from some. */
  private boolean visit(Consumer<SpanBatch> head, Consumer<BlockCatalogue> catalogue) {
    try {
      for (Block block : snapshot.blocks()) {
        reading.check();
        visit(block, catalogue);
      }
      for (HeadSnapshot snapshotHead : snapshot.heads()) {
        for (HeadBatch batch : snapshotHead.batches()) {
          reading.spend(batch.batch().bytes());
          head.accept(batch.batch());
        }
      }
    } catch (LimitReachedException expected) { // the reading knows
    }
    return reading.incomplete().isEmpty();
  }

  private void visit(Block block, Consumer<BlockCatalogue> catalogue) {
    try {
      catalogue.accept(block.catalogue(reading));
    } catch (IOException e) {
      reading.damaged(block, e);
    }
  }
}
