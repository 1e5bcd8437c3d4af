// SPDX-License-Identifier: Apache-2.0
package io.spoor.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the package table and the rules that no compiler checks. */
class ArchitectureTest {
  private static final String ROOT = "io.spoor";

  /**
   * Each component, and the only components it may know. Anything not listed is forbidden.
   *
   * <p>A class belongs to the longest name that is a prefix of its package. {@code app} is known by
   * none and knows everything.
   */
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          entry("config", List.of()),
          entry("model", List.of()),
          entry("telemetry", List.of("config")),
          entry("codec", List.of("model")),
          entry("bus", List.of("model")),
          entry("disk", List.of()),
          entry("grpc", List.of("bus", "model", "config", "telemetry")),
          entry("wal", List.of("disk", "config", "telemetry")),
          entry(
              "receiver",
              List.of("receiver.http", "grpc", "bus", "model", "codec", "config", "telemetry")),
          entry("receiver.http", List.of("receiver", "model", "config", "telemetry")),
          entry("processor", List.of("bus", "model", "config", "telemetry")),
          entry("kafka", List.of("bus", "model", "codec", "config", "telemetry", "wal")),
          entry("writer", List.of("bus", "model", "config", "telemetry", "storage", "wal")),
          entry("storage", List.of("model", "config", "telemetry", "codec")),
          entry("storage.memory", storageAnd()),
          entry("storage.segment", storageAnd("disk", "wal")),
          entry("storage.cassandra", storageAnd()),
          entry("storage.opensearch", storageAnd()),
          entry("storage.remote", storageAnd("disk", "wal")),
          entry("query", List.of("bus", "model", "config", "telemetry", "storage")),
          entry(
              "query.api",
              List.of("query", "grpc", "bus", "model", "codec", "config", "telemetry")),
          entry(
              "sampling",
              List.of("receiver.http", "grpc", "bus", "model", "config", "telemetry", "storage")),
          entry("admin", List.of("telemetry", "config")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void everyClassBelongsToAComponent() {
    assertThat(CLASSES)
        .isNotEmpty()
        .filteredOn(type -> !type.getPackageName().equals(ROOT))
        .allSatisfy(type -> assertThat(componentOf(type)).as(type.getName()).isPresent());
  }

  @ParameterizedTest
  @MethodSource("components")
  void componentKnowsOnlyItsTable(String component) {
    check(classes().that(belongTo(component)).should(knowOnly(MAY_KNOW.get(component))));
  }

  @Test
  void modelKnowsOnlyTheJdk() {
    check(
        classes()
            .that()
            .resideInAPackage(ROOT + ".model..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", ROOT + ".model..", "org.jspecify.annotations.."));
  }

  @Test
  void storageBackendsDoNotKnowEachOther() {
    check(slices().matching(ROOT + ".storage.(*)..").should().notDependOnEachOther());
  }

  @Test
  void onlyTheBusPackageTouchesTheEventBus() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".bus..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("io.vertx.core.eventbus..")
                    .and(
                        not(
                            belongToAnyOf(
                                MessageConsumer.class, ReplyException.class, ReplyFailure.class))))
            .orShould()
            .callMethod(Vertx.class, "eventBus"));
  }

  @Test
  void onlyCodecsUseGeneratedOtlpMessages() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + ".codec..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.opentelemetry.proto.."));
  }

  @Test
  void verticlesAreFinalAndNamedSo() {
    check(
        classes()
            .that()
            .areAssignableTo(Deployable.class)
            .should()
            .haveSimpleNameEndingWith("Verticle")
            .andShould()
            .haveModifier(JavaModifier.FINAL));
  }

  /**
   * Storage backends and the write-ahead log block on threads of their own; {@code app} on main.
   */
  @Test
  void nothingBlocksAnEventLoop() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + ".storage.*..", ROOT + ".wal..", ROOT + ".app..")
            .should()
            .callMethodWhere(
                calls(Thread.class, "sleep|join")
                    .or(calls(io.vertx.core.Future.class, "await"))
                    .or(calls(Future.class, "get|join"))
                    .or(calls(CountDownLatch.class, "await"))
                    .or(calls(Semaphore.class, "acquire|acquireUninterruptibly"))
                    .or(calls(BlockingQueue.class, "take|put"))));
  }

  private static Stream<String> components() {
    return MAY_KNOW.keySet().stream().sorted();
  }

  private static List<String> storageAnd(String... others) {
    return Stream.concat(
            Stream.of("storage", "model", "config", "telemetry", "codec"), Stream.of(others))
        .toList();
  }

  /** Many packages have no code yet, so a rule may match no class. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static Optional<String> componentOf(JavaClass type) {
    String name = type.getPackageName() + ".";
    return Stream.concat(Stream.of("app"), components())
        .filter(component -> name.startsWith(ROOT + "." + component + "."))
        .max(Comparator.comparingInt(String::length));
  }

  private static DescribedPredicate<JavaClass> belongTo(String component) {
    return DescribedPredicate.describe(
        "belong to " + component, type -> componentOf(type).filter(component::equals).isPresent());
  }

  private static ArchCondition<JavaClass> knowOnly(List<String> known) {
    return new ArchCondition<>("know only " + known) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Optional<String> self = componentOf(type);
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          Optional<String> other = componentOf(dependency.getTargetClass().getBaseComponentType());
          if (other.isPresent() && !other.equals(self) && !known.contains(other.get())) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String methods) {
    return target(owner(assignableTo(owner))).and(target(nameMatching(methods)));
  }
}
