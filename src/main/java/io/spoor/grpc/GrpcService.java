// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The methods of a service with what serves them. Filled before its port is opened, then never
 * changed. A method that the descriptor has and nobody serves answers UNIMPLEMENTED.
 */
public final class GrpcService {
  private final String name;
  private final ServiceDescriptor descriptor;
  private final Map<String, Method> methods = new LinkedHashMap<>();

  /** How the messages of a method's requests reach its handler. */
  enum Shape {
    /** One message; the handler is called once it is there, and has it from the call. */
    ONE_REQUEST,
    /** The same, but the call may go on for as long as its client likes. */
    ENDLESS_ANSWER,
    /** Any number; the handler is called at once and takes them as they come. */
    MANY_REQUESTS
  }

  /** A method and what serves it. */
  record Method(String name, Shape shape, GrpcHandler handler) {}

  private GrpcService(String name, ServiceDescriptor descriptor) {
    this.name = name;
    this.descriptor = descriptor;
  }

  /** A service without methods, of this name in this file. */
  public static GrpcService of(FileDescriptor file, String simpleName) {
    ServiceDescriptor descriptor = file.findServiceByName(simpleName);
    if (descriptor == null) {
      throw new IllegalArgumentException(file.getName() + " has no service " + simpleName);
    }
    return new GrpcService(descriptor.getFullName(), descriptor);
  }

  /** The same methods under another name; for services that were renamed without a change. */
  GrpcService renamed(String otherName) {
    GrpcService renamed = new GrpcService(otherName, descriptor);
    renamed.methods.putAll(methods);
    return renamed;
  }

  /** Serves a method whose requests are one message; answers may be any number. */
  public GrpcService method(String method, GrpcHandler handler) {
    return add(method, Shape.ONE_REQUEST, handler);
  }

  GrpcService endless(String method, GrpcHandler handler) {
    return add(method, Shape.ENDLESS_ANSWER, handler);
  }

  GrpcService streaming(String method, GrpcHandler handler) {
    return add(method, Shape.MANY_REQUESTS, handler);
  }

  private GrpcService add(String method, Shape shape, GrpcHandler handler) {
    if (descriptor.findMethodByName(method) == null) {
      throw new IllegalArgumentException(name + " has no method " + method);
    }
    methods.put(method, new Method(method, shape, handler));
    return this;
  }

  /** The full name. */
  public String name() {
    return name;
  }

  FileDescriptor file() {
    return descriptor.getFile();
  }

  @Nullable Method method(String method) {
    return methods.get(method);
  }
}
