// SPDX-License-Identifier: Apache-2.0
package io.spoor.codec.otlp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.spoor.codec.Allowance;
import io.spoor.codec.BatchDecoder;
import io.spoor.codec.DecodedBatch;
import io.spoor.codec.MalformedException;
import io.spoor.codec.TooLargeException;
import io.spoor.codec.wire.MemoryMeter;
import io.spoor.codec.wire.RejectedSpans;
import io.spoor.model.SpanBatch;
import io.spoor.model.SpanBatchBuilder;
import java.io.IOException;

/**
 * Decodes OTLP JSON requests.
 *
 * <p>By the OTLP/JSON rules: ids in hexadecimal of either case, 64-bit numbers as strings or
 * numbers, enums as numbers or names, field names in camel case or as in the protobuf, unknown
 * fields ignored, bytes in base64, null as the default. Where a field comes twice, the later one
 * counts; lists are joined. Spans with invalid ids are left out, as {@link OtlpProtoDecoder} does.
 *
 * <p>Nothing of the body is kept, so the batch does not pin it. Not thread-safe: one a thread,
 * which reuses its scratch memory, at most 2 MiB between batches.
 */
public final class OtlpJsonDecoder implements BatchDecoder {
  /** Values may lie a hundred protobuf messages deep, which are up to four levels in JSON each. */
  private static final int MAX_NESTING = 500;

  /** Text of up to this size needs no more memory than the parser keeps anyway. */
  private static final int SMALL_BODY_BYTES = 256 << 10;

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxStringLength(Integer.MAX_VALUE) // the body is bounded already
                  .build())
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES) // would keep all names it meets
          .build();

  private static final int RESOURCE_DEPTH = 2; // as a protobuf message
  private static final int SCOPE_DEPTH = 3;

  private final RejectedSpans rejected = new RejectedSpans();
  private final MessageEncoder encoder = new MessageEncoder();
  private final MessageEncoder entityRefs = new MessageEncoder();
  private SpanBatchBuilder builder = new SpanBatchBuilder();
  private final MemoryMeter meter = new MemoryMeter(builder);

  /**
   * Decodes a body.
   *
   * @param body UTF-8; may be used again afterwards
   * @param allowance asked for what the batch retains, while it grows, and for twice a large body,
   *     which a text in it may need while it is read
   * @throws MalformedException when the body is not such a request
   * @throws TooLargeException when the allowance is refused
   */
  @Override
  public DecodedBatch decode(byte[] body, Allowance allowance) {
    builder.reset();
    rejected.clear();
    meter.start(allowance, builder);
    try (JsonParser parser = JSON.createParser(body)) {
      if (body.length > SMALL_BODY_BYTES) {
        meter.add(2L * body.length);
      }
      new Request(new JsonInput(parser)).read();
      meter.check();
      SpanBatch batch = builder.build();
      meter.need(batch.bytes());
      return new DecodedBatch(batch, rejected.count(), rejected.reason());
    } catch (JsonProcessingException e) {
      long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
      throw new MalformedException(
          "invalid JSON at character " + offset + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new MalformedException("invalid JSON: " + e.getMessage()); // text that is not UTF-8
    } finally {
      release();
    }
  }

  private void release() {
    encoder.clear();
    entityRefs.clear();
    if (builder.capacityBytes() > MemoryMeter.KEPT_SCRATCH_BYTES) {
      builder = new SpanBatchBuilder();
    }
    meter.start(Allowance.UNLIMITED, builder);
  }

  /** Reads one request; rows are numbered in the order in which they end. */
  private final class Request {
    private final JsonInput in;
    private final JsonAttributeReader attributes;
    private final JsonSpanReader spans;
    private int resourceCount;
    private int scopeCount;

    // Of the resource and of the scope under way.
    private int resourceDroppedAttributes;
    private int scopeName;
    private int scopeVersion;
    private int scopeDroppedAttributes;

    Request(JsonInput in) {
      this.in = in;
      this.attributes = new JsonAttributeReader(in, meter, builder.strings(), encoder);
      this.spans = new JsonSpanReader(in, meter, rejected, builder, attributes);
    }

    void read() throws IOException {
      in.start();
      if (!in.isObject()) {
        throw in.malformed("expected an object");
      }
      while (in.nextField()) {
        switch (in.field()) {
          case "resourceSpans", "resource_spans" -> readEachResourceSpans();
          default -> in.skip();
        }
      }
      in.end();
    }

    private void readEachResourceSpans() throws IOException {
      if (in.isArray()) {
        while (in.nextElement()) {
          readResourceSpans();
          meter.grown();
        }
      }
    }

    private void readResourceSpans() throws IOException {
      int row = resourceCount++;
      int schemaUrl = 0;
      resourceDroppedAttributes = 0;
      entityRefs.clear();
      if (in.isObject()) {
        while (in.nextField()) {
          switch (in.field()) {
            case "resource" -> readResource();
            case "scopeSpans", "scope_spans" -> readEachScopeSpans(row);
            case "schemaUrl", "schema_url" -> schemaUrl = builder.strings().text(in.text());
            default -> in.skip();
          }
        }
      }
      builder.resourceEntityRefs(builder.strings().blob(entityRefs.array(), 0, entityRefs.size()));
      builder.endResource(schemaUrl, resourceDroppedAttributes);
    }

    private void readResource() throws IOException {
      if (!in.isObject()) {
        return;
      }
      while (in.nextField()) {
        switch (in.field()) {
          case "attributes" -> attributes.read(builder.resourceAttributes(), RESOURCE_DEPTH + 1);
          case "droppedAttributesCount", "dropped_attributes_count" ->
              resourceDroppedAttributes = in.uint32();
          case "entityRefs", "entity_refs" -> JsonEntityRefs.read(in, entityRefs);
          default -> in.skip();
        }
      }
    }

    private void readEachScopeSpans(int resource) throws IOException {
      if (in.isArray()) {
        while (in.nextElement()) {
          readScopeSpans(resource);
          meter.grown();
        }
      }
    }

    private void readScopeSpans(int resource) throws IOException {
      int row = scopeCount++;
      int schemaUrl = 0;
      scopeName = 0;
      scopeVersion = 0;
      scopeDroppedAttributes = 0;
      if (in.isObject()) {
        while (in.nextField()) {
          switch (in.field()) {
            case "scope" -> readScope();
            case "spans" -> readSpans(row);
            case "schemaUrl", "schema_url" -> schemaUrl = builder.strings().text(in.text());
            default -> in.skip();
          }
        }
      }
      builder.endScope(resource, scopeName, scopeVersion, schemaUrl, scopeDroppedAttributes);
    }

    private void readScope() throws IOException {
      if (!in.isObject()) {
        return;
      }
      while (in.nextField()) {
        switch (in.field()) {
          case "name" -> scopeName = builder.strings().text(in.text());
          case "version" -> scopeVersion = builder.strings().text(in.text());
          case "attributes" -> attributes.read(builder.scopeAttributes(), SCOPE_DEPTH + 1);
          case "droppedAttributesCount", "dropped_attributes_count" ->
              scopeDroppedAttributes = in.uint32();
          default -> in.skip();
        }
      }
    }

    private void readSpans(int scope) throws IOException {
      if (in.isArray()) {
        while (in.nextElement()) {
          spans.read(scope);
        }
      }
    }
  }
}
