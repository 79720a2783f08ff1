// The formats that Newtonsoft checks. Any other is a note for people, and so is accepted.
import { isIPv6 } from 'node:net';

const formats: { readonly [name: string]: (text: string) => boolean } = {
  date: (text) => isTime(/^(?<date>\d{4}-\d\d-\d\d)$/, text),
  time: (text) => isTime(/^(?<time>\d\d:\d\d:\d\d)(?:\.\d{0,7})?(?:Z|[+-](?<offset>\d\d:\d\d))?$/, text),
  // RFC 3339 has T and Z in either case; the zone may be missing.
  'date-time': (text) =>
    isTime(
      /^(?<date>\d{4}-\d\d-\d\d)T(?<time>\d\d:\d\d:\d\d)(?:\.\d{0,7})?(?:Z|[+-](?<offset>\d\d:\d\d))?$/,
      text.toUpperCase(),
    ),
  'utc-millisec': (text) => /^\s*[+-]?(?:[\d,]+\.?\d*|\.\d+)\s*$/.test(text),
  hostname: isHostName,
  'host-name': isHostName,
  ipv4: isAddress,
  'ip-address': isAddress,
  ipv6: isIPv6,
  email: isEmail,
  uri: (text) => /^[a-z][\w+.-]*:/i.test(text) && isWellFormed(text) && URL.canParse(text),
  'uri-reference': isWellFormed,
  'json-pointer': (text) => /^(?:\/(?:[^/~]|~[01])*)*$/.test(text),
  regex: isRegex,
};

/** Whether a text has a format, by its name in a schema. */
export function hasFormat(text: string, format: string): boolean {
  const check = Object.hasOwn(formats, format) ? formats[format] : undefined;
  return check?.(text) ?? true;
}

function isTime(shape: RegExp, text: string): boolean {
  const { date, time = '00:00:00', offset = '00:00' } = shape.exec(text)?.groups ?? { time: '99' };
  const [hours = 99, minutes = 99, seconds = 99] = time.split(':').map(Number);
  const [ahead = 0, more = 0] = offset.split(':').map(Number);
  const isClock = hours < 24 && minutes < 60 && seconds < 60 && more < 60 && ahead * 60 + more <= 14 * 60;
  return isClock && (date === undefined || isDay(date));
}

function isDay(date: string): boolean {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const last = new Date(0);
  last.setUTCFullYear(year, month, 0);
  return year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= last.getUTCDate();
}

function isHostName(text: string): boolean {
  const labels = text.replace(/\.$/, '').split('.');
  return text.length <= 255 && labels.every((label) => /^[\da-z](?:[\da-z-]{0,61}[\da-z])?$/i.test(label));
}

function isAddress(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^\s*\+?\d+\s*$/.test(part) && Number(part) <= 255);
}

function isEmail(text: string): boolean {
  if (text.length > 254) return false;
  const split = text.lastIndexOf('@');
  const [name, domain] = [text.slice(0, split), text.slice(split + 1)];
  if (
    split < 1 ||
    split > 64 ||
    !/^(?:"(?:[^"\\]|\\.)*"|[^\s()<>[\]:;@\\,."]+(?:\.[^\s()<>[\]:;@\\,."]+)*)$/.test(name)
  )
    return false;
  if (domain.startsWith('[')) return isLiteral(domain);
  return domain.split('.').every((label) => /^(?!-)[\da-zA-Z\P{ASCII}-]{1,63}(?<!-)$/u.test(label));
}

/** `[10.0.0.1]`, `[IPv6:::1]`. */
function isLiteral(domain: string): boolean {
  const { six, four } = /^\[(?:IPv6:(?<six>.+)|(?<four>.+))\]$/i.exec(domain)?.groups ?? {};
  return six === undefined ? four !== undefined && isAddress(four) : isIPv6(six);
}

function isWellFormed(text: string): boolean {
  return !/[\s<>"{}|\\^`]|%(?![\da-f]{2})/i.test(text);
}

function isRegex(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}
