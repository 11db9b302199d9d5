// The explorer in the browser: it draws what Python sends, and tells Python what the reader wants to see. It loads
// nothing. All text is inserted as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

const html = (tag, options = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(options)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key in node && key !== "list") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};

const svg = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
};

const fill = (phrase, fields) => phrase.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? fields[name] : whole));

// A name written from right to left must not reorder what follows it, so it stands between two isolating signs.
const apart = (name) => `\u2068${name}\u2069`;

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// Numbers in the language of the reader.
const numbers = (words) => {
  const grouped = (digits) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, words.thousands);
  const plain = (value, digits = 0) => {
    const [whole, rest] = value.toFixed(digits).split(".");
    return grouped(whole) + (rest ? words.decimal + rest : "");
  };
  return {
    plain,
    amount(value, kind) {
      if (value === null) return "–";
      if (kind === "doc_share") return plain(value * 100, 1) + words.percent;
      return plain(value, kind === "per_million" ? 1 : 0);
    },
    tick(value, kind) {
      const shown = kind === "doc_share" ? value * 100 : value;
      const digits = Number.isInteger(Number(shown.toFixed(6))) ? 0 : shown < 0.1 ? 2 : 1;
      return plain(shown, digits) + (kind === "doc_share" ? words.percent : "");
    },
  };
};

// The clipboard needs a secure page; if it is refused, selecting a field and copying does the job.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = html("textarea", { value: text });
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}
