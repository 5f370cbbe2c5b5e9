// The check character of a unified social credit code (GB 32100-2015), so that a slip of the hand is
// seen while it is typed. The server decides.
const kAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export function usccValid(code: string): boolean {
  if (code.length !== 18) return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    const value = kAlphabet.indexOf(character);
    if (value < 0) return false;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return kAlphabet[(31 - (sum % 31)) % 31] === code[17];
}

// What people type: spaces, small letters, full-width forms.
export function tidyUscc(typed: string): string {
  return typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
}
