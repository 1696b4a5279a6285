#!/usr/bin/env python3
"""Reads `.keepsake` archives, version 1, by format.md and records.md ("section": of format.md). Needs Python 3.11, and
cryptography and argon2 (Debian: python3-cryptography, python3-argon2). Call, with --phrase where that is the secret:
    list FILE ... | verify FILE ... | extract FILE ... FOLDER (NOT encrypted); FILE: archive, run file, folder of either
The secret: KEEPSAKE_SECRET, a prompt or standard input. Exit: 0 all is well, 1 losses (`!`), 2 nothing was opened."""
import argon2, base64, bisect, collections, getpass, hashlib, hmac, json, mmap, os, re, struct, sys, unicodedata, zlib
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pathlib import Path
CHUNK, TAG, CHUNKS_AT, HEAD, FRAME, TRAILER, LARGEST = 16384, 16, 56, 192, 9, 24, 2**53 - 1  # sections 2, 5 and 1
MESSAGES, MEDIA, INDEX, END, HEADER_LIMIT, TEXT_LIMIT, SEGMENT_LIMIT = 1, 2, 3, 4, 65536, 67108864, 80530636  # 5 and 8
COSTS = {"passes": range(1, 17), "memoryKiB": range(19456, 1048577), "lanes": range(1, 17)}  # section 8
EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif", "video/mp4": "mp4",
              "audio/ogg": "ogg", "audio/mpeg": "mp3", "audio/aac": "aac", "application/pdf": "pdf"}  # section 12
RECORD = {(str,): "id chat type sender", (int,): "t", (int, float): "order", (bool,): "fromMe", (dict,): "row"}
ENTRY = {MESSAGES: {(int,): "number offset length count first last", (str,): "chat"},  # types: members (records.md; 6)
         MEDIA: {(int,): "number offset length size", (str,): "sha256 type"}, None: {(int,): "number offset"}}
KEYS, KEPT = {"chats": "id", "contacts": "id", "missing": "sha256"}, ["messages kept", "media kept", "media bytes"]
class Damaged(ValueError): pass  # what is read, or asked for, is not what it has to be
DAMAGE, losses = (ValueError, TypeError, KeyError, RecursionError, InvalidTag, struct.error, zlib.error), []
def need(fact, words=""):
    if fact: return fact
    raise Damaged(words)
def told(fault, otherwise): return isinstance(fault, Damaged) and str(fault) or otherwise
def tell(*notes): losses.extend(print(note, file=sys.stderr) or note.startswith("!") for note in notes)  # `!`: a loss
def fits(it, table): return all(type(dict.get(it, name)) in kind for kind, row in table.items() for name in row.split())
def parse(text): return json.loads(text, parse_constant=int)  # SECTIONS 1, 2. NaN and Infinity are no JSON: nor int
def base64url(data): return base64.urlsafe_b64encode(data).decode().rstrip("=")
def from64(text, length):  # no other characters, no other length, no bit too many
    return need(base64url(data := base64.urlsafe_b64decode(text + "==")) == text and len(data) == length and data)
def x25519(private, public): return private.exchange(X25519PublicKey.from_public_bytes(public))
def mac(key, data): return hmac.digest(key, data, "sha256")
def hkdf(key, info): return expand(mac(b"", key), info, 32)
def expand(prk, info, length, name="sha256"):  # two blocks are all that is needed
    return ((one := hmac.digest(prk, info + b"\1", name)) + hmac.digest(prk, one + info + b"\2", name))[:length]
def cobblestone(key, context, salt):  # AES key, base nonce, commitment
    keys = expand(key, b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + salt + context, 76, "sha512")
    return keys[:32], int.from_bytes(keys[32:44], "big"), keys[44:]
def is_sealed(length): return length >= CHUNKS_AT + TAG and (length - CHUNKS_AT) % (CHUNK + TAG) >= TAG
def opened(key, context, sealed):  # Cobblestone-256: gives each chunk once it is authentic; the end, that it was all
    aes_key, nonce, commitment = cobblestone(key, context, bytes(sealed[:24]))
    if not is_sealed(len(sealed)) or commitment != sealed[24:CHUNKS_AT]: raise InvalidTag
    for k, at in enumerate(range(CHUNKS_AT, len(sealed), CHUNK + TAG)):
        yield AESGCM(aes_key).decrypt((nonce ^ k).to_bytes(12, "big"), bytes(sealed[at:at + CHUNK + TAG]), None)
def hpke_keys(dh, enc, public, psk, psk_id, info):  # mode_psk: key and nonce, from the result of X25519
    kem, hpke = b"HPKE-v1KEM\0\x20", b"HPKE-v1HPKE\0\x20\0\1\0\2"
    shared = expand(mac(b"", kem + b"eae_prk" + dh), b"\0\x20" + kem + b"shared_secret" + enc + public, 32)
    context = b"\1" + mac(b"", hpke + b"psk_id_hash" + psk_id) + mac(b"", hpke + b"info_hash" + info)
    secret = mac(shared, hpke + b"secret" + psk)
    return [expand(secret, bytes([0, n]) + hpke + name + context, n) for name, n in ((b"key", 32), (b"base_nonce", 12))]
def padme(length): return length + -length % (1 << (e := length.bit_length() - 1) - e.bit_length())
def unzipped(data, at=0, local=b"PK\3\4", central=b"PK\1\2", known=b"PK(\3\4.{26}|\1\2.{42})(README|keepsake|runs/)"):
    while data[at:at + 4] not in (central, b""):  # SECTION 3. From the front; past what leads nowhere, to a known name
        flags, method, size, same, n, e = struct.unpack("<6xHH8xIIHH", data[at:at + 30].ljust(30, b"\0"))
        name, start, zip64 = data[at + 30:at + 30 + n], at + 30 + n + e, size == same == 0xFFFFFFFF
        end = start + (int.from_bytes(data[start - e + 4:start - e + 12], "little") if zip64 else size)
        if data[at:at + 4] != local or data[end:end + 4] not in (local, central) or flags & 9 or method or size != same:
            tell("! the end of a file is lost, or it is damaged between its parts")
            end = next((border.start() for border in re.compile(known, re.S).finditer(data, at + 1)), len(data))
        yield str(name, "latin-1"), memoryview(data)[start:end]
        at = end
def collect(paths):  # headers and runs of archives, run files and folders; nothing of a run is read yet
    headers, runs = [], []
    for path in (f for p in map(Path, paths) for f in (filter(Path.is_file, p.rglob("*")) if p.is_dir() else [p])):
        with path.open("rb") as f: data = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) if f.seek(0, 2) else b""
        for name, part in unzipped(data) if data[:2] == b"PK" or path.suffix == ".keepsake" else [(path.name, data)]:
            if part[:7] == b"keepsrn" or re.fullmatch("(runs/)?[0-9]{6,}-[0-9a-f]{32}[.]run", name): runs.append(part)
            elif name in ("keepsake.json", "keepsake-copy.json"): headers.append(bytes(part[:HEADER_LIMIT + 1]))
    return headers, runs
def read_header(raw):  # SECTION 4. For each of its slots: the slot, the header's body, its mac, its vault
    body, tail = raw[:-105], re.fullmatch(rb',"sum":"([\w-]{43})","mac":"([\w-]{43})"}', raw[-105:])
    need(tail and len(raw) <= HEADER_LIMIT and from64(tail[1].decode(), 32) == hashlib.sha256(body).digest())
    need((head := parse(body.decode() + "}"))["version"] == 1, "a header was made by a newer version")
    kinds = [slot["kind"] for slot in head["slots"]]
    need(head["format"] == "keepsake" and len(kinds) <= 16 and max(map(kinds.count, ("password", "phrase"))) == 1)
    return [(slot, body, from64(tail[2].decode(), 32), from64(head["vault"], 16)) for slot in head["slots"]]
def entropy(phrase):  # of the recovery phrase, however it was typed: as hex
    if re.fullmatch("[0-9a-f]{64}", phrase.strip().lower()): return phrase.strip().lower()
    typed, known = re.findall("[a-z]+", phrase.lower()), Path(__file__).with_name("bip39-english.txt").read_text()
    bits = "".join(f"{known.split().index(word):011b}" for word in typed if word in known.split())
    key = int("0" + bits[:256], 2).to_bytes(32, "big")
    need(len(typed) == 24 and bits[256:] == f"{hashlib.sha256(key).digest()[0]:08b}", "this is no phrase of 24 words")
    return key.hex()
def slot_key(slot, secret):  # from the password, or from hex of the phrase's entropy or of what a passkey gave
    if slot["kind"] != "password": return hkdf(bytes.fromhex(secret), b"keepsake/v1 " + slot["kind"].encode())
    kdf, costs = slot["kdf"], [slot["kdf"][name] for name in COSTS]
    need(kdf["name"] == "argon2id", "the password's slot was made by a newer version")
    need(all(type(kdf[name]) is int and kdf[name] in COSTS[name] for name in COSTS), "costs beyond the limits: refused")
    password = re.sub("[\ud800-\udfff]", "\ufffd", unicodedata.normalize("NFKC", secret)).encode()
    return argon2.low_level.hash_secret_raw(password, from64(kdf["salt"], 16), *costs, 32, argon2.Type.ID, 0x13)
def unlock(headers, kind, secret):  # of the first header that is right: vault id, public key, private key, writer key
    slots, notes, refusal = [], [], "wrong password or phrase, or another vault's files"
    for raw in dict.fromkeys(headers):
        try: slots += read_header(raw)
        except DAMAGE as fault: notes.append("! " + told(fault, "a header is damaged"))
    for slot in (slot for slot, *_ in slots if slot["kind"] == kind):
        try: keys, = opened(slot_key(slot, secret), f"keepsake/v1 slot{kind}".encode(), from64(slot["sealed"], 136))
        except DAMAGE as fault: refusal = told(fault, refusal)
        else: break
    else: raise Damaged(refusal if slots else notes[-1][2:] if notes else "no archive, or no header in it")
    public = x25519(private := X25519PrivateKey.from_private_bytes(keys[:32]), b"\x09" + bytes(31))
    vault, key = hashlib.sha256(public).digest()[:16], hkdf(keys[32:], b"keepsake/v1 header")
    tell(*notes, *["- headers differ: slots were changed, or put back"] * (len({body for _, body, *_ in slots}) > 1))
    if {mac(key, body) == tag for _, body, tag, of in slots if of == vault} != {True}: tell("! the header was altered")
    return vault, public, private, keys[32:]
class Run:  # SECTIONS 5, 6, 7. By number: placed: kind, offset, length, index's entry; indexes; faults: offset, fault
    def __init__(self, data, vault, public, private, psk):  # opens the head; psk: the writer key
        self.data, head = memoryview(data), bytes(data[:HEAD])
        need(not re.match(rb"keepsrn[2-9]", head), "a run was made by a newer version")
        need(head[8:24] == vault or head[:8] != b"keepsrn1", "a run is of another vault")
        mark, self.id, self.number, enc, sealed = struct.unpack(">8s16x16sQ32s112s", head)
        key, nonce = hpke_keys(x25519(private, enc), enc, public, psk, vault, b"keepsake/v1 run")
        plain = AESGCM(key).decrypt(nonce, sealed, head[:48])
        self.key, self.start, self.previous, self.named, self.commitment = struct.unpack(">32sQ16sQ32s", plain)
        need(mark == b"keepsrn1" and max(self.number, self.start, self.named) <= LARGEST)
        self.placed, self.indexes, self.faults, self.end, self.last, self.limit = {}, {}, {}, {}, LARGEST, len(data)
        self.find()
    def frame(self, at):  # length, frame included (0: of no ciphertext; None: no room), and kind of what begins there
        length, kind = struct.unpack_from(">QB", self.data, at) if at + FRAME <= self.limit else (None, 0)
        return length and (length + FRAME if length <= LARGEST and is_sealed(length) else 0), kind
    def place(self, n, kind, offset, length=0, entry=None):  # an index or end is opened at once, and its entries placed
        self.placed[n] = kind, offset, length or self.frame(offset)[0] or self.limit, entry
        try:
            content = parse(self.text(n)) if kind in (INDEX, END) else {"segments": []}  # others list nothing
            need(all(fits(e, ENTRY[dict.get(e, "kind")]) for e in content["segments"] + content.get("indexes", [])))
            need(all(fits(e, {(str,): KEYS[part]}) for part in KEYS for e in content.get(part, [])))
            kept = [content["report"][a][b] for a, b in map(str.split, KEPT)] if "report" in content else None
            if kind == END: self.end, self.last, self.kept = content, n, kept
            self.indexes[n] = content
            for e in content["segments"]: self.place(e["number"], e["kind"], e["offset"], e["length"], e)
        except DAMAGE as fault: self.faults[n] = offset, fault, "is no index"
    def find(self):  # section 7, 3: n is the segment that is looked for, m the next one that is placed
        n, at, mark = struct.unpack(">QQ8s", self.data[-TRAILER:])
        if mark == b"keepsend" and max(n, at) <= LARGEST:
            self.limit -= TRAILER
            self.place(n, END, at, self.limit - at)
            if not self.end: self.placed, self.faults = {}, {}
        for one in self.end.get("indexes", []): self.place(one["number"], INDEX, one["offset"])
        n, at, known, self.trailer = 0, HEAD, sorted(self.placed) + [LARGEST + 1], bool(self.end)
        while n <= self.last:
            m, (length, kind) = known[bisect.bisect(known, n)], self.frame(at)
            if n in self.placed: n, at = n + 1, sum(self.placed[n][1:3])
            elif length and at + length <= self.placed.get(m, (0, self.limit))[1]: self.place(n, kind, at)
            elif m in self.placed: self.faults[n], n = (at, Damaged(f"nothing is found up to segment {m}")), m
            else: break
        if not self.end and length == 0: self.faults[n] = at, Damaged("nothing is found after it")
        self.count = n
        for n, fault in sorted(self.faults.items()): self.blame(n, *fault)
    def content(self, n):  # segment n, piece by piece, without its padding; without DAMAGE it was authentic and whole
        kind, offset, length, _ = self.placed[n]
        context, held, zeros, total = b"keepsake/v1 segment" + self.id + struct.pack(">QB", n, kind), b"", 0, 0
        for piece in opened(self.key, context, self.data[offset + FRAME:offset + length]):
            kept, total = piece.rstrip(b"\0"), total + len(piece)  # what is not zero; its last byte is held back
            if kept: yield from (held, *[bytes(CHUNK)] * (zeros // CHUNK), bytes(zeros % CHUNK), kept[:-1])
            held, zeros = kept[-1:] or held, len(piece) - len(kept) + (0 if kept else zeros)
        need(held == b"\x80" and padme(total - zeros) == total, "is wrongly padded")
    def opens(self, n):
        try: return all(True for _ in self.content(n))
        except DAMAGE: return False
    def good(self): return sum(map(self.opens, self.placed))
    def text(self, n):  # of a segment that is compressed
        need(self.placed[n][2] <= SEGMENT_LIMIT, "is too large")
        text = (pump := zlib.decompressobj(-15)).decompress(b"".join(self.content(n)), TEXT_LIMIT + 1)
        need(pump.eof and not pump.unused_data and len(text) <= TEXT_LIMIT, "does not inflate, or to too much")
        return text.decode()
    def records(self, n):  # each line of a segment of messages, and what it says
        *lines, rest = self.text(n).split("\n")
        return need(not rest and [(line, need(fits(record := parse(line), RECORD) and record)) for line in lines])
    def blame(self, n, offset, why, words="holds no records"):
        known = {InvalidTag: "does not open", zlib.error: "does not inflate, or to too much"}.get(type(why), words)
        tell(f"! damaged at segment {n} of run {self.number}, byte {offset}: {told(why, known)}")
def keep(run, n, types, folder):  # a medium: in media/<sha256>.<extension>, and what its entry should say
    digest = hashlib.sha256()
    size = sum(digest.update(piece) or len(piece) for piece in run.content(n))
    name, kind = digest.hexdigest(), types.get(digest.hexdigest(), "").partition(";")[0]
    if folder and not (path := Path(folder, "media", f"{name}.{EXTENSIONS.get(kind, 'bin')}")).exists():
        with open(path, "xb") as file: file.writelines(run.content(n))
    return {"sha256": name, "size": size}
def check(run, chats, types, folder):  # opens all of a run, and compares: numbers of messages and media, bytes of media
    counts, sizes = collections.Counter(), []
    for n, (kind, offset, length, entry) in sorted(run.placed.items()):
        try:
            facts = keep(run, n, types, folder if kind == MEDIA else "") if kind not in (MESSAGES, INDEX, END) else {}
            need(0 < kind <= END, "is of a kind that only a newer version knows")
            if kind == MEDIA: sizes.append(facts["size"])
            if kind == MESSAGES:
                times, names = zip(*[(record["t"], record["chat"]) for _, record in run.records(n)])
                chats[chat := entry["chat"] if entry else names[0]].append((run, n))
                counts[chat] += len(times)
                facts = {"chat": names[0], "count": len(times), "first": min(times) * 1000, "last": max(times) * 1000}
                need(sorted(times) == [*times] and len({*names}) == 1, "is out of order")
            said, frame = entry or ({} if run.end and not run.faults else facts), run.frame(offset)
            need(n in run.faults or frame == (length, kind) and said | facts == said, "differs from its index")
        except DAMAGE as fault: run.blame(n, offset, fault)
    sums = [counts.total(), len(sizes), sum(sizes)]
    said = counts if run.faults else collections.Counter({e["id"]: e.get("count") for e in final([run], "chats")})
    if run.end and (not run.trailer or run.kept not in (None, sums) or said != counts):
        tell(f"! run {run.number} does not end as it should, or holds other sums than its end says")
    return "{} messages, {} media, {} bytes".format(*sums)
def gather(parts, vault):  # SECTION 7. The runs in order, of two with one id the one of which more opens; and 7, 6
    runs = {}
    for data in parts:
        try: run = Run(data, *vault)
        except DAMAGE as fault: tell("! " + told(fault, "damaged at the start of a run"))
        else: runs[run.id] = max(run, runs[run.id], key=Run.good) if run.id in runs else run
    ordered = sorted(runs.values(), key=lambda run: (run.number, run.start, run.id))
    for run in ordered:
        before, tip = runs.get(run.previous), run.named - 1
        if not run.end: tell(f"- run {run.number} is not finished")
        if not before and run.previous != bytes(16):
            tell(f"{'-' if run is ordered[0] else '!'} the run that was made before run {run.number} is not here")
        if before and before.count not in before.faults:
            at = before.placed.get(tip, (0, 0))[1] + FRAME + 24
            same = before.data[at:at + 32] == run.commitment or not before.opens(tip)
            if before.count != run.named or not same: tell(f"! run {before.number} was cut, or replaced")
    return need(ordered, "no run that can be read")
def final(runs, part):  # the last words on chats, contacts or missing media
    said = {}
    for e in (e for run in runs for n in sorted(run.indexes) for e in run.indexes[n].get(part, [])):
        said[e[KEYS[part]]] = e | {"report": said.get(e["id"], e).get("report")} if e.get("report", 1) is None else e
    return said.values()
def write(folder, name, lines):  # SECTION 12
    with open(Path(folder, name), "x", encoding="utf-8") as file: file.writelines(line + "\n" for line in lines)
def extract(runs, chats, folder):
    for chat, places in chats.items():
        latest = {record["id"]: (record["t"], record["order"], record["id"].encode("utf-16-be", "surrogatepass"), line)
                  for run, n in places for line, record in run.records(n)}
        name = re.sub(rb"[^0-9a-z@.-]", lambda byte: b"%%%02x" % ord(byte[0]), chat.encode("utf-8", "surrogatepass"))
        write(folder, f"chats/{name.decode()[:200]}.jsonl", [line for *_, line in sorted(latest.values())])
    held = {path.name[:64] for path in Path(folder, "media").iterdir()}
    for part in KEYS:
        write(folder, part + ".jsonl", [json.dumps(e) for e in final(runs, part) if e[KEYS[part]] not in held])
    write(folder, "runs.jsonl", [json.dumps({"number": r.number, "start": r.start, "end": r.end}) for r in runs])
def main(*arguments):
    command, *paths = [one for one in arguments if one != "--phrase"] or [""]
    kind, folder = ("password", "phrase")["--phrase" in arguments], command == "extract" and paths and paths.pop()
    need(command in ("list", "verify", "extract") and paths, __doc__)
    headers, parts = collect(paths)
    secret = os.environ.get("KEEPSAKE_SECRET") or (getpass.getpass() if sys.stdin.isatty() else input())
    runs = gather(parts, unlock(headers, kind, entropy(secret) if kind == "phrase" else secret))
    chats, entries = collections.defaultdict(list), [e for run in runs for *_, e in run.placed.values() if e]
    types = {entry["sha256"]: entry["type"] for entry in entries if entry["kind"] == MEDIA}
    for name in ("", "chats", "media") if folder else (): os.mkdir(Path(folder, name))
    for run in runs: print(f"run {run.number}:", check(run, chats, types, folder) if command != "list" else run.start)
    for one in final(runs, "chats") if command == "list" else []: print(json.dumps([one["id"], one.get("name")]))
    if folder: extract(runs, chats, folder)
if __name__ == "__main__":
    try: sys.exit(main(*sys.argv[1:]) or any(losses))
    except (*DAMAGE, OSError, EOFError, argon2.exceptions.Argon2Error) as reason: sys.exit(tell(f"! {reason}") or 2)
