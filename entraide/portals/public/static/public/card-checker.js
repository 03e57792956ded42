// The check of a card without a network: the same steps and the same sentences as on the server, by the browser's own Ed25519.
// When the page is saved this text lies inside it. It sends nothing and keeps nothing.
const carried = JSON.parse(document.getElementById("card-carried").textContent);
const published = JSON.parse(carried.published);
const find = (id) => document.getElementById(id);
const ascii = (text) => new TextEncoder().encode(text);
const today = () => {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return carried.today || `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
};

const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const decode = (text) => {
  if (!/^[A-Za-z0-9_-]{86}$/.test(text)) return null;
  const bytes = bytesOf(text.replaceAll("-", "+").replaceAll("_", "/") + "==");
  // The last letter has four spare bits: written in one way only, as on the server.
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").slice(0, 86) === text ? bytes : null;
};
const verify = async (key, message, signature) => {
  if (!Object.hasOwn(published.keys, key)) return null;
  const held = await crypto.subtle.importKey("raw", bytesOf(published.keys[key]), { name: "Ed25519" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "Ed25519" }, held, signature, ascii(message));
};

const day = (text) => {
  if (!/^\d{8}$/.test(text)) return "";
  const iso = `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  const read = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(iso) ? iso : "";
};
const readToken = (text) => {
  const compact = text.replace(/\s+/g, "");
  if (compact.length > 300) return { standing: "unreadable" };
  const token = compact.replace(/\/+$/, "").split("/").pop();
  const parts = token.split(".");
  if (parts[0] !== "E1" || parts.length > 8) return { standing: "unreadable" };
  if (parts.length < 8 || parts[7].length < 86) return { standing: "truncated" };
  const [, number, kind, issued, until, association, key, signed] = parts;
  const claims = { number, kind, issuedOn: day(issued), until: day(until), association, key };
  const words = [association, key].every((word) => /^[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?$/.test(word));
  const sound = /^C-[0-9A-Z-]{6,}$/.test(number) && "BSC".includes(kind) && kind.length === 1 && claims.issuedOn && claims.until && words;
  const signature = decode(signed);
  if (!sound || !signature) return { standing: "unreadable" };
  return { claims, message: `entraide card\n${parts.slice(0, 7).join(".")}`, signature };
};

const readList = async (text) => {
  const head = /^entraide-revoked-cards 1\nassociation: ([a-z0-9-]{1,20})\nlisted-on: (\d{4}-\d\d-\d\d)\ntrusted-until: (\d{4}-\d\d-\d\d)\nkey: ([a-z0-9-]{1,20})\n((?:C-[0-9A-Z-]+\n)*)signature: ([A-Za-z0-9_-]+)\n?$/;
  const found = head.exec(text.replaceAll("\r\n", "\n"));
  if (!found) return null;
  const [, association, listedOn, trustedUntil, key, numbers, signed] = found;
  const body = text.replaceAll("\r\n", "\n").slice(0, text.replaceAll("\r\n", "\n").lastIndexOf("signature: "));
  const signature = decode(signed);
  if (!signature || association !== published.association || !(await verify(key, `entraide revoked cards\n${body}`, signature))) return null;
  return { listedOn, trustedUntil, numbers: new Set(numbers.split("\n").filter(Boolean)) };
};

let list = null;
const examine = async (text) => {
  const read = readToken(text);
  if (read.standing) return read;
  if (read.claims.association !== published.association) return { standing: "other_association" };
  const signed = await verify(read.claims.key, read.message, read.signature);
  if (signed === null) return { standing: "unknown_key" };
  if (!signed) return { standing: "forged" };
  const { claims } = read;
  const on = today();
  if (list && list.numbers.has(claims.number)) return { standing: "revoked", claims };
  if (on >= claims.until) return { standing: "expired", claims };
  if (on < claims.issuedOn) return { standing: "not_yet", claims };
  return { standing: "valid", claims, listIsOld: !list || on >= list.trustedUntil };
};

const french = (iso) => iso.split("-").reverse().join("/");
const eve = (iso) => new Date(new Date(`${iso}T00:00:00Z`).getTime() - 86_400_000).toISOString().slice(0, 10);
const say = (verdict) => {
  let sentence = carried.sentences[verdict.standing];
  if (verdict.claims) {
    const { until, issuedOn } = verdict.claims;
    sentence = sentence.replace("{last_day}", french(eve(until))).replace("{until}", french(until)).replace("{issued_on}", french(issuedOn));
  }
  return verdict.listIsOld ? `${sentence} ${carried.oldList}` : sentence;
};
const show = (verdict) => {
  const tone = carried.tones[verdict.standing];
  const box = find("card-verdict");
  box.className = `card-verdict card-verdict--${tone}`;
  box.dataset.standing = verdict.standing;
  find("card-word").textContent = carried.words[tone];
  find("card-sentence").textContent = say(verdict);
  find("card-kind").textContent = verdict.claims ? `Carte de ${carried.kinds[verdict.claims.kind]}, n° ${verdict.claims.number}` : "";
  box.hidden = false;
};
const tell = (text) => { find("card-list").textContent = text; };
const take = (found) => {
  list = found;
  const old = today() >= found.trustedUntil;
  tell(`Liste des cartes annulées du ${french(found.listedOn)}, sûre jusqu’au ${french(eve(found.trustedUntil))} inclus.${old ? ` ${carried.oldList}` : ""}`);
};

const begin = async () => {
  const found = await readList(carried.list);
  if (found) take(found);
  else tell("La liste des cartes annulées de cette page a été modifiée. Téléchargez le vérificateur à nouveau.");
  find("card-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    show(await examine(find("card-code").value));
  });
  find("card-file").addEventListener("change", async (event) => {
    const newer = event.target.files.length ? await readList(await event.target.files[0].text()) : null;
    if (!newer) tell("Ce fichier n’est pas une liste signée par l’association. L’ancienne liste reste en service.");
    else if (list && newer.listedOn < list.listedOn) tell("Ce fichier est plus ancien que la liste en service, qui reste.");
    else take(newer);
  });
};

const scan = async () => {
  const video = find("card-video");
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  video.hidden = false;
  await video.play();
  const stop = () => { video.srcObject.getTracks().forEach((track) => track.stop()); video.hidden = true; };
  const look = async () => {
    const [code] = await detector.detect(video);
    if (!code) { requestAnimationFrame(look); return; }
    stop();
    find("card-code").value = code.rawValue;
    show(await examine(code.rawValue));
  };
  await look();
};
if ("BarcodeDetector" in window && navigator.mediaDevices) {
  const camera = find("card-camera");
  camera.hidden = false;
  camera.addEventListener("click", () => scan().catch(() => tell("L’appareil photo n’est pas disponible. Collez le code.")));
}

begin().catch(() => tell("Ce navigateur ne sait pas vérifier une signature. Mettez-le à jour, ou ouvrez l’adresse du code de la carte."));
