// SPDX-License-Identifier: Apache-2.0
package io.spoor.loadtest;

import java.util.function.Consumer;

/** Joins the two ends of a request: its last byte has been written, and its answer is there. */
final class PendingAnswer {
  private final Consumer<Answer> onAnswer;
  private Answer answer;
  private boolean written;
  private boolean done;

  PendingAnswer(Consumer<Answer> onAnswer) {
    this.onAnswer = onAnswer;
  }

  boolean isWritten() {
    return written;
  }

  boolean isAnswered() {
    return answer != null;
  }

  void written(boolean successfully) {
    written = true;
    if (!successfully && answer == null) {
      answer = Answer.failed("not written");
    }
    completeIfBoth();
  }

  /** Only the first answer counts. */
  void answered(Answer newAnswer) {
    if (answer == null) {
      answer = newAnswer;
    }
    completeIfBoth();
  }

  /** The connection is gone: nothing more will be written. */
  void abandoned(String reason) {
    written = true;
    answered(Answer.failed(reason));
  }

  private void completeIfBoth() {
    if (written && answer != null && !done) {
      done = true;
      onAnswer.accept(answer);
    }
  }
}
