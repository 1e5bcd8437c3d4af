// SPDX-License-Identifier: Apache-2.0
package io.spoor.storage.remote;

import static java.util.Objects.requireNonNull;

import io.spoor.SpoorProcess;
import io.spoor.config.ConfigSection;
import io.spoor.config.RemoteConfig;
import io.spoor.model.Tenant;
import io.spoor.storage.TraceReader;
import io.spoor.storage.TraceStorage;
import io.spoor.storage.TraceStorageContract;
import io.spoor.storage.TraceWriter;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of a storage, kept by another process that is spoken to over gRPC. */
class RemoteTraceStorageIT extends TraceStorageContract {
  private static final AtomicInteger made = new AtomicInteger();

  private static @Nullable SpoorProcess server;
  private static @Nullable Vertx vertx;

  @BeforeAll
  static void startServer() {
    vertx = Vertx.vertx();
    server =
        SpoorProcess.with("storage.type=memory", "storage.memory.maxTraces=1000000")
            .heap("1g")
            .start();
  }

  @AfterAll
  static void stopServer() throws Exception {
    requireNonNull(vertx)
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
    requireNonNull(server).close();
  }

  @Override
  protected TraceStorage create() {
    Vertx client = vertx;
    SpoorProcess process = server;
    int port = process == null ? 1 : process.port("query.remoteStorage");
    RemoteConfig config =
        ConfigSection.of(
            Map.of("endpoints", "http://127.0.0.1:" + port),
            section -> RemoteConfig.from(section, "http://127.0.0.1:1"));
    return emptyFor(
        new RemoteTraceStorage(client == null ? Vertx.vertx() : client, config),
        "test" + made.incrementAndGet() + "-");
  }

  /** The server is one for all tests: each has tenants of its own there. */
  private static TraceStorage emptyFor(TraceStorage storage, String prefix) {
    TraceReader reader = renaming(TraceReader.class, storage.reader(), prefix);
    TraceWriter writer = renaming(TraceWriter.class, storage.writer(), prefix);
    return proxy(
        TraceStorage.class,
        (method, arguments) ->
            switch (method.getName()) {
              case "reader" -> reader;
              case "writer" -> writer;
              default -> method.invoke(storage, arguments);
            });
  }

  private static <T> T renaming(Class<T> type, T target, String prefix) {
    return proxy(
        type,
        (method, arguments) -> {
          arguments[0] = new Tenant(prefix + ((Tenant) arguments[0]).name());
          return method.invoke(target, arguments);
        });
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              try {
                return call.invoke(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  @FunctionalInterface
  private interface Call {
    Object invoke(java.lang.reflect.Method method, Object[] arguments) throws Throwable;
  }
}
