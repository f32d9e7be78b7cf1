/**
 * The IPT network, its weights and its card; the only run-time room that names DJL. Knows {@code
 * image} and {@code task}.
 */
package io.iptstreams.model;
