import type { Analysis, AnalysisWriter } from '@forewarn/analysis';
import type { TopicStore } from '@forewarn/core';

/** The writing side of the store, as the store of the topic of results. */
export const analysisTopicStore = (writer: AnalysisWriter): TopicStore<Analysis> => ({
  writeBatch: ({ position, items, nextOffset }, options) => {
    const analyses = items.map(({ offset, value }) => ({ offset, analysis: value }));
    return writer.writeBatch({ position, analyses, nextOffset }, options);
  },
  nextOffset: (position, options) => writer.nextOffset(position, options),
  resetOffset: (position, nextOffset, options) => writer.resetOffset(position, nextOffset, options),
  prune: (beforeMs, options) => writer.prune(beforeMs, options),
});
