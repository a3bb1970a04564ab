"""What can be measured of how a page looks, in a real browser (WCAG 2.2 AA)."""

from playwright.sync_api import Page

# what reaches beyond the right edge, or scrolls sideways inside, so that a reader would have to as well
TOO_WIDE = """() => [...document.querySelectorAll(":root, body, body *")]
  .filter((e) => e.checkVisibility() && (e.getBoundingClientRect().right > innerWidth + 1
    || (e.clientWidth && e.scrollWidth > e.clientWidth + 1
      && (e.matches(":root") || !/visible|clip/.test(getComputedStyle(e).overflowX))
      && getComputedStyle(e).clipPath === "none" && !e.matches("input, textarea, select"))))
  .map((e) => `${e.localName}.${e.className} ${e.textContent.trim().slice(0, 40)}`)"""

# text that stands out too little from what is behind it, with the ratio
POOR = """() => {
  const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    paint.clearRect(0, 0, 1, 1); paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => rgb.slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const colour = rgba(getComputedStyle(e).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return rgba("Canvas");
  };
  const ratio = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  const hasText = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
  return [...document.querySelectorAll("body *")].filter((e) => e.checkVisibility() && hasText(e))
    .map((e) => [ratio(light(rgba(getComputedStyle(e).color)), light(behind(e))), e])
    .filter(([contrast]) => contrast < 4.5)
    .map(([contrast, e]) => `${contrast.toFixed(2)} ${e.localName}.${e.className} ${e.textContent.trim()}`);
}"""

# buttons, fields and boxes whose edge cannot be seen where a page's own colours are taken away
EDGELESS = """() => [...document.querySelectorAll("button, .button, input, select, textarea, .notice")]
  .filter((e) => e.type !== "hidden" && e.checkVisibility())
  .filter((e) => parseFloat(getComputedStyle(e).borderLeftWidth) < 1)
  .map((e) => `${e.localName}.${e.className}`)"""

# what is pressed and is smaller than a finger needs; links inside a sentence or a list are let be
SMALL = """() => [...document.querySelectorAll("button, .button, input, select, textarea, summary")]
  .filter((e) => e.type !== "hidden" && e.checkVisibility())
  .map((e) => [e, e.getBoundingClientRect()]).filter(([, box]) => Math.min(box.width, box.height) < 24)
  .map(([e, box]) => `${e.localName} ${e.textContent.trim()} ${box.width} x ${box.height}`)"""

# what has no name that is read out, headings that skip a level, two elements of one id, items of no list
UNNAMED = """() => {
  const named = (e) => (e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent ?? e.textContent).trim();
  const shown = (what) => [...document.querySelectorAll(what)].filter((e) => e.checkVisibility());
  const nameless = shown("a[href], button, input:not([type=hidden]), select, textarea, summary, table, nav")
    .filter((e) => !named(e)).map((e) => `${e.localName} without a name`);
  const levels = shown("h1, h2, h3, h4").map((e) => Number(e.localName[1]));
  const skipped = levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)
    .map((level) => `a heading skips to ${level}`);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i).map((id) => `the id ${id} is there twice`);
  const astray = [...document.querySelectorAll("li")]
    .filter((e) => !e.parentElement.matches("ol:not([role]), ul:not([role])"))
    .map(() => "a list item is in no list");
  const one = document.querySelectorAll("h1").length === 1 && document.querySelectorAll("main").length === 1;
  return [...nameless, ...skipped, ...twice, ...astray, ...(one ? [] : ["not one h1 and one main"]),
    ...(document.title && document.documentElement.lang ? [] : ["no title or language"])];
}"""


def trouble(page: Page) -> list[str]:
    """Return everything that would keep somebody from reading or using a page."""
    return [found for look in (TOO_WIDE, POOR, SMALL, UNNAMED) for found in page.evaluate(look)]


def edgeless(page: Page) -> list[str]:
    """Return what has no edge; without colours of its own that is all there is to see of it."""
    found: list[str] = page.evaluate(EDGELESS)
    return found
