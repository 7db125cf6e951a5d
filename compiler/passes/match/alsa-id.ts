// Names of ALSA devices. In: an id as somebody wrote it. Out: what it says of card and device.
// `hw:CARD=UMC1820,DEV=0`, `hw:UMC1820,0`, `hw:UMC1820` and `hw:1` may all be one device; only the first form is stable.

export interface AlsaId {
  /** Id of the card; a number is its index, which changes with the order of plugging. */
  readonly card: string | number;
  readonly device: number;
}

/** Undefined for what is no `hw:` name: a PCM of the user's ALSA configuration, which cannot be listed. */
export function readAlsaId(id: string): AlsaId | undefined {
  const match = /^hw:(?:CARD=)?([^,]+)(?:,(?:DEV=)?(\d+))?$/.exec(id);
  const card = match?.[1];
  if (card === undefined) return undefined;
  return { card: /^\d+$/.test(card) ? Number(card) : card, device: Number(match?.[2] ?? 0) };
}

/** Whether `id`, of a device whose card has `index` now, is what `wanted` names. */
export function isAlsaDevice(wanted: AlsaId, id: string, index: number | null): boolean {
  const own = readAlsaId(id);
  if (own === undefined || own.device !== wanted.device) return false;
  return typeof wanted.card === 'number' ? index === wanted.card : own.card === wanted.card;
}
