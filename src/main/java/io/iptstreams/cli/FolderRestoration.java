package io.iptstreams.cli;

import io.iptstreams.image.ImageFormat;
import io.iptstreams.restore.Limits;
import io.iptstreams.restore.Restorer;
import io.iptstreams.task.Task;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Restores the pictures of a folder and of all folders in it into another one, under the same
 * names. What was done before, of the same bytes by the same model, is not done again; a picture
 * that cannot be restored is named and left out. Files of other kinds and links are passed over.
 */
final class FolderRestoration {
  /** Pictures at once: others are read and written while one is restored. */
  static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

  private static final int INCOMPLETE = 1;

  private final Restorer restorer;
  private final Task task;
  private final String settings;
  private final Terminal terminal;
  private final AtomicLong restored = new AtomicLong();
  private final AtomicLong skipped = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /**
   * @param limits those that the pipeline was opened with
   * @throws UsageException if the model does not know the task
   */
  FolderRestoration(Pipeline pipeline, String task, Limits limits, Terminal terminal) {
    this.restorer = pipeline.restorer();
    this.task = pipeline.task(task);
    this.settings =
        String.join(
            " ",
            restorer.modelFingerprint(),
            this.task.id(),
            limits.tiling().toString(),
            String.valueOf(limits.selfEnsemble()));
    this.terminal = terminal;
  }

  /**
   * @param to made if it is not there; may lie in the other folder
   * @return the exit status: 1 if a picture could not be restored or an interrupt came
   */
  int restore(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    boolean interrupted;
    try (DoneList done = DoneList.open(to)) {
      interrupted = !restoreAll(from, to, done);
    }
    terminal.say(
        (interrupted ? "interrupted: " : "")
            + "pictures restored to "
            + to
            + ": "
            + restored
            + (skipped.get() == 0 ? "" : ", done before: " + skipped)
            + (failed.get() == 0 ? "" : ", failed: " + failed));
    return interrupted || failed.get() > 0 ? INCOMPLETE : 0;
  }

  /** Whether it came to the end. */
  private boolean restoreAll(Path from, Path to, DoneList done) throws IOException {
    ExecutorService others = Executors.newFixedThreadPool(AT_ONCE);
    Semaphore room = new Semaphore(AT_ONCE);
    try (Progress progress =
        new Progress(
            "restore", "pictures", OptionalLong.of(count(from, to)), terminal, System::nanoTime)) {
      visit(
          from,
          to,
          picture -> {
            room.acquire();
            others.execute(
                () -> {
                  try {
                    restoreOne(from, to, picture, done);
                    progress.done(restored.get() + skipped.get() + failed.get());
                  } finally {
                    room.release();
                  }
                });
          },
          this::fail);
      others.shutdown();
      others.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException ctrlC) {
      return false;
    } finally {
      others.shutdownNow();
    }
  }

  /** Takes a picture's file. */
  @FunctionalInterface
  private interface Visit {
    void picture(Path file) throws InterruptedException;
  }

  private static long count(Path from, Path to) throws IOException, InterruptedException {
    AtomicLong pictures = new AtomicLong();
    visit(from, to, picture -> pictures.incrementAndGet(), (file, toldLater) -> {});
    return pictures.get();
  }

  /**
   * Walks through the folder and those in it.
   *
   * @param unreadable takes what cannot be looked at, and why
   */
  private static void visit(
      Path from, Path to, Visit visit, BiConsumer<Path, IOException> unreadable)
      throws IOException, InterruptedException {
    InterruptedException[] interrupt = {null};
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            return Files.isSameFile(folder, to)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            boolean picture = ImageFormat.ofFileName(file.toString()).isPresent();
            if (!attributes.isRegularFile() || !picture) {
              return FileVisitResult.CONTINUE;
            }
            try {
              visit.picture(file);
              return FileVisitResult.CONTINUE;
            } catch (InterruptedException e) {
              interrupt[0] = e;
              return FileVisitResult.TERMINATE;
            }
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException fault) {
            unreadable.accept(file, fault);
            return FileVisitResult.CONTINUE;
          }
        });
    if (interrupt[0] != null) {
      throw interrupt[0];
    }
  }

  private void restoreOne(Path from, Path to, Path picture, DoneList done) {
    Path name = from.relativize(picture);
    Path output = to.resolve(name.toString());
    try {
      byte[] file = Files.readAllBytes(picture);
      String digest = digest(name, file);
      if (done.has(digest) && Files.exists(output)) {
        skipped.incrementAndGet();
        return;
      }
      byte[] better = restorer.restore(file, List.of(task));
      Files.createDirectories(output.getParent());
      WholeFile.write(output, out -> out.write(better));
      done.add(digest);
      restored.incrementAndGet();
    } catch (CancellationException stopped) {
      // Not the picture's fault.
    } catch (IOException | RuntimeException e) {
      fail(picture, e);
    }
  }

  private void fail(Path picture, Exception fault) {
    failed.incrementAndGet();
    // Faults of files name theirs.
    String sentence = Failure.sentence(fault);
    terminal.say(fault instanceof IOException ? sentence : picture + ": " + sentence);
  }

  /** Of all that the result depends on, and of its name. */
  private String digest(Path name, byte[] file) {
    MessageDigest sha = Sha256.digest();
    sha.update((settings + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(sha.digest(file));
  }
}
