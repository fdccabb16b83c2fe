/** Advice for Lettuce, in its package because it uses what is package-private there. */
package io.lettuce.core.cluster;
