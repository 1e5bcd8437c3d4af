// SPDX-License-Identifier: Apache-2.0
package io.spoor.app;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears SIGTERM, SIGINT and SIGHUP. A shutdown hook would hear only the first signal, and could not
 * choose the exit status; the JVM's own API for signals is in no Java standard, so it is called by
 * name, and a JVM without it ends at the first signal.
 */
final class StopSignals {
  private static final Logger log = LoggerFactory.getLogger(StopSignals.class);
  private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

  private StopSignals() {}

  /** Calls the listener with the number of every signal, on a thread of its own each time. */
  static void listen(IntConsumer listener) {
    for (String name : NAMES) {
      try {
        listen(name, listener);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        log.warn("A signal will end the process without draining signal=SIG{}", name, e);
      }
    }
  }

  private static void listen(String name, IntConsumer listener)
      throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    int number = (int) signalType.getMethod("getNumber").invoke(signal);
    Object handler =
        Proxy.newProxyInstance(
            StopSignals.class.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, arguments) -> {
              if (method.getName().equals("handle")) {
                listener.accept(number);
                return null;
              }
              return method.getName().equals("equals") ? proxy == arguments[0] : 0;
            });
    signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
  }
}
