// The simulator page. Everything said is read from the server's database; this script only shows it and sends.
// Text of people and of the bot reaches the page as text nodes only.

const $ = (id) => document.getElementById(id);
const TEXTS = JSON.parse($("texts").textContent);
const LIMITS = JSON.parse($("limits").textContent);

const HUES = [212, 262, 320, 12, 38, 172, 140, 232, 350, 190];
const SEEN = "waiqin.sim.seen";
const ME = "waiqin.sim.me";
const MARKS_SENT = 60;

const narrow = matchMedia("(max-width: 759px)");

/** @type {Map<string, {entries: Map<string, object>, more: boolean, loaded: boolean, suggestions: string[]}>} */
const chats = new Map();
/** Messages on their way: nonce → {nonce, person, at, text, media, body, state, file} */
const outbox = new Map();
const queues = new Map();
let people = [];
let me = "";
let now = "";
let seen = read(SEEN, {});
let connected = false;
let everConnected = false;
let moving = false;
let shown = { person: "", nodes: new Map() };

function read(name, fallback) {
  try { return JSON.parse(localStorage.getItem(name)) ?? fallback; } catch { return fallback; }
}

function write(name, value) {
  try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* private window: unread counts start anew */ }
}

function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

// ---- the server

async function ask(path, options) {
  const response = await fetch(`api/${path}`, options);
  const type = response.headers.get("content-type") ?? "";
  const answer = type.includes("json") ? await response.json() : {};
  if (!response.ok) throw Object.assign(new Error(answer.error ?? TEXTS.trouble), { status: response.status });
  return answer;
}

const post = (path, body) =>
  ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

// A lost connection (TypeError) and a server that is just stopping are worth another try; a refusal is not.
const worthRetrying = (error) => error.status === undefined || error.status >= 500;

// ---- time, as text in Beijing time: 2026-11-23T10:00:00.000+08:00

const clockOf = (at) => at.slice(11, 16);
const dayOf = (at) => at.slice(0, 10);

function dayName(at) {
  const [year, month, day] = dayOf(at).split("-").map(Number);
  const weekday = "日一二三四五六"[new Date(Date.UTC(year, month - 1, day)).getUTCDay()];
  const thisYear = now && now.slice(0, 4) !== at.slice(0, 4) ? `${year}年` : "";
  return `${thisYear}${month}月${day}日 周${weekday}`;
}

function nextDay(at) {
  const [year, month, day] = dayOf(at).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10);
}

function showClock(at) {
  const newDay = now && dayOf(now) !== dayOf(at);
  now = at;
  if (newDay && people.length) showPeople();
  $("now").dateTime = at;
  $("now-day").textContent = dayName(at);
  $("now-time").textContent = clockOf(at);
  $("to-evening").textContent = clockOf(at) < "17:30" ? TEXTS.today : TEXTS.tomorrow;
}

async function moveClock(request) {
  if (moving) return;
  moving = true;
  document.querySelector(".clock").classList.add("moving");
  for (const button of document.querySelectorAll("#clock-buttons button")) button.disabled = true;
  try {
    const answer = await post("clock", request);
    showClock(answer.now);
    announce(TEXTS.moved.replace("{time}", `${dayName(now)} ${clockOf(now)}`));
    return true;
  } catch (error) {
    if (!$("clock-dialog").open) toast(error.status ? error.message : TEXTS.lost);
    else { $("clock-wrong").textContent = error.message; $("clock-wrong").hidden = false; }
    return false;
  } finally {
    moving = false;
    document.querySelector(".clock").classList.remove("moving");
    for (const button of document.querySelectorAll("#clock-buttons button")) button.disabled = false;
  }
}

// ---- people

const personOf = (userid) => people.find((person) => person.userid === userid);

function initials(name) {
  return /^[\x20-\x7e]+$/.test(name) ? name.slice(0, 2).toUpperCase() : [...name].slice(-2).join("");
}

function avatar(person) {
  const node = h("span", { class: "avatar", "aria-hidden": "true" }, initials(person.name));
  let sum = 0;
  for (const letter of person.userid) sum = (sum * 31 + letter.codePointAt(0)) % 9973;
  node.style.setProperty("--hue", HUES[sum % HUES.length]);
  return node;
}

const botAvatar = () => h("span", { class: "avatar bot", "aria-hidden": "true" }, "勤");
const count = (number) => (number > 99 ? "99+" : String(number));

function showPeople() {
  const focused = document.activeElement?.closest?.(".person")?.dataset.userid;
  const list = people.map((person, index) => {
    const current = person.userid === me && !(narrow.matches && document.body.dataset.screen === "people");
    const badge = person.unread
      ? h("span", { class: "badge" }, count(person.unread), h("span", { class: "sr" }, TEXTS.unread))
      : h("span");
    const when = person.last ? (dayOf(person.last.at) === dayOf(now) ? clockOf(person.last.at) : person.last.at.slice(5, 10).replace("-", "/")) : "";
    return h("li", {},
      h("button", {
        type: "button", class: "person", "data-userid": person.userid,
        "aria-current": current ? "true" : false,
        "aria-keyshortcuts": index < 9 ? `Alt+${index + 1}` : false,
        tabindex: person.userid === (me || people[0].userid) ? "0" : "-1",
        onclick: () => go(person.userid),
      },
      avatar(person),
      h("span", { class: "person-name" }, person.name, h("span", { class: "person-role" }, [person.role, person.department].filter(Boolean).join(" · "))),
      h("span", { class: "person-time" }, when),
      h("span", { class: "person-last" }, person.last?.text || TEXTS.nothing_yet),
      badge));
  });
  $("people").replaceChildren(...list);
  if (focused) $("people").querySelector(`[data-userid="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  const others = people.reduce((sum, person) => sum + (person.userid === me ? 0 : person.unread), 0);
  $("others").hidden = !others;
  $("others").textContent = count(others);
  document.title = (others ? `(${count(others)}) ` : "") + "小勤 · 模拟器";
}

function step(by) {
  if (!people.length) return;
  const at = people.findIndex((person) => person.userid === me);
  go(people[(at + by + people.length) % people.length].userid);
}

function go(userid) {
  if (location.hash.slice(1) === encodeURIComponent(userid)) enter(userid);
  else location.hash = encodeURIComponent(userid);
}

function follow() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (personOf(wanted)) { enter(wanted); return; }
  if (narrow.matches) { leave(); return; }
  const last = read(ME, "");
  if (people.length) enter(personOf(last) ? last : (people.find((person) => person.role === "业务员") ?? people[0]).userid);
}

function leave() {
  const left = document.body.dataset.screen === "chat";
  document.body.dataset.screen = "people";
  showPeople();
  if (left) $("people").querySelector('[tabindex="0"]')?.focus({ preventScroll: true });
}

async function enter(userid) {
  const person = personOf(userid);
  const other = me !== userid;
  if (other) { saveDraft(); me = userid; restoreDraft(); }
  write(ME, me);
  document.body.dataset.screen = "chat";
  $("chat-name").textContent = person.name;
  $("chat-role").textContent = [person.role, person.department].filter(Boolean).join(" · ");
  showPeople();
  showChat();
  toBottom();
  if (!matchMedia("(pointer: coarse)").matches) $("text").focus({ preventScroll: true });
  if (!chatOf(userid).loaded) await loadChat(userid);
}

const drafts = new Map();
function saveDraft() { if (me) drafts.set(me, $("text").value); }
function restoreDraft() { $("text").value = drafts.get(me) ?? ""; fitText(); }

// ---- conversations

function chatOf(userid) {
  if (!chats.has(userid)) chats.set(userid, { entries: new Map(), more: false, loaded: false, suggestions: [] });
  return chats.get(userid);
}

async function loadChat(userid, before = "") {
  const chat = chatOf(userid);
  const query = new URLSearchParams({ person: userid });
  if (before) query.set("before", before);
  let answer;
  try { answer = await ask(`chat?${query}`); } catch { return; }
  const known = [...chat.entries.keys()];
  // More happened than one page holds while this page was away: start anew instead of leaving a gap.
  if (!before && known.length && answer.more && !answer.entries.some((entry) => chat.entries.has(entry.id))) {
    chat.entries.clear();
    known.length = 0;
  }
  if (before || !known.length) chat.more = answer.more;
  chat.suggestions = answer.suggestions;
  chat.loaded = true;
  take(userid, answer.entries, { quiet: true });
  if (userid === me) showChat();
}

/** Merge entries from any source; what is known already changes nothing. */
function take(userid, entries, { quiet = false } = {}) {
  const chat = chatOf(userid);
  const person = personOf(userid);
  const fresh = entries.filter((entry) => !chat.entries.has(entry.id));
  for (const entry of fresh) {
    const sent = entry.nonce && outbox.get(entry.nonce);
    // The server keeps where somebody was only with his consent; what this page just sent it may go on showing.
    if (sent?.media?.kind === "location" && !entry.media?.label) entry.media = sent.media;
    outbox.delete(entry.nonce);
    chat.entries.set(entry.id, entry);
  }
  if (!fresh.length || !person) return;
  const newest = fresh.reduce((last, entry) => (entry.id > last.id ? entry : last));
  // What is older than the last known entry is in the server's count already.
  const known = person.last?.id ?? "";
  if (!person.last || person.last.id < newest.id) {
    person.last = { id: newest.id, at: newest.at, text: preview(newest) };
  }
  if (!quiet) {
    const unseen = fresh.filter((entry) => entry.kind !== "message" && entry.id > known);
    if (!isWatched(userid)) person.unread += unseen.length;
    for (const entry of unseen) {
      const who = userid === me ? TEXTS.bot : `${TEXTS.bot} → ${person.name}`;
      announce(`${who}：${entry.text}`);
    }
  }
  if (userid === me) showChat();
  showPeople();
}

function preview(entry) {
  if (entry.media) return `[${TEXTS[{ image: "image", location: "place", voice: "voice" }[entry.media.kind]]}]`;
  return entry.text.replace(/\s+/g, " ").slice(0, 60);
}

const isWatched = (userid) =>
  userid === me && document.visibilityState === "visible" && !(narrow.matches && document.body.dataset.screen === "people");

function markSeen() {
  const person = personOf(me);
  if (!person || !isWatched(me)) return;
  const newest = [...chatOf(me).entries.keys()].reduce((last, id) => (id > last ? id : last), seen[me] ?? "");
  if (newest && newest !== seen[me]) { seen[me] = newest; write(SEEN, seen); }
  if (person.unread && chatOf(me).loaded) { person.unread = 0; showPeople(); }
}

const nearBottom = () => $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < 80;
function toBottom() { $("log").scrollTop = $("log").scrollHeight; $("newer").hidden = true; }

function showChat() {
  const chat = chatOf(me);
  const changed = shown.person !== me;
  if (changed) { shown = { person: me, nodes: new Map() }; $("entries").replaceChildren(); }
  const stick = changed || nearBottom();
  const entries = [...chat.entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const waiting = [...outbox.values()].filter((item) => item.person === me);
  const before = shown.nodes;
  const nodes = new Map();
  const wanted = [];
  let day = "";
  for (const entry of [...entries, ...waiting.map(asEntry)]) {
    if (dayOf(entry.at) !== day) {
      day = dayOf(entry.at);
      const key = `day ${day}`;
      nodes.set(key, before.get(key) ?? h("li", { class: "day" }, h("span", {}, dayName(entry.at))));
      wanted.push(nodes.get(key));
    }
    // A message keeps its node when the server's copy takes the place of the one on its way.
    const key = entry.nonce ?? entry.id;
    const state = entry.state ?? "";
    let node = before.get(key);
    if (!node || node.dataset.state !== state) {
      node = entryNode(entry);
      node.dataset.state = state;
      if (!changed && !before.has(key)) node.classList.add("fresh");
    }
    nodes.set(key, node);
    wanted.push(node);
  }
  for (const [key, node] of before) if (nodes.get(key) !== node) node.remove();
  wanted.forEach((node, index) => {
    const there = $("entries").children[index];
    if (there !== node) $("entries").insertBefore(node, there ?? null);
  });
  shown.nodes = nodes;
  $("earlier").hidden = !chat.more;
  $("earlier").textContent = TEXTS.earlier;
  $("typing").hidden = !waiting.some((item) => item.state === "sending");
  $("typing").textContent = TEXTS.typing;
  const empty = chat.loaded && !wanted.length;
  $("start").hidden = !empty;
  $("start-text").textContent = TEXTS.empty;
  showChips(entries, waiting, empty ? chat.suggestions : []);
  if (stick) toBottom(); else if (wanted.length) $("newer").hidden = nearBottom();
  markSeen();
}

function asEntry(item) {
  return { id: `~${item.nonce}`, nonce: item.nonce, kind: "message", at: item.at, text: item.text, media: item.media, state: item.state };
}

function entryNode(entry) {
  const mine = entry.kind === "message";
  const label = mine ? TEXTS.me : TEXTS.bot;
  const said = h("div", { class: "said" },
    entry.kind === "push" ? h("span", { class: "origin" }, TEXTS.push) : null,
    h("span", { class: "sr" }, `${label}：`),
    bubble(entry),
    foot(entry));
  return h("li", { class: `entry ${entry.kind} ${entry.state ? (entry.state === "failed" ? "failed" : "pending") : ""}`, "data-id": entry.id },
    mine ? avatar(personOf(me)) : botAvatar(), said);
}

function foot(entry) {
  if (entry.state !== "failed") return h("span", { class: "time" }, h("time", { datetime: entry.at }, clockOf(entry.at)));
  const item = outbox.get(entry.nonce);
  return h("span", { class: "time" }, item?.refused ? item.why : `${TEXTS.failed}，${TEXTS.waiting}`,
    h("button", { type: "button", class: "again", onclick: () => sendAgain(entry.nonce) }, TEXTS.again));
}

function bubble(entry) {
  const media = entry.media;
  if (media?.kind === "image") {
    const source = media.url ?? `api/media/${encodeURIComponent(media.id)}`;
    const image = h("img", { src: source, alt: TEXTS.image });
    image.addEventListener("load", () => { if ($("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < 360) toBottom(); }, { once: true });
    return h("div", { class: "bubble plain" }, h("button", { type: "button", class: "shot", onclick: () => enlarge(source) }, image));
  }
  if (media?.kind === "location") {
    const spot = Number.isFinite(media.latitude) ? `${media.latitude.toFixed(4)}, ${media.longitude.toFixed(4)}` : "";
    return h("div", { class: "bubble plain" }, h("div", { class: "spot" },
      h("div", { class: "spot-text" }, h("strong", {}, media.label || TEXTS.place), h("small", {}, spot)),
      h("div", { class: "spot-map" }, icon("place"))));
  }
  if (media?.kind === "voice") return h("div", { class: "bubble sound" }, icon("wave"), h("span", {}, `${TEXTS.voice} 4″`));
  return h("div", { class: "bubble" }, entry.text);
}

function enlarge(source) {
  $("picture-large").src = source;
  $("picture-dialog").showModal();
}

/** Numbered ways out of the bot's last words: "1 东吴机械 2 东武纺织", on one line or one a line; "1 次，2 家" is none. */
function choices(text) {
  const marks = [...text.matchAll(/(?<=^|[\s：:，,。；;？?（(])([1-9])[ .．、)）]\s*(?=\S)/gu)].map((match) => ({
    number: Number(match[1]), from: match.index, to: match.index + match[0].length,
    leads: match.index === 0 || text[match.index - 1] === "\n",
  }));
  const real = marks.filter((mark) => mark.leads || !/^[次家分天级个台条万年月日号人位点小]/u.test(text.slice(mark.to)));
  const first = real.findLastIndex((mark) => mark.number === 1 && mark.leads);
  const run = [];
  for (const mark of real.slice(Math.max(first, 0))) if (mark.number === run.length + 1) run.push(mark);
  if (run.length === 1 && !/[？?\n]\s*$/u.test(text.slice(0, run[0].from))) return [];
  return run.map((mark, index) => ({
    number: String(mark.number),
    label: text.slice(mark.to, run[index + 1]?.from).split(/[\n。？?；;，,]/u)[0].trim().slice(0, 14),
  }));
}

function showChips(entries, waiting, suggestions) {
  const last = entries.at(-1);
  const ways = last && last.kind !== "message" && !waiting.length ? choices(last.text) : [];
  const chips = ways.length
    ? ways.map(({ number, label }) => h("button", { type: "button", class: "chip", onclick: () => pick(number) }, h("b", {}, number), label))
    : suggestions.map((sentence) => h("button", { type: "button", class: "chip", onclick: () => pick(sentence) }, sentence));
  $("chips").classList.toggle("wrap", !ways.length);
  $("chips").hidden = !chips.length;
  $("chips").replaceChildren(...chips);
}

function pick(sentence) {
  sendText(sentence);
  $("text").focus({ preventScroll: true });
}

// ---- sending: in order per person, again with the same nonce when the connection comes back

function sendText(text) {
  if ([...text].length > LIMITS.text) { toast(TEXTS.text_too_long); return false; }
  send({ text, body: { kind: "text", text } });
  return true;
}

function sendPicture(file) {
  if (!file) return;
  if (file.size > LIMITS.picture) { toast(TEXTS.picture_too_large); return; }
  send({ text: "", media: { kind: "image", url: URL.createObjectURL(file) }, file });
}

function sendPlace(latitude, longitude, label) {
  send({ text: "", media: { kind: "location", latitude, longitude, label }, body: { kind: "location", latitude, longitude, label } });
}

function newNonce() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function send(message) {
  if (!personOf(me)) return;
  const item = { ...message, nonce: newNonce(), person: me, at: now, state: "sending" };
  outbox.set(item.nonce, item);
  showChat();
  toBottom();
  enqueue(item);
}

function sendAgain(nonce) {
  const item = outbox.get(nonce);
  if (!item || item.state === "sending") return;
  item.state = "sending";
  item.refused = false;
  showChat();
  enqueue(item);
}

function enqueue(item) {
  const earlier = queues.get(item.person) ?? Promise.resolve();
  queues.set(item.person, earlier.then(() => deliver(item)));
}

async function deliver(item) {
  try {
    const answer = await ask("say", request(item));
    take(item.person, answer.entries);
    outbox.delete(item.nonce);
    showClock(answer.now);
    // Acknowledged, but the database did not show it: read the conversation anew.
    if (!answer.entries.length) await loadChat(item.person);
  } catch (error) {
    item.state = "failed";
    item.refused = !worthRetrying(error);
    item.why = error.message;
    if (!item.refused && connected) setTimeout(() => sendAgain(item.nonce), 2000);
  }
  if (item.person === me) showChat();
}

function request(item) {
  if (!item.file) {
    const body = JSON.stringify({ ...item.body, person: item.person, nonce: item.nonce });
    return { method: "POST", headers: { "content-type": "application/json" }, body };
  }
  const form = new FormData();
  form.set("person", item.person);
  form.set("nonce", item.nonce);
  form.set("kind", "image");
  form.set("image", item.file);
  return { method: "POST", body: form };
}

// ---- the connection

async function loadState() {
  const query = new URLSearchParams();
  for (const [userid, id] of Object.entries(seen).slice(-MARKS_SENT)) query.append("seen", `${userid}~${id}`);
  const state = await ask(`state?${query}`);
  people = state.people;
  showClock(state.now);
  // A mark from the future was set in another company's life.
  const limit = Date.parse(state.now) * 1000;
  for (const [userid, id] of Object.entries(seen)) if (Number(id.slice(0, 16)) > limit) delete seen[userid];
  $("clock-buttons").hidden = !state.movable;
  document.querySelector(".clock-help").hidden = !state.movable;
  $("clock-real").hidden = state.movable;
  $("clock-now").disabled = !state.movable;
}

async function catchUp() {
  try { await loadState(); } catch (error) {
    if (error.status === 400 && Object.keys(seen).length) { seen = {}; write(SEEN, seen); return catchUp(); }
    return undefined;
  }
  for (const chat of chats.values()) chat.loaded = false;
  if (me && personOf(me)) { showPeople(); await loadChat(me); } else { me = ""; follow(); }
  for (const item of [...outbox.values()]) if (item.state === "failed" && !item.refused) sendAgain(item.nonce);
  return undefined;
}

function showLink(state) {
  const back = state === "on" && !connected && everConnected;
  connected = state === "on";
  $("link").classList.toggle("good", back);
  $("link").textContent = connected ? (back ? TEXTS.back : "") : TEXTS.lost;
  $("link").hidden = connected && !back;
  document.body.dataset.link = state;
  if (back) setTimeout(() => { if (connected) $("link").hidden = true; }, 1500);
  if (connected) everConnected = true;
}

function listen() {
  const events = new EventSource("api/events");
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.now && !moving) showClock(event.now);
    if (event.type === "hello") { showLink("on"); catchUp(); }
    if (event.type === "entries") take(event.person, event.entries);
  };
  events.onerror = () => {
    showLink("off");
    // A browser gives up for good when the answer is no event stream, as behind a server that is just starting.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
  addEventListener("pagehide", () => events.close(), { once: true });
}

// ---- what people hear and see for a moment

function announce(text) {
  const line = h("p", {}, text);
  $("announce").append(line);
  setTimeout(() => line.remove(), 8000);
}

let toastEnds = 0;
function toast(text) {
  $("toast").textContent = text;
  $("toast").hidden = false;
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => { $("toast").hidden = true; }, 5000);
}

// ---- hands: composer, pictures, places, clock, keys

function fitText() {
  const field = $("text");
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, 140)}px`;
}

$("text").addEventListener("input", fitText);
$("text").addEventListener("keydown", (event) => {
  // Enter that ends a Chinese input method's composition is not meant for us.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  $("composer").requestSubmit();
});
$("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("text").value.trim();
  if (!text || !sendText(text)) return;
  $("text").value = "";
  fitText();
  $("text").focus({ preventScroll: true });
});

$("voice").addEventListener("click", () => send({ text: "", media: { kind: "voice" }, body: { kind: "voice" } }));
$("picture").addEventListener("click", () => $("file").click());
$("file").addEventListener("change", () => { sendPicture($("file").files[0]); $("file").value = ""; });
$("text").addEventListener("paste", (event) => {
  const file = [...(event.clipboardData?.files ?? [])].find((item) => item.type.startsWith("image/"));
  if (file) { event.preventDefault(); sendPicture(file); }
});
let over = 0;
const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
$("phone").addEventListener("dragenter", (event) => { if (hasFiles(event)) { over += 1; $("phone").classList.add("dropping"); } });
$("phone").addEventListener("dragleave", () => { over = Math.max(0, over - 1); if (!over) $("phone").classList.remove("dropping"); });
addEventListener("dragover", (event) => { if (hasFiles(event)) event.preventDefault(); });
addEventListener("drop", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  over = 0;
  $("phone").classList.remove("dropping");
  if ($("phone").contains(event.target)) sendPicture([...event.dataTransfer.files].find((item) => item.type.startsWith("image/")));
});

let places = [];
$("place").addEventListener("click", async () => {
  $("place-filter").value = "";
  $("place-wrong").hidden = true;
  places = [];
  showPlaces();
  $("place-dialog").showModal();
  try { places = (await ask(`places?${new URLSearchParams({ person: me })}`)).places; } catch (error) { toast(error.status ? error.message : TEXTS.lost); }
  showPlaces(true);
});
$("place-filter").addEventListener("input", () => showPlaces(true));

function showPlaces(loaded = false) {
  const part = $("place-filter").value.trim().toLowerCase();
  const fitting = places.filter((place) => `${place.name}${place.short}${place.city}`.toLowerCase().includes(part));
  $("place-filter").hidden = places.length < 6;
  $("places").replaceChildren(...fitting.map((place) => h("li", {},
    h("button", { type: "button", onclick: () => sendPreset(place) }, place.name, h("small", {}, place.city)))));
  if (loaded && !places.length) $("places").append(h("p", {}, TEXTS.no_places));
}

function sendPreset(place) {
  const metres = Number(document.querySelector('input[name="off"]:checked').value);
  $("place-dialog").close();
  sendPlace(place.latitude + metres / 111_195, place.longitude, `${place.city}${place.short}`);
}

$("place-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const [latitude, longitude] = ["latitude", "longitude"].map((name) => (String(form.get(name)).trim() ? Number(form.get(name)) : NaN));
  const good = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  $("place-wrong").hidden = good;
  $("place-wrong").textContent = TEXTS.not_a_place;
  if (!good) return;
  $("place-dialog").close();
  sendPlace(latitude, longitude, String(form.get("label")).trim());
});

$("clock-buttons").addEventListener("click", (event) => {
  const minutes = event.target.closest("button")?.dataset.minutes;
  if (minutes) moveClock({ add_minutes: Number(minutes) });
});
$("to-evening").addEventListener("click", () =>
  moveClock({ to: `${clockOf(now) < "17:30" ? dayOf(now) : nextDay(now)}T17:30` }));
$("to-morning").addEventListener("click", () => moveClock({ next_morning: true }));
function openClock() {
  $("clock-wrong").hidden = true;
  $("clock-to").value = now.slice(0, 16);
  $("clock-to").min = now.slice(0, 16);
  $("clock-dialog").showModal();
}
$("to-any").addEventListener("click", openClock);
$("clock-now").addEventListener("click", openClock);
$("clock-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if ($("clock-to").value && await moveClock({ to: $("clock-to").value })) $("clock-dialog").close();
});

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}

$("log").addEventListener("scroll", () => { if (nearBottom()) $("newer").hidden = true; });
$("newer").querySelector("span").textContent = TEXTS.newer;
$("newer").addEventListener("click", toBottom);
$("earlier").addEventListener("click", async () => {
  const first = [...chatOf(me).entries.keys()].reduce((least, id) => (id < least ? id : least), "~");
  const height = $("log").scrollHeight;
  await loadChat(me, first);
  $("log").scrollTop += $("log").scrollHeight - height;
});
$("back").addEventListener("click", () => { location.hash = ""; });

$("people").addEventListener("keydown", (event) => {
  const buttons = [...$("people").querySelectorAll(".person")];
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at < 0 || event.altKey) return;
  event.preventDefault();
  buttons[Math.max(0, Math.min(buttons.length - 1, to))].focus();
});

addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.isComposing) return;
  if (event.key === "Escape") {
    if (narrow.matches) { if (document.body.dataset.screen === "chat") location.hash = ""; return; }
    $("people").querySelector(`[data-userid="${CSS.escape(me)}"]`)?.focus();
    return;
  }
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
  if (digit && people[digit - 1]) { event.preventDefault(); go(people[digit - 1].userid); }
  if (event.key === "ArrowDown") { event.preventDefault(); step(1); }
  if (event.key === "ArrowUp") { event.preventDefault(); step(-1); }
});

addEventListener("hashchange", follow);
narrow.addEventListener("change", () => { follow(); showPeople(); });
document.addEventListener("visibilitychange", markSeen);
addEventListener("resize", () => { if (nearBottom()) toBottom(); });

$("link").textContent = TEXTS.connecting;
$("link").hidden = false;
listen();
