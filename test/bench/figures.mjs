// Figures of several turns.

export const median = (list) => [...list].sort((a, b) => a - b)[list.length >> 1];
/** From the least to the most, beside the median. */
export const spread = (list) => `${Math.round((100 * (Math.max(...list) - Math.min(...list))) / median(list))} %`;
const three = (x) => x.toPrecision(3);
export const ratio = (list) => `${three(median(list))} (${three(Math.min(...list))} to ${three(Math.max(...list))})`;
