/**
 * What the user has set: keys, the sources they are read from, and what is derived of them (service
 * name, resource, sampler). Every key is declared once, in a {@code *Keys} class; {@code
 * docs/configuration.md} is generated from these declarations.
 *
 * <p>Part of it runs in {@code premain}, before the application: no regular expression, lambda,
 * {@code String.format}, logger or file system provider here. Nothing here throws for what a user
 * may write, and no value is ever logged: it may be a secret.
 */
package io.sonde.agent.config;
