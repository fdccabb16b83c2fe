/** Classes for the weaver's tests to weave and run. */
package io.sonde.agent.weave.subject;
