package io.iptstreams.batch;

/** One item in a batch: whose it is and which. */
record Slot<K, I, O>(Submission<K, I, O> submission, int index) {}
