// The arithmetic of temperature: what the library calls softmax(z / T). Logarithms of probabilities serve as logits, because
// they differ from them by one number for all classes. null stands for a class that a model does not have.

export function soften(logProbabilities, temperature) {
  const largest = Math.max(...logProbabilities.filter(value => value !== null));
  const powers = logProbabilities.map(value => value === null ? null : Math.exp((value - largest) / temperature));
  const sum = powers.reduce((total, value) => total + (value ?? 0), 0);
  return powers.map(value => value === null ? null : value / sum);
}

// The arithmetic mean of an ensemble: each member is softened first.
export function meanOf(distributions) {
  return distributions[0].map((_, i) => distributions[0][i] === null ? null
    : distributions.reduce((total, row) => total + (row[i] ?? 0), 0) / distributions.length);
}

// In nats.
export const entropy = p => p.reduce((total, value) => total - (value > 0 ? value * Math.log(value) : 0), 0);

// KL(p || q) in nats; null where the two do not have the same classes.
export function divergence(p, q) {
  let total = 0;
  for (let i = 0; i < p.length; i++) {
    if ((p[i] === null) !== (q[i] === null)) return null;
    if (p[i] > 0) total += p[i] * (Math.log(p[i]) - Math.log(Math.max(q[i], Number.MIN_VALUE)));
  }
  return Math.max(0, total);
}

export const argMax = p => p.reduce((best, value, i) => value !== null && (best < 0 || value > p[best]) ? i : best, -1);
