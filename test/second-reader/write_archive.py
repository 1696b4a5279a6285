#!/usr/bin/env python3
"""A small writer of Keepsake archives, from docs/format.md: `write_archive.py FILE`, password in KEEPSAKE_SECRET.

Standard input is JSON: {"account": …, "start": ms, "chats": [{"summary": …, "records": […]}],
"contacts": […], "media": [{"base64": …, "type": …}], "readme": text of README.txt}.
"""
import base64, hashlib, hmac, json, os, struct, sys, zlib
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from read_archive import CHUNK, END, FRAME, INDEX, MEDIA, MESSAGES, base64url, cobblestone, hkdf, hpke_keys, padme, slot_key

NINE = X25519PublicKey.from_public_bytes(b"\x09" + bytes(31))


def dumps(value):
    """A half of a surrogate pair has no UTF-8: its escape stands for it."""
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode(errors="backslashreplace")


def key_pair():
    raw = os.urandom(32)
    private = X25519PrivateKey.from_private_bytes(raw)
    return raw, private, private.exchange(NINE)


def seal(key, context, plaintext):
    """Cobblestone-256. The last chunk is always short: it may be empty."""
    salt = os.urandom(24)
    aes, base, commitment = cobblestone(key, context, salt)
    chunks = [plaintext[at:at + CHUNK] for at in range(0, len(plaintext) // CHUNK * CHUNK + 1, CHUNK)]
    return salt + commitment + b"".join(
        AESGCM(aes).encrypt((base ^ k).to_bytes(12, "big"), chunk, None) for k, chunk in enumerate(chunks))


def header(password, private, writer, vault):
    kdf = {"name": "argon2id", "memoryKiB": 19_456, "passes": 1, "lanes": 1, "salt": base64url(os.urandom(16))}
    key = slot_key({"kind": "password", "kdf": kdf}, password)
    slot = {"kind": "password", "kdf": kdf, "sealed": base64url(seal(key, b"keepsake/v1 slotpassword", private + writer))}
    body = dumps({"format": "keepsake", "version": 1, "vault": base64url(vault), "slots": [slot]})[:-1]
    mac = hmac.digest(hkdf(writer, b"keepsake/v1 header"), body, "sha256")
    return body + b',"sum":"%s","mac":"%s"}' % tuple(
        base64url(one).encode() for one in (hashlib.sha256(body).digest(), mac))


class RunWriter:
    def __init__(self, public, writer, vault, number, start):
        self.id, self.key = os.urandom(16), os.urandom(32)
        self.number, self.next, self.indexes = number, 0, []
        named = b"keepsrn1" + vault + self.id + struct.pack(">Q", number)
        _, ephemeral, enc = key_pair()
        dh = ephemeral.exchange(X25519PublicKey.from_public_bytes(public))
        key, nonce = hpke_keys(dh, enc, public, writer, vault, b"keepsake/v1 run")
        sealed = AESGCM(key).encrypt(nonce, self.key + struct.pack(">Q", start) + bytes(56), named)
        self.bytes = bytearray(named + enc + sealed)

    def segment(self, kind, content):
        if kind != MEDIA:
            deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
            content = deflate.compress(content) + deflate.flush()
        padded = (content + b"\x80").ljust(padme(len(content) + 1), b"\0")
        context = b"keepsake/v1 segment" + self.id + struct.pack(">QB", self.next, kind)
        ciphertext = seal(self.key, context, padded)
        place = {"number": self.next, "kind": kind, "offset": len(self.bytes), "length": FRAME + len(ciphertext)}
        self.bytes += struct.pack(">QB", len(ciphertext), kind) + ciphertext
        self.next += 1
        return place

    def index(self, lists, contents):
        place = self.segment(INDEX, dumps(contents))
        self.indexes.append({"number": place["number"], "offset": place["offset"], "lists": lists})

    def end(self, contents):
        place = self.segment(END, dumps({"segments": [], "indexes": self.indexes, **contents}))
        self.bytes += struct.pack(">QQ", place["number"], place["offset"]) + b"keepsend"


def write_run(run, given):
    run.index("none", {"segments": [], "account": given["account"], "timeZone": "UTC", "choice": {},
                       "program": {"name": "write_archive.py", "version": "1"}, "page": {"version": "", "capabilities": {}}})
    segments, chats = [], []
    for chat in given["chats"]:
        records = sorted(chat["records"], key=lambda one: (one["t"], one["order"], one["id"]))
        place = run.segment(MESSAGES, b"".join(dumps(one) + b"\n" for one in records))
        first, last = records[0]["t"], records[-1]["t"]
        segments.append({**place, "chat": records[0]["chat"], "count": len(records), "first": first * 1000, "last": last * 1000})
        chats.append({**chat["summary"], "count": len(records), "first": first, "last": last, "report": None,
                      "heads": [one["id"] for one in records[:-65:-1]]})
    run.index("messages", {"segments": segments, "chats": chats, "contacts": given["contacts"]})
    media = []
    for medium in given["media"]:
        content = base64.b64decode(medium["base64"])
        digest = hashlib.sha256(content).hexdigest()
        media.append({**run.segment(MEDIA, content), "sha256": digest, "size": len(content), "type": medium["type"]})
    run.index("media", {"segments": media})
    kept = sum(one["count"] for one in segments)
    size = sum(one["size"] for one in media)
    run.end({"report": {"chats": len(chats), "completeness": {"complete": len(chats)}, "messages": {"found": kept, "kept": kept},
                        "skipped": {}, "media": {"found": len(media), "kept": len(media), "bytes": size}, "missing": {},
                        "unknownTypes": {}, "oldest": min(one["first"] for one in chats), "stopped": False}})


def write_zip(path, entries):
    """Stored entries and a directory, nothing that needs ZIP64."""
    with open(path, "wb") as file:
        directory = b""
        for name, data in entries:
            common = struct.pack("<HHHHHIIIHH", 10, 0, 0, 0, 0x21, zlib.crc32(data), len(data), len(data), len(name), 0)
            directory += b"PK\1\2" + struct.pack("<H", 10) + common + struct.pack("<HHHII", 0, 0, 0, 0, file.tell()) + name
            file.write(b"PK\3\4" + common + name + data)
        start, count = file.tell(), len(entries)
        file.write(directory + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), start, 0))


def main():
    given = json.load(sys.stdin)
    private, _, public = key_pair()
    writer, vault = os.urandom(32), hashlib.sha256(public).digest()[:16]
    run = RunWriter(public, writer, vault, 1, given["start"])
    write_run(run, given)
    head = header(os.environ["KEEPSAKE_SECRET"], private, writer, vault)
    name = f"runs/{run.number:06}-{run.id.hex()}.run"
    write_zip(sys.argv[1], [(b"README.txt", given["readme"].encode()), (b"keepsake.json", head),
                            (name.encode(), bytes(run.bytes)), (b"keepsake-copy.json", head)])


if __name__ == "__main__":
    main()
