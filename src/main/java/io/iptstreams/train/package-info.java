/** Makes models: spoils clean pictures, fits the network, writes weights and card. */
package io.iptstreams.train;
