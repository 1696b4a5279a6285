#!/usr/bin/env python3
"""A second reader of Keepsake archives, version 1, after format.md. Needs python3-cryptography and python3-argon2.
   read_archive.py [--phrase] list|verify FILE …          read_archive.py [--phrase] extract FILE … FOLDER"""
import base64, collections, contextlib, getpass, hashlib, hmac, json, math, mmap, os, re, struct, sys, time, unicodedata, zlib
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MESSAGES, MEDIA, INDEX, END, CHUNK, LIMIT, HEAD, FRAME, TRAILER = 1, 2, 3, 4, 16_384, 64 << 20, 192, 9, 24
RECORD = dict(id=str, chat=str, t=int, order=(int, float), type=str, fromMe=bool, sender=str, row=dict)
EXTENSIONS = dict(jpeg="jpg", png="png", webp="webp", gif="gif", mp4="mp4", ogg="ogg", mpeg="mp3", aac="aac", pdf="pdf")  # by MIME
losses = []  # of each note, whether something is lost
class Refused(SystemExit):  # nothing can be opened
    def __init__(self, words): super().__init__(note(words) or 2)
DAMAGE = (InvalidTag, zlib.error, struct.error, LookupError, TypeError, ValueError, AttributeError, RecursionError)  # of bytes or JSON
def need(true, words, kind=ValueError):
    if not true: raise kind(words)
def parse(text): return json.loads(text, parse_constant=int)  # which refuses NaN and Infinity: Python would take them
def note(words, loss=True): losses.append(loss) or print("!" if loss else "-", words, file=sys.stderr)
# --- Building blocks (format.md, 2) ---
def extract(salt, ikm): return hmac.digest(salt, ikm, "sha256")
def hkdf(key, info): return expand(extract(b"", key), info, 32)
def expand(prk, info, length, algorithm="sha256"):
    first = hmac.digest(prk, info + b"\1", algorithm)  # two blocks are enough for all there is
    return (first + hmac.digest(prk, first + info + b"\2", algorithm))[:length]
def hpke_keys(dh, enc, public, psk, psk_id, info):  # key and nonce of mode_psk, from the X25519 result
    kem, hpke = b"KEM\0\x20", b"HPKE\0\x20\0\x01\0\x02"
    def l_extract(suite, salt, label, ikm): return extract(salt, b"HPKE-v1" + suite + label + ikm)
    def l_expand(suite, prk, label, text, n): return expand(prk, struct.pack(">H", n) + b"HPKE-v1" + suite + label + text, n)
    shared = l_expand(kem, l_extract(kem, b"", b"eae_prk", dh), b"shared_secret", enc + public, 32)
    context = b"\1" + l_extract(hpke, b"", b"psk_id_hash", psk_id) + l_extract(hpke, b"", b"info_hash", info)
    secret = l_extract(hpke, shared, b"secret", psk)
    return l_expand(hpke, secret, b"key", context, 32), l_expand(hpke, secret, b"base_nonce", context, 12)
def padme(length):
    e = length.bit_length() - 1
    return -(-length >> e - e.bit_length()) << e - e.bit_length()
def cobblestone(key, context, salt):  # AES key, base nonce, commitment
    keys = expand(key, b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context, 76, "sha512")
    return keys[:32], int.from_bytes(keys[32:44], "big"), keys[44:]
class Message:  # a Cobblestone-256 ciphertext; what comes out of it is authentic
    def __init__(self, key, context, data):
        self.data, (self.last, rest) = data, divmod(len(data) - 56, CHUNK + 16)
        self.aes, self.base, commitment = cobblestone(key, context, bytes(data[:24]))
        need(self.last >= 0 and rest >= 16 and hmac.compare_digest(commitment, data[24:56]), "does not open")
    def chunk(self, k):
        at = 56 + k * (CHUNK + 16)
        return AESGCM(self.aes).decrypt((self.base ^ k).to_bytes(12, "big"), bytes(self.data[at:at + CHUNK + 16]), None)
    def content(self):  # piece by piece, without the padding: where that begins is looked for from the end
        k, padded = self.last, len(self.data) - 56 - 16 * (self.last + 1)
        while not (kept := self.chunk(k).rstrip(b"\0")) and k: k -= 1
        size = k * CHUNK + len(kept) - 1
        need(kept[-1:] == b"\x80" and padme(size + 1) == padded, "is wrongly padded")
        return (self.chunk(k)[:size - k * CHUNK] for k in range(size // CHUNK + 1))
def base64url(data): return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
def unbase64(text, length):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    need(base64url(data) == text and len(data) == length, "bad base64url")
    return data
# --- Container (3) ---
def entries(mapped):  # name and bytes of each, from the front; behind a damaged place the next header is searched for
    at = last = 0
    while (mark := mapped[at:at + 4]) != b"PK\1\2":
        if mark != b"PK\3\4":
            note("the end of a file is lost, or it is damaged between its parts")
            if (at := mapped.find(b"PK\3\4", last + 1)) < 0: return
        last, (size, n, e) = at, struct.unpack("<18xI4xHH", mapped[at:at + 30].ljust(30, b"\0"))
        name, start = mapped[at + 30:at + 30 + n].decode("ascii", "replace"), at + 30 + n + e
        size = int.from_bytes(mapped[at + 34 + n:at + 42 + n], "little") if size == 0xFFFFFFFF else size
        yield name, memoryview(mapped)[start:start + size]
        at = start + size
def collect(paths):  # headers, each once, and what is a run by its first bytes or its name
    headers, runs = {}, []
    below = [os.path.join(folder, name) for path in paths for folder, _, names in os.walk(path) for name in sorted(names)]
    for path in [path for path in paths if not os.path.isdir(path)] + below:
        with open(path, "rb") as file: mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if os.path.getsize(path) else b""
        for name, part in entries(mapped) if mapped[:4] == b"PK\3\4" else [(os.path.basename(path), memoryview(mapped))]:
            if name in ("keepsake.json", "keepsake-copy.json"): headers[bytes(part[:65_537])] = True
            elif part[:7] == b"keepsrn" or re.fullmatch(r"(runs/)?\d{6,}-[0-9a-f]{32}\.run", name): runs.append(part)
    return list(headers), runs
# --- Header and slots (4) ---
def parse_header(data):  # a list of one: body, its JSON, mac; or of none
    with contextlib.suppress(*DAMAGE):
        body, (sum, mac) = data[:-105], re.fullmatch(rb',"sum":"([\w-]{43})","mac":"([\w-]{43})"\}', data[-105:]).groups()
        need(len(data) <= 65_536 and sum.decode() == base64url(hashlib.sha256(body).digest()), "sum")
        found = parse((body + b"}").decode())
        need(found["format"] != "keepsake" or found["version"] <= 1, "made by a newer version", Refused)
        kinds = [slot["kind"] for slot in found["slots"]]
        need((found["format"], found["version"]) == ("keepsake", 1) and len(kinds) <= 16 and unbase64(found["vault"], 16)
             and (kinds.count("password"), kinds.count("phrase")) in ((0, 1), (1, 0), (1, 1)), "members")
        return [(body, found, mac.decode())]
    return note("a header is damaged") or []
def entropy(phrase):  # in hex, as which it is taken too
    if re.fullmatch(r"[0-9a-f]{64}", phrase): return phrase
    known = {word: i for i, word in enumerate(open(os.path.join(os.path.dirname(__file__), "bip39-english.txt")).read().split())}
    numbers = [known[word] for word in re.findall("[a-z]+", unicodedata.normalize("NFKD", phrase).lower()) if word in known]
    data = sum(number << 253 - 11 * i for i, number in enumerate(numbers[:24])).to_bytes(33, "big")
    if len(numbers) == 24 and hashlib.sha256(data[:32]).digest()[0] == data[32]: return data[:32].hex()
    raise Refused("these are not 24 words of the list, or one of them is wrong or in a wrong place")
def slot_key(slot, secret):
    if slot["kind"] == "phrase": return hkdf(bytes.fromhex(secret), b"keepsake/v1 phrase")
    kdf = slot["kdf"]
    need(kdf["name"] == "argon2id", "made by a newer version", Refused)
    memory, passes, lanes, salt = kdf["memoryKiB"], kdf["passes"], kdf["lanes"], unbase64(kdf["salt"], 16)
    need(19_456 <= memory <= 1_048_576 and 1 <= passes <= 16 and 1 <= lanes <= 16, "its costs are refused, untried", Refused)
    return hash_secret_raw(unicodedata.normalize("NFKC", secret).encode(), salt, passes, memory, lanes, 32, Type.ID, 0x13)
def unlock(headers, kind, secret):  # id, public, private, writer key of the vault of the first header that opens
    sound = [one for data in headers for one in parse_header(data)]
    need(sound, "the headers are damaged" if headers else "not an archive: it has no header", Refused)
    if len(sound) > 1: note("headers differ: the slots were changed in between, or an old header was put back", loss=False)
    for slot in [slot for _, found, _ in sound for slot in found["slots"] if slot["kind"] == kind]:
        with contextlib.suppress(*DAMAGE):
            plain = Message(slot_key(slot, secret), b"keepsake/v1 slot" + kind.encode(), unbase64(slot["sealed"], 136)).chunk(0)
            private, writer = X25519PrivateKey.from_private_bytes(plain[:32]), plain[32:]
            public = private.exchange(X25519PublicKey.from_public_bytes(b"\x09" + bytes(31)))
            id, key = hashlib.sha256(public).digest()[:16], hkdf(writer, b"keepsake/v1 header")
            macs = [base64url(hmac.digest(key, body, "sha256")) == mac for body, one, mac in sound if one["vault"] == base64url(id)]
            if not any(macs): note("the header was altered")
            return id, public, private, writer
    raise Refused(f"wrong {kind}, or another vault's file (short name: {unbase64(sound[0][1]['vault'], 16)[:6].hex()})")
# --- Runs (5, 6, 7) ---
class Run:  # one run file, opened. places: number → kind, offset, length. indexes: number → what that index, or the end, says
    def __init__(self, data, vault, public, private, writer):
        head, self.data, self.id = bytes(data[:HEAD]), data, bytes(data[24:40])
        need(head[:8] == b"keepsrn1", "of a newer version" if re.match(rb"keepsrn[2-9]", head) else "damaged at its start")
        need(head[8:24] == vault, "another vault's")
        dh = private.exchange(X25519PublicKey.from_public_bytes(head[48:80]))
        key, nonce = hpke_keys(dh, head[48:80], public, writer, vault, b"keepsake/v1 run")
        self.key, self.start, *self.before = struct.unpack(">32sQ16sQ32s", AESGCM(key).decrypt(nonce, head[80:], head[:48]))
        self.number, limit, at, n = int.from_bytes(head[40:48], "big"), len(data), HEAD, 0
        self.places, self.listed, self.indexes, self.end = {}, {}, {}, {}
        if data[-8:] == b"keepsend":
            limit, (number, offset) = limit - TRAILER, struct.unpack(">QQ", data[-TRAILER:-8])
            self.read_index(number, END, offset, limit - offset)
            if not self.end: self.places.clear()
            for one in self.end.get("indexes", []): self.read_index(one["number"], *self.frame(one["offset"]))
        # A segment that is listed lies where an index says, any other where the frames lead.
        for known, stop in sorted((known, place[1]) for known, place in self.places.items()) + [(math.inf, limit)]:
            while n < known and at + FRAME <= stop and (place := self.frame(at))[2] and at + place[2] <= stop:
                self.places[n] = place
                if place[0] in (INDEX, END): self.read_index(n, *place)
                n, at = n + 1, at + place[2]
                if known == math.inf and self.end: break
            here = f"damaged at segment {n} of run {self.number}, byte {at}: nothing is found"
            if n < known < math.inf: note(f"{here} up to segment {known - 1}")
            if known < math.inf: n, at = known + 1, sum(self.places[known][1:])
        self.count, self.lost = n, not self.end and at + FRAME <= limit and not self.frame(at)[2]
        if self.lost: note(f"{here} after it")
    def frame(self, at):  # kind, offset and length of the segment that begins here; length 0 where there can be none
        length, kind = struct.unpack(">QB", bytes(self.data[at:at + FRAME]).ljust(FRAME, b"\0"))
        return kind, at, length + FRAME if length >= 72 and (length - 56) % (CHUNK + 16) >= 16 else 0
    def message(self, n):
        kind, at, length = self.places[n]
        return Message(self.key, b"keepsake/v1 segment" + self.id + struct.pack(">QB", n, kind), self.data[at + FRAME:at + length])
    def content(self, n):
        need(self.places[n][2] <= LIMIT * 1.2, "is too large")
        inflate = zlib.decompressobj(-15)
        out = inflate.decompress(b"".join(self.message(n).content()), LIMIT + 1)
        need(len(out) <= LIMIT and inflate.eof and not inflate.unused_data, "does not inflate, or to too much")
        return out.decode()
    def records(self, n):  # each line with its record
        found = [(line, parse(line)) for line in self.content(n).removesuffix("\n").split("\n")]
        need(all(isinstance(one[name], kind) for _, one in found for name, kind in RECORD.items()), "holds no records")
        return found
    def read_index(self, n, *place):  # or the end: from then on it has the last word on where its segments lie
        self.places[n] = place
        with contextlib.suppress(*DAMAGE):
            found = parse(self.content(n))
            places = {one["number"]: (one["kind"], one["offset"], one["length"]) for one in found["segments"]}
            need(all(isinstance(x, int) and x >= 0 for item in places.items() for x in (item[0], *item[1])), "is no index")
            self.listed.update((one["number"], one) for one in found["segments"])
            self.places.update(places)
            self.indexes[n], self.end = found, found if place[0] == END else self.end
def latest(runs, member, key="id"):  # of what all indexes say the last word; but a chat's last report stays where no later one is
    every = [one for run in runs for _, said in sorted(run.indexes.items()) for one in said.get(member, [])]
    reports = {one[key]: {"report": one["report"]} for one in every if one.get("report")}
    return {one[key]: one | reports.get(one[key], {}) for one in every}
def check(run, chats, types, folder):  # opens every segment, compares it with what its index says, puts media away
    sums = collections.Counter(messages=0, media=0, bytes=0)
    for n, (kind, at, length) in sorted(run.places.items()):
        try:
            found = {}
            if kind == MESSAGES:
                own = [one for _, one in run.records(n)]
                need(all(a["t"] <= b["t"] and a["chat"] == b["chat"] for a, b in zip(own, own[1:])), "is out of order")
                found = dict(chat=own[0]["chat"], count=len(own), first=own[0]["t"] * 1000, last=own[-1]["t"] * 1000)
                chats[own[0]["chat"]].append((run, n))
            elif kind == MEDIA:
                sha, path = hashlib.sha256(), os.path.join(folder, "media", "unfinished") if folder else os.devnull
                with open(path, "wb") as file: size = sum(sha.update(some) or file.write(some) for some in run.message(n).content())
                found, subtype = dict(sha256=sha.hexdigest(), size=size), re.split("[/;]", f"{types.get(sha.hexdigest())}/")[1]
                if folder: os.replace(path, os.path.join(folder, "media", f"{found['sha256']}.{EXTENSIONS.get(subtype, 'bin')}"))
            elif n not in run.indexes:
                for k in range(run.message(n).last + 1): run.message(n).chunk(k)
                raise ValueError("is no index" if kind in (INDEX, END) else "is of a kind that only a newer version knows")
            sums.update(messages=found.get("count", 0), media="size" in found, bytes=found.get("size", 0))
            need(found.items() <= run.listed.get(n, found).items() and run.frame(at) == run.places[n], "differs from its index")
        except DAMAGE as fault:
            note(f"damaged at segment {n} of run {run.number}, byte {at}: {str(fault) or 'does not open'}")
    if (report := run.end.get("report")) and (run.data[at + length:] != struct.pack(">QQ8s", n, at, b"keepsend")
            or [report["messages"]["kept"], report["media"]["kept"], report["media"]["bytes"]] != list(sums.values())):
        note(f"run {run.number} does not end as it should, or holds other sums than its end says")
    return ", ".join(f"{count} {name}" for name, count in sums.items())
def check_chain(runs):
    for run in runs:
        (id, count, commitment), before = run.before, next((one for one in runs if one.id == run.before[0]), None)
        if not run.end: note(f"run {run.number} is not finished", loss=False)
        if before and not before.lost:
            at = before.places[before.count - 1][1] + FRAME + 24 if before.count else 0
            if (before.count, before.data[at:at + 32]) != (count, commitment): note(f"run {before.number} was cut, or replaced")
        elif not before and id != bytes(16):
            note(f"the run that was made before run {run.number} is not here", loss=run.number > runs[0].number)
def write(folder, name, lines):
    with open(os.path.join(folder, name), "x", encoding="utf-8", newline="\n") as file: file.writelines(line + "\n" for line in lines)
def put_away(folder, runs, chats):
    with contextlib.suppress(OSError): os.remove(os.path.join(folder, "media", "unfinished"))
    held = {name[:64] for name in os.listdir(os.path.join(folder, "media"))}  # in any run: then it is not missing
    for member, key in (("chats", "id"), ("contacts", "id"), ("missing", "sha256")):
        write(folder, f"{member}.jsonl", (json.dumps(one) for id, one in latest(runs, member, key).items() if id not in held))
    write(folder, "runs.jsonl", (json.dumps(dict(id=one.id.hex(), number=one.number, start=one.start, end=one.end)) for one in runs))
    for chat, places in chats.items():
        records = {one["id"]: ((one["t"], one["order"], one["id"].encode("utf-16-be", "surrogatepass")), line)
                   for run, n in places for line, one in run.records(n)}
        name = re.sub("[^0-9a-z@.-]", lambda one: "%" + one[0].encode("utf-8", "surrogatepass").hex("%"), chat)
        write(folder, f"chats/{name}.jsonl", (line for _, line in sorted(records.values())))
def main():
    args = [one for one in sys.argv[1:] if one != "--phrase"]
    need(len(args) > 1 + (args[:1] == ["extract"]) and args[0] in ("list", "verify", "extract"), __doc__, Refused)
    folder, kind = args.pop() if args[0] == "extract" else None, "phrase" if "--phrase" in sys.argv else "password"
    headers, parts = collect(args[1:])
    secret = os.environ.get("KEEPSAKE_SECRET") or (getpass.getpass(f"{kind}: ") if sys.stdin.isatty() else input())
    vault, opened, chats = unlock(headers, kind, entropy(secret) if kind == "phrase" else secret), {}, collections.defaultdict(list)
    for part in parts:
        try:
            run = Run(part, *vault)
            if run.id not in opened or run.count > opened[run.id].count: opened[run.id] = run
        except DAMAGE as fault:
            note(f"run {int.from_bytes(part[40:48], 'big')}: {str(fault) or 'damaged at its start'}")
    check_chain(runs := sorted(opened.values(), key=lambda run: (run.number, run.start, run.id)))
    types = {one["sha256"]: one.get("type") for run in runs for one in run.listed.values() if "sha256" in one}
    for name in ("chats", "media") if folder else (): os.makedirs(os.path.join(folder, name))
    for run in runs:
        held = check(run, chats, types, folder) if args[0] != "list" else f"{run.count} segments"
        print(f"run {run.number} of {time.strftime('%Y-%m-%d %H:%M', time.gmtime(run.start / 1000))} UTC: {held}")
    for chat in latest(runs, "chats").values() if args[0] == "list" else []: print(json.dumps([chat["id"], chat.get("name")]))
    if folder: put_away(folder, runs, chats)
    return any(losses)
if __name__ == "__main__":
    try: sys.exit(int(main()))
    except (OSError, EOFError) as fault: raise Refused(str(fault)) from None
