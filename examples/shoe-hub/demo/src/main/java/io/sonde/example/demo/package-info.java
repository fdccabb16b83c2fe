/**
 * What {@code run} shows: it sends traffic to the shop, receives what the agents export, and prints
 * one metric, one trace and its log lines. Without any dependency, so that every byte of the way
 * from the agent to the terminal can be read here.
 */
package io.sonde.example.demo;
