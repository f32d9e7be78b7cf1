package io.iptstreams.stream;

import io.iptstreams.restore.StuckModelException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Lets frames that may have ended an earlier process go through alone, so that none is blamed for
 * another; a frame that ended it too often is not tried again.
 *
 * <p>One for all threads of a stage; each task has a {@link AttemptJournal} of its own.
 */
final class Quarantine {
  /** Attempts that ended the process before a frame is given up. */
  static final int MOST_ATTEMPTS = 3;

  private final Path folder;

  /** Suspects hold it alone. Fair, or a steady stream of others would never let one in. */
  private final ReentrantReadWriteLock alone = new ReentrantReadWriteLock(true);

  /**
   * @param folder of the journals
   */
  Quarantine(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens the journal of a task.
   *
   * @throws StageException if it cannot be read or written
   */
  AttemptJournal journal(String task) {
    return AttemptJournal.open(folder, task);
  }

  /**
   * Works on a frame.
   *
   * @param givenUp what becomes of it if it ended the process too often
   */
  <T> T pass(AttemptJournal journal, RecordMetadata source, Supplier<T> work, Supplier<T> givenUp) {
    String place = source.topic() + "/" + source.partition() + "/" + source.offset();
    int attempts = journal.attempts(place);
    if (attempts >= MOST_ATTEMPTS) {
      journal.over(place);
      return givenUp.get();
    }
    Lock lock = attempts == 0 ? alone.readLock() : alone.writeLock();
    lock.lock();
    try {
      journal.begin(place);
      T outcome = work.get();
      journal.over(place);
      return outcome;
    } catch (StuckModelException endsTheProcess) {
      if (endsTheProcess.isSuspect()) {
        journal.suspect(place);
      }
      throw endsTheProcess;
    } catch (VirtualMachineError endsTheProcess) {
      // Too large for the heap, alone or beside others: the next process tries it alone.
      journal.suspect(place);
      throw endsTheProcess;
    } catch (RuntimeException | Error processLives) {
      journal.over(place);
      throw processLives;
    } finally {
      lock.unlock();
    }
  }
}
