// The live page. Everything that comes in the news is a stranger's text: it becomes text nodes, never markup.

const byId = (id) => document.getElementById(id);
const MINUTE = 60;
const PATIENCE = 5000; // milliseconds
const MARKS = new Map([[0.01, "10 ms"], [0.1, "100 ms"], [1, "1 s"], [10, "10 s"], [Infinity, "more"]]);

let source = null;
const wanted = new URLSearchParams(location.search).get("stream");
let chosen = wanted;
let byHand = wanted !== null; // else the page goes on to another stream when this one has nothing new
let shown = null; // stream and number of the pictures on the page
let loading = false;
let again = 0;
let quiet = { seen: -1, since: 0 }; // how long the chosen stream has had nothing new
const history = []; // the bulletins of the last minute, oldest first

// --- the connection

function connect() {
  source?.close();
  source = new EventSource(chosen === null ? "/events" : `/events?stream=${chosen}`);
  source.onmessage = (event) => tell(JSON.parse(event.data));
  source.onerror = () => {
    say("waiting", "no connection to the stage; trying again");
    if (source.readyState === EventSource.CLOSED) {
      // After an answer other than news a browser does not try again by itself.
      clearTimeout(again);
      again = setTimeout(connect, 10_000);
    }
  };
}

function say(state, words) {
  byId("state").dataset.state = state;
  text(byId("state"), words);
}

function text(element, words) {
  if (element.textContent !== words) {
    element.textContent = words;
  }
}

function tell(bulletin) {
  if (history.length > 0 && bulletin.counts.received < history.at(-1).counts.received) {
    history.length = 0; // another stage, or the same begun anew
  }
  history.push(bulletin);
  while (history.length > 2 && bulletin.seconds - history[0].seconds > MINUTE) {
    history.shift();
  }
  document.title = `${bulletin.stage} · ipt-streams`;
  text(byId("stage"), bulletin.stage);
  text(byId("models"), bulletin.models.map((model) => `${model.name} on ${model.place}`).join("; "));
  if (bulletin.obstacles.length === 0) {
    say("ready", "ready");
  } else {
    say("trouble", bulletin.obstacles.join("; "));
  }
  streams(bulletin.streams);
  numbers(bulletin, history[0]);
  letters(bulletin.deadLetters);
}

// --- the pictures

function streams(list) {
  if (!byHand && list.length > 0 && isQuiet(list)) {
    choose(list[0].id);
  }
  const group = byId("streams");
  const buttons = new Map([...group.children].map((button) => [button.value, button]));
  for (const stream of [...list].sort((a, b) => a.id - b.id)) {
    const key = String(stream.id);
    const button = buttons.get(key) ?? addButton(group, key);
    buttons.delete(key);
    text(button.firstChild, stream.name);
    text(button.lastChild, rate(stream));
    button.title = stream.name;
    button.setAttribute("aria-pressed", String(key === chosen));
  }
  buttons.forEach((gone) => gone.remove());
  const stream = list.find((each) => String(each.id) === chosen);
  if (stream === undefined) {
    empty(chosen === null ? "no picture yet" : "this stream is gone: nothing has come of it lately");
  } else if (stream.shown !== null) {
    show(stream);
  } else if (shown === null || shown.stream !== stream.id) {
    empty("no picture to show yet; those above 4 MiB are not shown");
  }
}

function addButton(group, key) {
  const button = document.createElement("button");
  button.type = "button";
  button.value = key;
  button.append(document.createElement("span"), document.createElement("small"));
  button.addEventListener("click", () => {
    byHand = true;
    choose(key);
  });
  group.append(button);
  return button;
}

/** Frames of a stream a second, of late. */
function rate(stream) {
  const { seconds, streams: before } = history[0];
  const then = before.find((each) => each.id === stream.id);
  const passed = history.at(-1).seconds - seconds;
  return then === undefined || passed === 0 ? "" : ` ${((stream.seen - then.seen) / passed).toFixed(1)}/s`;
}

/** Whether the chosen stream has had nothing new for a while, and another has. */
function isQuiet(list) {
  const stream = list.find((each) => String(each.id) === chosen);
  if (stream === undefined) {
    return true;
  }
  if (stream.seen !== quiet.seen) {
    quiet = { seen: stream.seen, since: performance.now() };
  }
  return list[0] !== stream && performance.now() - quiet.since > PATIENCE;
}

function choose(id) {
  if (chosen !== String(id)) {
    chosen = String(id);
    quiet = { seen: -1, since: performance.now() };
    connect();
  }
}

function empty(words) {
  shown = null;
  byId("comparison").dataset.empty = "yes";
  byId("before").replaceChildren();
  byId("after").replaceChildren();
  text(byId("nothing"), words);
  text(byId("caption"), "");
}

async function show(stream) {
  const { number } = stream.shown;
  if (loading || (shown?.stream === stream.id && shown.number === number)) {
    return;
  }
  loading = true;
  try {
    const [before, after] = await Promise.all(
      ["before", "after"].map((side) => picture(`/streams/${stream.id}/${number}/${side}.jpg`, side)),
    );
    if (String(stream.id) === chosen) {
      place(stream, before, after);
    }
  } catch {
    // It was replaced before it was fetched; the next one is on its way.
  } finally {
    loading = false;
  }
}

async function picture(address, side) {
  const image = new Image();
  image.alt = side === "before" ? "the picture as it came" : "the restored picture";
  image.draggable = false;
  image.src = address;
  await image.decode();
  return image;
}

function place(stream, before, after) {
  const { number, frame, task, width, height, scale, quality } = stream.shown;
  shown = { stream: stream.id, number };
  const comparison = byId("comparison");
  comparison.style.aspectRatio = `${width} / ${height}`;
  comparison.dataset.empty = "no";
  byId("before").replaceChildren(before);
  byId("after").replaceChildren(after);
  const words = [`frame ${frame ?? number}`, task, `${width} × ${height}`];
  if (scale !== 1) {
    words.push(`enlarged ${scale} times`);
  }
  if (quality?.noiseBefore != null && quality.noiseAfter != null) {
    words.push(`noise about ${quality.noiseBefore.toFixed(1)} → ${quality.noiseAfter.toFixed(1)} levels`);
  }
  text(byId("caption"), words.join(" · "));
}

function split(percent) {
  byId("comparison").style.setProperty("--split", `${percent}%`);
}

byId("split").addEventListener("input", (event) => split(event.target.value));
byId("comparison").addEventListener("pointerdown", (event) => {
  event.currentTarget.setPointerCapture(event.pointerId);
  drag(event);
});
byId("comparison").addEventListener("pointermove", (event) => {
  if (event.buttons !== 0) {
    drag(event);
  }
});

function drag(event) {
  const box = event.currentTarget.getBoundingClientRect();
  const percent = Math.round((100 * (event.clientX - box.left)) / box.width);
  byId("split").value = Math.min(100, Math.max(0, percent));
  split(byId("split").value);
}

// --- the numbers

function numbers(now, then) {
  const seconds = now.seconds - then.seconds;
  const done = (bulletin) => bulletin.counts.received - bulletin.counts.waiting;
  text(byId("rate"), seconds > 0 ? ((done(now) - done(then)) / seconds).toFixed(1) : "–");
  const calls = now.batches.calls - then.batches.calls;
  const tiles = now.batches.tiles - then.batches.tiles;
  text(byId("fill"), calls > 0 ? `${(tiles / calls).toFixed(1)} of ${now.batches.largest}` : "–");
  text(byId("lag"), now.lag === null ? "–" : String(now.lag));
  const stream = now.streams.find((each) => String(each.id) === chosen);
  const known = stream !== undefined && stream.after !== null;
  text(byId("decibels"), known ? `${stream.before.toFixed(1)} → ${stream.after.toFixed(1)}` : "–");
  text(byId("equation"), equation(now.counts));
  spread("queue", now.queue, then.queue);
  spread("work", now.work, then.work);
}

function equation(counts) {
  const terms = [
    ["restored", counts.restored],
    ["passed through", counts.passed],
    ["dropped", counts.dropped],
    ["ignored", counts.ignored],
    ["dead-lettered", counts.deadLettered],
    ["waiting", counts.waiting],
  ];
  const sum = terms
    .filter(([name, count]) => count > 0 || name === "restored" || name === "dead-lettered" || name === "waiting")
    .map(([name, count]) => `${name} ${count}`)
    .join(" + ");
  return `received ${counts.received} = ${sum}${counts.late > 0 ? `; too late ${counts.late}` : ""}`;
}

function spread(name, now, then) {
  // Counts are "up to": each class is the difference to the one below. A task that is new has none from before.
  const before = then.counts.length === now.counts.length ? then.counts : now.counts.map(() => 0);
  const upTo = now.counts.map((count, i) => count - before[i]);
  const classes = upTo.map((count, i) => count - (i > 0 ? upTo[i - 1] : 0));
  const bars = byId(name);
  while (bars.children.length < classes.length) {
    bars.append(document.createElement("i"));
  }
  const most = Math.max(1, ...classes);
  classes.forEach((count, i) => {
    bars.children[i].style.height = `${(100 * count) / most}%`;
  });
  const words = upTo.at(-1) > 0
    ? `half within ${duration(quantile(0.5, upTo, now.bounds))}, 95 % within ${duration(quantile(0.95, upTo, now.bounds))}`
    : "";
  text(byId(`${name}-words`), words);
  bars.setAttribute("aria-label", `${name}: ${words === "" ? "no frames" : words}`);
  if (name === "queue" && byId("bounds").children.length === 0) {
    [...now.bounds, Infinity].forEach((bound) => {
      const span = document.createElement("span");
      // There is room for one name in three.
      span.textContent = MARKS.get(bound) ?? "";
      byId("bounds").append(span);
    });
  }
}

function quantile(share, upTo, bounds) {
  const wanted = share * upTo.at(-1);
  const i = upTo.findIndex((count) => count >= wanted);
  if (i >= bounds.length) {
    return Infinity;
  }
  const below = i > 0 ? upTo[i - 1] : 0;
  const from = i > 0 ? bounds[i - 1] : 0;
  return from + ((bounds[i] - from) * (wanted - below)) / Math.max(1, upTo[i] - below);
}

function duration(seconds) {
  if (!Number.isFinite(seconds)) {
    return "more than a minute";
  }
  return seconds < 1 ? `${Math.round(1000 * seconds)} ms` : `${+seconds.toFixed(1)} s`;
}

// --- the dead letters

function letters(list) {
  byId("no-letters").hidden = list.length > 0;
  const ol = byId("letters");
  const items = new Map([...ol.children].map((item) => [item.dataset.key, item]));
  const order = list.map((letter) => {
    const key = `${letter.id}${letter.picture ? "p" : ""}`;
    return items.get(key) ?? item(letter, key);
  });
  if (order.length !== ol.children.length || order.some((each, i) => each !== ol.children[i])) {
    ol.replaceChildren(...order);
  }
}

function item(letter, key) {
  const item = document.createElement("li");
  item.dataset.key = key;
  const words = document.createElement("div");
  words.append(
    paragraph("", strong(letter.station), ` ${letter.reason}`),
    paragraph(
      "where",
      `${letter.stream} · ${letter.topic}, partition ${letter.partition}, offset ${letter.offset} · `
        + new Date(letter.when).toLocaleTimeString(),
    ),
  );
  item.append(letter.picture ? thumbnail(letter) : noPicture(), words);
  return item;
}

function paragraph(name, ...parts) {
  const p = document.createElement("p");
  p.className = name;
  p.append(...parts);
  return p;
}

function strong(words) {
  const element = document.createElement("strong");
  element.textContent = words;
  return element;
}

function thumbnail(letter) {
  const image = new Image();
  image.alt = "what was to be restored";
  image.src = `/dead-letters/${letter.id}.jpg`;
  return image;
}

function noPicture() {
  const span = document.createElement("span");
  span.textContent = "no picture to show";
  return span;
}

// A page that nobody sees asks for nothing.
document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    source?.close();
  } else {
    connect();
  }
});
connect();
