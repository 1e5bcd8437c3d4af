// SPDX-License-Identifier: Apache-2.0
package io.spoor.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.reflection.v1.ErrorResponse;
import io.vertx.grpc.reflection.v1.ExtensionNumberResponse;
import io.vertx.grpc.reflection.v1.FileDescriptorResponse;
import io.vertx.grpc.reflection.v1.ListServiceResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionProto;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import io.vertx.grpc.reflection.v1.ServiceResponse;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Server reflection, by which tools such as grpcurl learn services and types. Under its name of
 * today and that of old, which differ in nothing else. No file served here has extensions.
 */
final class ReflectionService {
  private static final String V1 = "grpc.reflection.v1.ServerReflection";
  private static final String V1_ALPHA = "grpc.reflection.v1alpha.ServerReflection";

  private final TreeSet<String> services = new TreeSet<>();
  private final Map<String, FileDescriptor> files = new LinkedHashMap<>();
  private final Map<String, FileDescriptor> fileOfSymbol = new HashMap<>();

  private ReflectionService(List<GrpcService> served) {
    add(ServerReflectionProto.getDescriptor());
    served.forEach(
        service -> {
          services.add(service.name());
          add(service.file());
        });
    services.add(V1);
    services.add(V1_ALPHA);
  }

  /** Tells of these services, and of itself. */
  static List<GrpcService> of(List<GrpcService> served) {
    ReflectionService reflection = new ReflectionService(served);
    GrpcService v1 =
        GrpcService.of(ServerReflectionProto.getDescriptor(), "ServerReflection")
            .streaming("ServerReflectionInfo", reflection::serve);
    return List.of(v1, v1.renamed(V1_ALPHA));
  }

  private void add(FileDescriptor file) {
    if (files.putIfAbsent(file.getName(), file) == null) {
      file.getDependencies().forEach(this::add);
      file.getMessageTypes().forEach(type -> add(type, file));
      file.getEnumTypes().forEach(type -> add(type, file));
      for (ServiceDescriptor service : file.getServices()) {
        fileOfSymbol.put(service.getFullName(), file);
        service.getMethods().forEach(method -> fileOfSymbol.put(method.getFullName(), file));
      }
    }
  }

  private void add(Descriptor type, FileDescriptor file) {
    fileOfSymbol.put(type.getFullName(), file);
    type.getFields().forEach(field -> fileOfSymbol.put(field.getFullName(), file));
    type.getNestedTypes().forEach(nested -> add(nested, file));
    type.getEnumTypes().forEach(nested -> add(nested, file));
  }

  private void add(EnumDescriptor type, FileDescriptor file) {
    fileOfSymbol.put(type.getFullName(), file);
  }

  private void serve(GrpcCall call) {
    call.onMessages(
        bytes -> {
          call.send(answer(GrpcCall.parse(ServerReflectionRequest.parser(), bytes)));
          call.readNoFasterThanWritten();
        },
        call::end);
  }

  private ServerReflectionResponse answer(ServerReflectionRequest request) {
    ServerReflectionResponse.Builder answer =
        ServerReflectionResponse.newBuilder()
            .setValidHost(request.getHost())
            .setOriginalRequest(request);
    switch (request.getMessageRequestCase()) {
      case LIST_SERVICES -> answer.setListServicesResponse(list());
      case FILE_BY_FILENAME ->
          file(answer, files.get(request.getFileByFilename()), request.getFileByFilename());
      case FILE_CONTAINING_SYMBOL ->
          file(
              answer,
              fileOfSymbol.get(request.getFileContainingSymbol()),
              request.getFileContainingSymbol());
      case ALL_EXTENSION_NUMBERS_OF_TYPE ->
          extensions(answer, request.getAllExtensionNumbersOfType());
      case FILE_CONTAINING_EXTENSION ->
          file(answer, null, request.getFileContainingExtension().getContainingType());
      case MESSAGEREQUEST_NOT_SET -> error(answer, GrpcStatus.INVALID_ARGUMENT, "nothing asked");
    }
    return answer.build();
  }

  private ListServiceResponse list() {
    ListServiceResponse.Builder list = ListServiceResponse.newBuilder();
    services.forEach(name -> list.addService(ServiceResponse.newBuilder().setName(name)));
    return list.build();
  }

  private void extensions(ServerReflectionResponse.Builder answer, String type) {
    if (fileOfSymbol.containsKey(type)) {
      answer.setAllExtensionNumbersResponse(
          ExtensionNumberResponse.newBuilder().setBaseTypeName(type));
    } else {
      error(answer, GrpcStatus.NOT_FOUND, "not found: " + type);
    }
  }

  private static void file(
      ServerReflectionResponse.Builder answer, @Nullable FileDescriptor file, String name) {
    if (file == null) {
      error(answer, GrpcStatus.NOT_FOUND, "not found: " + name);
      return;
    }
    FileDescriptorResponse.Builder found = FileDescriptorResponse.newBuilder();
    for (FileDescriptor one : withDependencies(file)) {
      found.addFileDescriptorProto(one.toProto().toByteString());
    }
    answer.setFileDescriptorResponse(found);
  }

  private static List<FileDescriptor> withDependencies(FileDescriptor file) {
    List<FileDescriptor> all = new ArrayList<>();
    Deque<FileDescriptor> left = new ArrayDeque<>(List.of(file));
    while (!left.isEmpty()) {
      FileDescriptor next = left.remove();
      if (!all.contains(next)) {
        all.add(next);
        left.addAll(next.getDependencies());
      }
    }
    return all;
  }

  private static void error(
      ServerReflectionResponse.Builder answer, GrpcStatus status, String message) {
    answer.setErrorResponse(
        ErrorResponse.newBuilder().setErrorCode(status.code).setErrorMessage(message));
  }
}
