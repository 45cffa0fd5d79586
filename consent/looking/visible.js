// Says what a person can read of a page: words that have a size, are not hidden, and are not
// covered by something that stays in place. Run in the page by browser.py; changes nothing but
// where the page is scrolled to.
() => {
  const MOST_NODES = 20000, MOST_LETTERS = 120000, MOST_STEPS = 24;
  const root = document.scrollingElement || document.documentElement;
  const wide = innerWidth, tall = innerHeight;
  const clips = new Map();
  const fixed = new Map();

  const clipOf = (element) => {
    // The part of the page in which an element can show at all, by the boxes around it.
    if (!element || element === document.documentElement) return null;
    if (clips.has(element)) return clips.get(element);
    let box = clipOf(element.parentElement);
    const style = getComputedStyle(element);
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY) && element !== document.body;
    if (hides || (style.clipPath && style.clipPath !== "none") || /^rect/.test(style.clip)) {
      const own = element.getBoundingClientRect();
      const rect = { l: own.left, t: own.top + scrollY, r: own.right, b: own.bottom + scrollY };
      if (/inset\((50|100)%\)/.test(style.clipPath) || /^rect\((0|1)(px)?,? (0|1)(px)?/.test(style.clip)) rect.r = rect.l, rect.b = rect.t;
      box = box ? { l: Math.max(box.l, rect.l), t: Math.max(box.t, rect.t), r: Math.min(box.r, rect.r), b: Math.min(box.b, rect.b) } : rect;
    }
    clips.set(element, box);
    return box;
  };
  const isShown = (element) => {
    if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: false })) return false;
    const style = getComputedStyle(element);
    return parseFloat(style.fontSize) >= 4 && !/^(rgba\(.*, 0\)|transparent)$/.test(style.color);
  };
  const staysInPlace = (element) => {
    if (!element || element === document.documentElement || element === document.body) return null;
    if (fixed.has(element)) return fixed.get(element);
    const position = getComputedStyle(element).position;
    const on = position === "fixed" || (element.matches("dialog, [popover]") && element.matches(":modal, :popover-open"));
    const found = on ? element : staysInPlace(element.parentElement);
    fixed.set(element, found);
    return found;
  };

  scrollTo(0, 0);
  const whole = Math.max(root.scrollWidth, wide);
  const nodes = [];
  const walker = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);
  let letters = 0, seen = 0;
  while (walker.nextNode() && seen++ < MOST_NODES && letters < MOST_LETTERS) {
    const node = walker.currentNode, holder = node.parentElement;
    const words = node.data.replace(/\s+/g, " ");
    if (!holder || !words.trim() || /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE)$/.test(holder.tagName) || !isShown(holder)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const clip = clipOf(holder);
    let at = null;
    for (const r of range.getClientRects()) {
      const rect = { l: r.left, t: r.top + scrollY, r: r.right, b: r.bottom + scrollY };
      if (clip) rect.l = Math.max(rect.l, clip.l), rect.t = Math.max(rect.t, clip.t), rect.r = Math.min(rect.r, clip.r), rect.b = Math.min(rect.b, clip.b);
      if (rect.r - rect.l > 1 && rect.b - rect.t > 1 && rect.r > 0 && rect.b > 0 && rect.l < whole) { at = rect; break; }
    }
    if (!at) continue;
    letters += words.length;
    nodes.push({ node, holder, words, x: (Math.max(at.l, 0) + Math.min(at.r, wide)) / 2, y: (at.t + at.b) / 2, cover: undefined, free: false, stays: !!staysInPlace(holder) });
  }

  // Scroll through the page as a person does; what is free of cover at one place was read.
  let steps = 0, last = -1;
  for (let top = 0; steps++ < MOST_STEPS; top += Math.max(tall / 2, 1)) {
    scrollTo(0, top);
    if (steps > 1 && scrollY === last) break;
    last = scrollY;
    for (const each of nodes) {
      if (each.free) continue;
      const y = each.stays ? each.y : each.y - scrollY;
      if (y < 0 || y >= tall || each.x < 0 || each.x >= wide) continue;
      const hit = document.elementFromPoint(each.x, y);
      const above = hit && !hit.contains(each.holder) && !each.holder.contains(hit) ? staysInPlace(hit) : null;
      if (above && !above.contains(each.holder)) each.cover = above;
      else each.free = true;
    }
  }
  const covers = new Set(nodes.filter((each) => !each.free && each.cover).map((each) => each.cover));
  const isLocked = covers.size > 0 && root.scrollHeight > tall * 1.2 && last <= 0;
  scrollTo(0, 0);

  const block = /^(ADDRESS|ARTICLE|ASIDE|BLOCKQUOTE|BUTTON|DD|DIV|DL|DT|FIELDSET|FOOTER|FORM|H[1-6]|HEADER|LEGEND|LI|MAIN|NAV|OL|P|PRE|SECTION|SUMMARY|TABLE|TD|TH|TR|UL)$/;
  const blockOf = (element) => { while (element && !block.test(element.tagName)) element = element.parentElement; return element; };
  const out = { text: "", covered: "" };
  const before = { text: null, covered: null };
  // Where a link leads is written behind its last words, since disclosures name addresses, too.
  const links = new Map();
  for (const each of nodes) {
    const link = each.holder.closest("a[href]");
    if (link) links.set(link, each);
  }
  for (const each of nodes) {
    // Behind a cover, or below a page that cannot be scrolled while it is covered.
    const isCovered = !each.free && (each.cover || (isLocked && each.y >= tall));
    const to = isCovered ? "covered" : "text";
    const parent = blockOf(each.holder);
    out[to] += (parent === before[to] ? "" : "\n") + each.words;
    before[to] = parent;
    const link = each.holder.closest("a[href]");
    if (!link || links.get(link) !== each) continue;
    const isAddress = /^https?:/.test(link.href) && !link.getAttribute("href").startsWith("#");
    if (isAddress && !link.textContent.includes(link.href)) out[to] += " (" + link.href + ") ";
  }
  const shown = (selector) => [...document.querySelectorAll(selector)].some((e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  return {
    title: String(document.title).slice(0, 200),
    text: out.text.slice(0, MOST_LETTERS),
    covered: out.covered.slice(0, MOST_LETTERS),
    cover: [...covers].map((e) => e.innerText || "").join("\n").slice(0, 1000),
    hasPassword: shown("input[type=password]"),
    // Boxes are often drawn anew over an invisible one.
    hasForm: shown("input[type=tel], input[name*=phone i], input[name*=mobile i], input[id*=phone i]")
      || [...document.querySelectorAll("input[type=checkbox]")].some((e) => e.checkVisibility()),
    frames: [...document.querySelectorAll("iframe, frame")].slice(0, 10).map((e) => String(e.src).slice(0, 300)),
    height: Math.ceil(Math.max(root.scrollHeight, tall)),
  };
}
