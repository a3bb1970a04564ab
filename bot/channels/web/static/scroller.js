// Scrolls the transcript, and nothing of the page around it.

const NEAR_PX = 80;

export class Scroller {
  #boxes;

  /** Of these boxes the one that is taller inside than outside is scrolled: on a very low screen it is the frame. */
  constructor(...boxes) {
    this.#boxes = boxes;
  }

  /** Is the end in view? */
  get atEnd() {
    const box = this.#box();
    return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_PX;
  }

  /** Scroll to the end, but not past the beginning of this element. */
  toShow(element, smooth) {
    const box = this.#box();
    if (!element) return;
    const start = element.getBoundingClientRect().top - box.getBoundingClientRect().top + box.scrollTop - 16;
    const end = box.scrollHeight - box.clientHeight;
    box.scrollTo({ top: Math.min(start, end), behavior: smooth && !calm() ? "smooth" : "instant" });
  }

  #box() {
    return this.#boxes.find((box) => box.scrollHeight > box.clientHeight + 1 && scrolls(box)) ?? this.#boxes[0];
  }
}

function scrolls(box) {
  return ["auto", "scroll"].includes(getComputedStyle(box).overflowY);
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
