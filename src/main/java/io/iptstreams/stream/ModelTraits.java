package io.iptstreams.stream;

import io.iptstreams.task.TaskSet;

/**
 * What a topology has to know of a model before it is opened.
 *
 * @param tasks what it can undo
 * @param tile side of its tiles in pixels
 */
public record ModelTraits(TaskSet tasks, int tile) {}
