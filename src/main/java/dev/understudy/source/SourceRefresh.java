package dev.understudy.source;

import dev.understudy.model.Revision;

/**
 * What came of fetching a source.
 *
 * @param changed whether it has other content
 * @param dryRun true when nothing was taken
 * @param diff how it differs
 * @param revision of the registry, the one made of it where there was anything to take
 * @param source how it does now
 */
public record SourceRefresh(
    boolean changed, boolean dryRun, SourceDiff diff, Revision revision, SourceStatus source) {}
