// SPDX-License-Identifier: Apache-2.0
package io.spoor.query.api;

import io.spoor.codec.filter.PageToken;
import io.spoor.grpc.GrpcException;
import io.spoor.model.TracePosition;
import io.spoor.model.TraceQuery;
import jaeger.storage.v2.TraceStorage.Pagination;
import jaeger.storage.v2.TraceStorage.TraceQueryParameters;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is wanted of a search on the remote storage port: its first traces, or one page. */
final class StoragePage {
  private final TraceQuery query;
  private final @Nullable TracePosition after;
  private final boolean isPaged;

  private StoragePage(TraceQuery query, @Nullable TracePosition after, boolean isPaged) {
    this.query = query;
    this.after = after;
    this.isPaged = isPaged;
  }

  /** Reads the message; what is wrong with it ends the call with INVALID_ARGUMENT. */
  static StoragePage of(TraceQueryParameters message) {
    TraceQuery query = StorageQuery.read(message);
    if (!message.hasPagination()) {
      return new StoragePage(query, null, false);
    }
    Pagination page = message.getPagination();
    if (message.getSearchDepth() != 0) {
      throw GrpcException.invalid("search_depth and pagination exclude one another");
    }
    if (page.getPageSize() < 1) {
      throw GrpcException.invalid(
          "page_size must be from 1 to 2147483647, was "
              + Integer.toUnsignedString(page.getPageSize()));
    }
    TraceQuery sized = query.withPage(page.getPageSize(), null);
    return new StoragePage(sized, after(page.getPageToken(), sized), true);
  }

  private static @Nullable TracePosition after(String token, TraceQuery query) {
    try {
      return token.isEmpty() ? null : PageToken.read(token, query);
    } catch (IllegalArgumentException e) {
      throw GrpcException.invalid("page_token: " + e.getMessage());
    }
  }

  /** The search for exactly what is given. */
  TraceQuery exactly() {
    return query.withPage(query.limit(), after);
  }

  /** The search for that, and for one more of a page, which tells whether there is a next one. */
  TraceQuery search() {
    return isPaged && query.limit() < Integer.MAX_VALUE
        ? query.withPage(query.limit() + 1, after)
        : exactly();
  }

  /** What is given of what was found. */
  <T> List<T> cut(List<T> found) {
    return found.size() > query.limit() ? found.subList(0, query.limit()) : found;
  }

  /** The token of the next page; empty when there is none. */
  String next(List<TracePosition> found) {
    return isPaged && found.size() > query.limit()
        ? PageToken.write(query, found.get(query.limit() - 1))
        : "";
  }
}
