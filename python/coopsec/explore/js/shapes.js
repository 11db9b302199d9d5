// Scales, symbols, days.

// A round upper end and ticks from zero.
const scaleOf = (top, height, whole) => {
  const wanted = Math.max(2, Math.floor(height / 60));
  const raw = (top || 1) / wanted;
  const power = 10 ** Math.floor(Math.log10(raw));
  let step = [5, 2, 1].map((each) => each * power).find((each) => each <= raw);
  if (whole) step = Math.max(1, Math.round(step));
  const ticks = [];
  for (let tick = 0; tick <= (top || 1) * 1.0001; tick += step) ticks.push(tick);
  return { top: top || 1, ticks };
};

const SHAPES = {
  circle: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
  square: (r) => `M${-r * 0.9},${-r * 0.9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`,
  diamond: (r) => `M0,${-r * 1.25}L${r * 1.25},0L0,${r * 1.25}L${-r * 1.25},0z`,
  "triangle-up": (r) => `M0,${-r * 1.2}L${r * 1.1},${r * 0.8}L${-r * 1.1},${r * 0.8}z`,
  "triangle-down": (r) => `M0,${r * 1.2}L${r * 1.1},${-r * 0.8}L${-r * 1.1},${-r * 0.8}z`,
};
const symbol = (shape, radius) => (SHAPES[shape] || SHAPES.circle)(radius);

const days = (iso) => Date.parse(`${iso}T00:00:00Z`) / 864e5;
