/**
 * A spoiled clip through the whole stage, measured: what a newcomer sees first. Knows every room
 * but the front door.
 */
package io.iptstreams.demo;
