package io.iptstreams.doctor;

import io.iptstreams.model.DeviceChoice;
import io.iptstreams.stream.TopologyDefinition;
import java.util.Optional;

/**
 * What is to be looked at besides the program and the machine.
 *
 * @param topology that is to run
 * @param bootstrapServers of the broker that it is to run on, {@code host:port}, several with
 *     commas
 * @param model that is to be used besides the bundled ones and those of the topology
 * @param device that models are to run on
 */
public record SetUp(
    Optional<TopologyDefinition> topology,
    Optional<String> bootstrapServers,
    Optional<String> model,
    DeviceChoice device) {}
