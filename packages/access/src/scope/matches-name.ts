/**
 * Whether a name fits a pattern in which `*` stands for any characters, none among them.
 * Greedy with one place to come back to, so that it takes at most the product of the lengths.
 *
 * @source  https://research.swtch.com/glob
 */
export function matchesName(pattern: string, name: string): boolean {
  let at = 0;
  let star = -1;
  let starAt = 0;
  let place = 0;
  while (at < name.length) {
    if (place < pattern.length && pattern[place] === '*') {
      star = place;
      starAt = at;
      place += 1;
    } else if (place < pattern.length && pattern[place] === name[at]) {
      at += 1;
      place += 1;
    } else if (star >= 0) {
      starAt += 1;
      at = starAt;
      place = star + 1;
    } else return false;
  }
  return [...pattern.slice(place)].every((letter) => letter === '*');
}
