// SPDX-License-Identifier: Apache-2.0
package io.spoor;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The real process, started from the class path of the tests with every port chosen by the system.
 * Ports are learned from the log, one line for each: {@code listening NAME HOST:PORT}.
 *
 * <pre>{@code
 * try (SpoorProcess spoor = SpoorProcess.with("storage.memory.maxTraces=10").heap("256m").start()) {
 *   spoor.url("query.http", "/api/services");
 *   spoor.terminate();
 *   assertThat(spoor.exitStatus()).isZero();
 * }
 * }</pre>
 *
 * <p>It runs in a folder of its own, where it keeps its spans unless told otherwise. Closing kills
 * it when it still runs, and deletes the folder.
 */
public final class SpoorProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENING = Pattern.compile("listening (\\S+) (\\S+):(\\d+)\\s*$");

  private final Process process;
  private final @Nullable Path ownFolder;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> logEnded = new CompletableFuture<>();

  private SpoorProcess(Process process, @Nullable Path ownFolder) {
    this.process = process;
    this.ownFolder = ownFolder;
    Thread reader = new Thread(this::readLog, "spoor-log");
    reader.setDaemon(true);
    reader.start();
  }

  /** Prepares a process with {@code key=value} settings; they win over the free ports. */
  public static Launch with(String... settings) {
    return new Launch(List.of(settings));
  }

  /** What a process is started with. */
  public static final class Launch {
    private final List<String> jvm = new ArrayList<>(List.of("-XX:+ExitOnOutOfMemoryError"));
    private final List<String> settings;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private @Nullable Path folder;

    private Launch(List<String> settings) {
      this.settings = settings;
      heap("256m");
    }

    /** Sets the largest heap, as -Xmx wants it; 256m unless told. */
    public Launch heap(String size) {
      jvm.removeIf(option -> option.startsWith("-Xmx"));
      jvm.add("-Xmx" + size);
      return this;
    }

    /** Runs it in this folder, which stays when the process has gone. */
    public Launch in(Path existingFolder) {
      folder = existingFolder;
      return this;
    }

    public Launch jvm(String... options) {
      jvm.addAll(List.of(options));
      return this;
    }

    public Launch environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Starts all, and waits until everything listens. */
    public SpoorProcess start() {
      List<String> arguments = new ArrayList<>();
      TestPorts.KEYS.forEach(port -> arguments.addAll(List.of("--set", port + "=0")));
      settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
      SpoorProcess spoor = run(arguments);
      spoor.awaitReady();
      return spoor;
    }

    /** Runs any command line, and waits for nothing. */
    public SpoorProcess run(List<String> arguments) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvm);
      command.addAll(List.of("-cp", classPath(), "io.spoor.app.Main"));
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().keySet().removeIf(name -> name.startsWith("SPOOR_"));
      builder.environment().putAll(environment);
      try {
        Path given = folder;
        Path directory = given == null ? Files.createTempDirectory("spoor-it") : given;
        builder.directory(directory.toFile());
        return new SpoorProcess(builder.start(), given == null ? directory : null);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Without the test classes: their logback-test.xml would win over the product's own. */
    private static String classPath() {
      String path =
          System.getProperty(
              "surefire.test.class.path", requireNonNull(System.getProperty("java.class.path")));
      return Arrays.stream(path.split(File.pathSeparator))
          .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("test-classes/"))
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  /** Returns the port of a listener, such as {@code receiver.otlp.grpc} or {@code admin}. */
  public int port(String listener) {
    return requireNonNull(ports.get(listener), () -> "no " + listener + " in " + ports);
  }

  /** Returns the ports of all listeners by name. */
  public Map<String, Integer> ports() {
    return Map.copyOf(ports);
  }

  /** Returns where a path of a plain HTTP listener is. */
  public URI url(String listener, String path) {
    return URI.create("http://127.0.0.1:" + port(listener) + path);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.toHandle().destroy(); // Process.destroy would close the log as well
  }

  /** Sends SIGKILL. */
  public void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Waits for the end, a minute at most, and returns the exit status; 128 + n for signal n. */
  public int exitStatus() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("still runs after " + PATIENCE + ":\n" + logText());
      }
      logEnded.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      return process.exitValue();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns what was printed so far, standard error included. */
  public List<String> log() {
    return List.copyOf(log);
  }

  public String logText() {
    return String.join("\n", log);
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
      exitStatus();
    }
    if (ownFolder != null) {
      deleteAll(ownFolder);
    }
  }

  private static void deleteAll(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    try {
      ready.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      close();
      throw new AssertionError("Spoor did not start:\n" + logText(), e);
    }
  }

  private void readLog() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        heard(line);
      }
    } catch (IOException e) {
      log.add("log lost: " + e);
    } finally {
      ready.completeExceptionally(new IllegalStateException("ended before it was ready"));
      logEnded.complete(null);
    }
  }

  private void heard(String line) {
    log.add(line);
    Matcher listening = LISTENING.matcher(line);
    if (listening.find()) {
      ports.put(listening.group(1), Integer.valueOf(listening.group(3)));
    }
    if (line.contains("Spoor is ready")) {
      ready.complete(null);
    }
  }
}
