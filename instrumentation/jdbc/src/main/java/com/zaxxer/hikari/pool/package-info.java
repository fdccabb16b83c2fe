/** Advice for HikariCP, in its package because it reads what is package-private there. */
package com.zaxxer.hikari.pool;
