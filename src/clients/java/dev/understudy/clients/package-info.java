/**
 * Runs the pages of {@code src/docs/clients}: the code that they show is the code that is run,
 * against a server that is started as they say. Needs the JDK alone; what a page installs goes to
 * {@code target/clients}.
 */
package dev.understudy.clients;
