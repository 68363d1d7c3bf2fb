// The lines of text that a person sees on the page, in the order of the page, in CSS pixels.
(() => {
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let line = null;
  let block = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (['STYLE', 'SCRIPT', 'TITLE'].includes(parent.tagName) || parent.closest('.unread')) continue;
    if (getComputedStyle(parent).visibility === 'hidden') continue;
    let owner = parent;
    while (getComputedStyle(owner).display === 'inline') owner = owner.parentElement;
    for (const match of node.data.matchAll(/\S+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const box = range.getBoundingClientRect();
      if (box.width === 0 || box.top < 0 || box.bottom > innerHeight || box.left < 0 || box.right > innerWidth) continue;
      const middle = (box.top + box.bottom) / 2;
      const same = line && block === owner && middle > line.top && middle < line.bottom && box.left >= line.right - 2;
      if (same) {
        const joined = /\s$/.test(line.tail) || match.index > 0 || /^\s/.test(node.data);
        line.text += (joined ? ' ' : '') + match[0];
        line.right = box.right;
        line.top = Math.min(line.top, box.top);
        line.bottom = Math.max(line.bottom, box.bottom);
      } else {
        line = {text: match[0], left: box.left, top: box.top, right: box.right, bottom: box.bottom};
        lines.push(line);
        block = owner;
      }
      line.tail = node.data;
    }
  }
  return lines.map(({text, left, top, right, bottom}) => ({text, left, top, right, bottom}));
})()
