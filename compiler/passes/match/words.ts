// Devices and selectors in words. In: facts, selectors. Out: text for messages and for configs.

import type { DeviceFacts } from '../../../schema/inventory.ts';
import type { Selector } from '../../ir/config.ts';

/** `UMC1820 (hw:CARD=UMC1820,DEV=0)`. */
export const deviceText = ({ name, id }: DeviceFacts): string => (name === id || name === '' ? id : `${name} (${id})`);

/** Text that YAML reads as that text also inside `{ }`, and that cannot be taken for a number. */
const plain = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const words = /^(true|false|null|yes|no|on|off|y|n)$/i;
export const yamlText = (text: string): string => (plain.test(text) && !words.test(text) ? text : JSON.stringify(text));

/** `{ usb: "1235:821d", serial: Y7AB12C3 }`. */
export function selectorText(selector: Selector): string {
  const entries = Object.entries(selector).map(([key, value]) => `${key}: ${yamlText(String(value))}`);
  return `{ ${entries.join(', ')} }`;
}

/** Whether `text` is what `pattern` says: `*` stands for any text. Linear in both for one `*`, never exponential. */
export function globMatches(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (!text.startsWith(first)) return false;
  const last = rest.pop();
  if (last === undefined) return text === first;
  let at = first.length;
  for (const part of rest) {
    const next = text.indexOf(part, at);
    if (next < 0) return false;
    at = next + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
