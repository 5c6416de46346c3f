import { parseDuration } from '@forewarn/core';
import { usageOption } from './usage-option.js';

/** Parses an option that the server will read: a duration, checked here, passed on as typed. */
export const durationText = usageOption((text: string) => {
  parseDuration(text);
  return text;
});
