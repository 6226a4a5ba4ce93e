// Places the nodes of a graph in columns from left to right: ranks by the longest way, few
// crossings by barycentres, then each node near the middle of its neighbours.

const GAP_X = 60;
const GAP_Y = 14;

/**
 * `nodes`: [{id, width, height}], `edges`: [[from, to]]. Gives {width, height, at: id -> {x, y},
 * ways: [[{x, y}, ..]]}, one way an edge, in the order of `edges`.
 */
function placeGraph(nodes, edges) {
  const placed = { width: 0, height: 0, at: new Map(), ways: edges.map(() => []) };
  for (const part of partsOf(nodes, edges)) {
    const one = placePart(part.nodes, part.edges.map((at) => edges[at]));
    const below = placed.height ? placed.height + 2 * GAP_Y : 0;
    for (const [id, place] of one.at) placed.at.set(id, { ...place, y: place.y + below });
    part.edges.forEach((edge, at) => { placed.ways[edge] = one.ways[at].map((bend) => ({ ...bend, y: bend.y + below })); });
    placed.width = Math.max(placed.width, one.width);
    placed.height = below + one.height;
  }
  return placed;
}

/** The parts of a graph that no edge joins, the largest first; edges by their place in `edges`. */
function partsOf(nodes, edges) {
  const beside = new Map(nodes.map((node) => [node.id, []]));
  edges.forEach(([from, to]) => {
    if (!beside.has(from) || !beside.has(to)) return;
    beside.get(from).push(to);
    beside.get(to).push(from);
  });
  const partOf = new Map();
  const parts = [];
  for (const node of nodes) {
    if (partOf.has(node.id)) continue;
    const part = { nodes: [], edges: [] };
    parts.push(part);
    const front = [node.id];
    partOf.set(node.id, part);
    while (front.length) {
      for (const id of beside.get(front.pop())) {
        if (!partOf.has(id)) { partOf.set(id, part); front.push(id); }
      }
    }
  }
  for (const node of nodes) partOf.get(node.id).nodes.push(node);
  edges.forEach(([from], at) => { if (partOf.has(from)) partOf.get(from).edges.push(at); });
  return parts.sort((a, b) => b.nodes.length - a.nodes.length);
}

/** Places the nodes of one part. */
function placePart(nodes, edges) {
  const cards = new Map(nodes.map((node) => [node.id, { ...node, up: [], down: [], rank: 0 }]));
  const known = edges.filter(([from, to]) => cards.has(from) && cards.has(to) && from !== to);
  for (const [from, to] of known) {
    cards.get(from).down.push(to);
    cards.get(to).up.push(from);
  }
  rankCards(cards);
  const { ranks, chains } = withBends(cards, known);
  orderRanks(ranks);
  return coordinates(ranks, chains, cards, edges);
}

function rankCards(cards) {
  const waiting = new Map([...cards.values()].map((card) => [card.id, card.up.length]));
  const ready = [...cards.values()].filter((card) => !card.up.length).map((card) => card.id);
  const order = [];
  while (ready.length) {
    const card = cards.get(ready.shift());
    order.push(card);
    for (const below of card.down) {
      const next = cards.get(below);
      next.rank = Math.max(next.rank, card.rank + 1);
      waiting.set(below, waiting.get(below) - 1);
      if (waiting.get(below) === 0) ready.push(below);
    }
  }
  // What nothing above holds stands as close to what it feeds as it can.
  for (const card of order.reverse()) {
    if (card.down.length) {
      const nearest = Math.min(...card.down.map((id) => cards.get(id).rank)) - 1;
      if (!card.up.length || nearest < card.rank) card.rank = Math.max(card.rank, nearest);
    }
  }
}

/** Cuts long edges into steps of one rank. */
function withBends(cards, edges) {
  const ranks = [];
  const put = (item) => {
    (ranks[item.rank] = ranks[item.rank] || []).push(item);
    return item;
  };
  const items = new Map([...cards.values()].map((card) => [card.id, put({ ...card, card: true, left: [], right: [] })]));
  const chains = new Map();
  const shared = new Map();
  for (const [from, to] of edges) {
    const [start, end] = [items.get(from), items.get(to)];
    const chain = [start];
    for (let rank = start.rank + 1; rank < end.rank; rank += 1) {
      // Edges of one node run together as far as they can.
      const key = `${from}\n${rank}`;
      const old = shared.get(key);
      const bend = old || put({ id: `bend\n${key}`, rank, width: 0, height: 4, left: [], right: [] });
      shared.set(key, bend);
      chain.push(bend);
    }
    chain.push(end);
    for (let at = 1; at < chain.length; at += 1) {
      if (!chain[at - 1].right.includes(chain[at])) chain[at - 1].right.push(chain[at]);
      if (!chain[at].left.includes(chain[at - 1])) chain[at].left.push(chain[at - 1]);
    }
    chains.set(`${from}\n${to}`, chain);
  }
  return { ranks: Array.from(ranks, (rank) => rank || []), chains };
}

function number(ranks) {
  for (const rank of ranks) rank.forEach((item, at) => { item.order = at; });
}

function crossings(ranks) {
  let count = 0;
  for (const rank of ranks) {
    const ends = rank.flatMap((item) => item.right.map((other) => other.order).sort((a, b) => a - b));
    if (ends.length > 1500) return count;
    for (let i = 0; i < ends.length; i += 1) for (let j = i + 1; j < ends.length; j += 1) if (ends[i] > ends[j]) count += 1;
  }
  return count;
}

function orderRanks(ranks) {
  number(ranks);
  let best = ranks.map((rank) => [...rank]);
  let least = crossings(ranks);
  const mean = (items, own) => (items.length ? items.reduce((sum, item) => sum + item.order, 0) / items.length : own);
  for (let round = 0; round < 16 && least; round += 1) {
    const rightwards = round % 2 === 0;
    const walk = rightwards ? ranks : [...ranks].reverse();
    for (const rank of walk) {
      for (const item of rank) item.wish = mean(rightwards ? item.left : item.right, item.order);
      rank.sort((a, b) => a.wish - b.wish || a.order - b.order);
      rank.forEach((item, at) => { item.order = at; });
    }
    const found = crossings(ranks);
    if (found < least) {
      least = found;
      best = ranks.map((rank) => [...rank]);
    }
  }
  best.forEach((rank, at) => { ranks[at] = rank; });
  number(ranks);
}

/** Puts the items of a rank as near to their wishes as their order allows. */
function settle(rank, wishOf) {
  const blocks = [];
  for (const item of rank) {
    const gap = item.card ? GAP_Y : GAP_Y / 2;
    let block = { items: [item], height: item.height + gap, sum: wishOf(item) - item.height / 2, count: 1 };
    block.y = block.sum;
    while (blocks.length && blocks[blocks.length - 1].y + blocks[blocks.length - 1].height > block.y) {
      const above = blocks.pop();
      const sum = above.sum + block.sum - above.height * block.count;
      block = { items: [...above.items, ...block.items], height: above.height + block.height, sum, count: above.count + block.count };
      block.y = block.sum / block.count;
    }
    blocks.push(block);
  }
  for (const block of blocks) {
    let y = block.y;
    for (const item of block.items) {
      item.y = y;
      y += item.height + (item.card ? GAP_Y : GAP_Y / 2);
    }
  }
}

function coordinates(ranks, chains, cards, edges) {
  let x = 0;
  for (const rank of ranks) {
    const width = Math.max(0, ...rank.map((item) => item.width));
    let y = 0;
    for (const item of rank) {
      item.x = x;
      item.rankWidth = width;
      item.y = y;
      y += item.height + (item.card ? GAP_Y : GAP_Y / 2);
    }
    x += width + GAP_X;
  }
  const middle = (item) => item.y + item.height / 2;
  const mean = (items) => items.reduce((sum, item) => sum + middle(item), 0) / items.length;
  for (let round = 0; round < 12; round += 1) {
    const rightwards = round % 2 === 0;
    for (const rank of rightwards ? ranks : [...ranks].reverse()) {
      settle(rank, (item) => {
        const [near, far] = rightwards ? [item.left, item.right] : [item.right, item.left];
        return near.length ? mean(near) : far.length ? mean(far) : middle(item);
      });
    }
  }
  const all = ranks.flat();
  const top = Math.min(...all.map((item) => item.y), Infinity);
  for (const item of all) item.y -= top;
  const at = new Map(all.filter((item) => item.card).map((item) => [item.id, { x: item.x, y: item.y, width: item.width }]));
  const ways = edges.map(([from, to]) => {
    const chain = chains.get(`${from}\n${to}`) || [];
    return chain.filter((item) => !item.card).map((item) => ({ x: item.x, width: item.rankWidth, y: middle(item) }));
  });
  const height = Math.max(0, ...all.map((item) => item.y + item.height));
  return { width: Math.max(0, x - GAP_X), height, at, ways };
}

/** A smooth line from one place to another, through the bends. */
function wayPath(start, bends, end) {
  let d = `M${start.x},${start.y}`;
  let here = start;
  const curve = (to) => {
    const reach = Math.max(24, (to.x - here.x) / 2);
    d += `C${here.x + reach},${here.y} ${to.x - reach},${to.y} ${to.x},${to.y}`;
    here = to;
  };
  for (const bend of bends) {
    curve({ x: bend.x, y: bend.y });
    if (bend.width) {
      d += `H${bend.x + bend.width}`;
      here = { x: bend.x + bend.width, y: bend.y };
    }
  }
  curve(end);
  return d;
}
