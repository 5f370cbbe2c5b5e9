// Numbers, sizes and moments as people write them.

const kUnits = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytesText(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value >= 1000 && unit < kUnits.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${kUnits[unit]}`;
}

// 95.2 → 01:35
export function clockText(seconds: number): string {
  const whole = Math.floor(seconds);
  const pad = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const rest = `${pad(Math.floor((whole % 3600) / 60))}:${pad(whole % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

// The contest's days are days of China, wherever the reader sits.
export function endOfDay(date: string): Date {
  return new Date(`${date}T23:59:59+08:00`);
}

export interface Remaining {
  days: number;
  clock: string; // hours and minutes of the last, broken day
}

// null: the day is over.
export function remaining(date: string, now: Date): Remaining | null {
  const minutes = Math.floor((endOfDay(date).getTime() - now.getTime()) / 60_000);
  if (minutes < 0) return null;
  const pad = (n: number) => String(n).padStart(2, '0');
  const left = minutes % 1440;
  return {
    days: Math.floor(minutes / 1440),
    clock: `${pad(Math.floor(left / 60))}:${pad(left % 60)}`,
  };
}

export function splitPath(path: string): { folder: string; name: string } {
  const cut = path.lastIndexOf('/') + 1;
  return { folder: path.slice(0, cut), name: path.slice(cut) };
}

// A moment as the day and minute in China: 2024-08-02 17:05.
export function momentText(rfc3339: string): string {
  const moment = new Date(rfc3339);
  if (Number.isNaN(moment.getTime())) return '';
  const there = new Date(moment.getTime() + 8 * 3_600_000).toISOString();
  return `${there.slice(0, 10)} ${there.slice(11, 16)}`;
}
