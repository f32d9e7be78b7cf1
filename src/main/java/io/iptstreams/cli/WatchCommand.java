package io.iptstreams.cli;

import io.iptstreams.media.KafkaClients;
import io.iptstreams.store.FolderWatch;
import io.iptstreams.store.ObjectEvent;
import io.iptstreams.store.ObjectNotification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Announces the files of a folder on a topic, as a bucket announces its objects. */
@Command(
    name = "watch",
    description =
        "Announces new files of a folder on a topic, as a bucket announces its objects, until"
            + " Ctrl-C.",
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  private static final int LOOK_EVERY_MS = 1000;

  @Parameters(paramLabel = "FOLDER", description = "the folder of a topology's store")
  private Path folder;

  @Mixin private TopicOptions topic;

  @Option(names = "--once", description = "announce what is there, and end")
  private boolean once;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    topic.check();
    if (!Files.isDirectory(folder)) {
      throw new UsageException(folder + " must be a folder that is there");
    }
    return CtrlC.interrupts(this::watch);
  }

  private int watch() throws Exception {
    Path absolute = folder.toAbsolutePath().normalize();
    Path name = absolute.getFileName();
    FolderWatch watch = new FolderWatch(absolute, bucket(name == null ? "" : name.toString()));
    long announced = 0;
    try (Producer<byte[], byte[]> producer = KafkaClients.producer(topic.reachedServers())) {
      // Whole is what two looks find alike.
      long looks = once ? 2 : Long.MAX_VALUE;
      for (long look = 1; look <= looks; look++) {
        announced += announce(producer, watch.look());
        if (look < looks) {
          TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
      }
    } catch (InterruptedException ctrlC) {
      Thread.interrupted();
    }
    spec.commandLine().getErr().println("announced " + announced + " files of " + folder);
    return 0;
  }

  /** Returns when the broker has them. */
  private int announce(Producer<byte[], byte[]> producer, List<ObjectEvent> events)
      throws InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (ObjectEvent event : events) {
      byte[] key = (event.bucket() + "/" + event.key()).getBytes(StandardCharsets.UTF_8);
      sent.add(
          producer.send(new ProducerRecord<>(topic.topic(), key, ObjectNotification.ofNew(event))));
    }
    for (Future<RecordMetadata> one : sent) {
      try {
        one.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(
            "the broker does not take announcements on "
                + topic.topic()
                + ": "
                + e.getCause().getMessage(),
            e);
      }
    }
    return sent.size();
  }

  /** A folder's name may have what no bucket's has. */
  private static String bucket(String name) {
    String letters = name.replaceAll("[^A-Za-z0-9._-]", "-");
    return letters.isEmpty() ? "folder" : letters;
  }
}
