/** A moment as people read it from a clock on the wall, in their own time zone: 09:05:07. */
export function timeOfDay(iso: string): string {
  const moment = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(moment.getHours())}:${two(moment.getMinutes())}:${two(moment.getSeconds())}`;
}
