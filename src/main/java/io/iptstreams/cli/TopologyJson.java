package io.iptstreams.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.iptstreams.model.ModelFolder;
import io.iptstreams.stream.StageFacts;
import io.iptstreams.stream.TagRule;
import io.iptstreams.stream.TopologyDefinition;
import io.iptstreams.tiling.Tiling;

/**
 * A topology as one JSON object; times in milliseconds, sizes in bytes.
 *
 * @param heapBytes that one process may take
 */
record TopologyJson(
    TopologyDefinition definition, StageFacts facts, KnownModels models, long heapBytes) {

  ObjectNode node() {
    ObjectNode node = new ObjectMapper().createObjectNode().put("name", definition.name());
    sources(node.putArray("sources"));
    rules(node.putArray("rules"));
    models(node.putArray("models"));
    restore(node.putObject("restore"));
    definition.sinks().forEach(node.putArray("sinks")::add);
    ObjectNode stores = node.putObject("stores");
    definition.stores().forEach((name, location) -> stores.put(name, location.root()));
    definition
        .large()
        .ifPresent(
            large ->
                node.putObject("large").put("above", large.above()).put("store", large.store()));
    definition
        .late()
        .ifPresent(
            late ->
                node.putObject("late")
                    .put("after", late.after().toMillis())
                    .put("topic", late.topic().orElse(null)));
    node.put("deadLetters", definition.deadLetters());
    node.put("control", definition.control().orElse(null));
    topics(node.putArray("topics"));
    node.put("graph", facts.graph());
    node.putObject("limits")
        .put("partitions", facts.partitions())
        .put("threads", facts.threads())
        .put("pass", facts.pass().toMillis())
        .put("transactionTimeout", facts.transactionTimeout().toMillis())
        .put("pollInterval", facts.pollInterval().toMillis());
    node.putObject("memory")
        .put("records", facts.memory().bytes())
        .put("heap", heapBytes)
        .put("fits", facts.memory().fits(heapBytes));
    node.putObject("latency")
        .put("batchDelay", definition.restore().batch().maxDelay().toMillis())
        .put("commitInterval", facts.commitInterval().toMillis())
        .put("exactlyOnce", facts.exactlyOnce());
    return node;
  }

  private void sources(ArrayNode sources) {
    for (TopologyDefinition.Source source : definition.sources()) {
      ObjectNode node = sources.addObject().put("topic", source.topic());
      source
          .objects()
          .ifPresent(
              objects ->
                  node.putObject("objects")
                      .put("store", objects.store())
                      .put("results", objects.results().text()));
    }
  }

  private void rules(ArrayNode rules) {
    for (TagRule rule : definition.rules()) {
      ObjectNode node = rules.addObject().put("when", RuleWords.when(rule.when()));
      node.put("then", RuleWords.then(rule));
      if (rule.verdict() instanceof TagRule.Restore restore) {
        restore.fullNames().forEach(node.putArray("tasks")::add);
        node.put("model", definition.model(restore));
      }
      node.put("sink", rule.sink().orElse(definition.sink()));
    }
  }

  private void models(ArrayNode nodes) {
    for (String name : definition.models()) {
      ModelFolder model = models.folder(name);
      nodes
          .addObject()
          .put("name", name)
          .put("parameters", model.weights().parameters())
          .put("tile", model.card().tile())
          .put("tasks", model.card().taskSet().toString());
    }
  }

  private void restore(ObjectNode node) {
    TopologyDefinition.Restore restore = definition.restore();
    node.put("workers", restore.workers())
        .put("batch", restore.batch().maxSize())
        .put("deadline", restore.limits().deadline().toMillis())
        .put("maxPixels", restore.limits().maxPixels());
    if (restore.limits().tiling() instanceof Tiling.Feathered feathered) {
      node.put("overlap", feathered.overlap());
    }
  }

  private void topics(ArrayNode topics) {
    for (int i = 0; i < definition.topics().size(); i++) {
      topics
          .addObject()
          .put("name", definition.topics().get(i))
          .put("partitions", facts.partitions())
          .put("maxMessageBytes", facts.recordBytes())
          .put("create", facts.createTopics().get(i));
    }
  }
}
