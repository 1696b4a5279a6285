"""A reader after README.txt alone, of undamaged archives. Standard input: {archive, ways: [{kind, secret}]}, where the secret
is a password, words, or what a passkey gave in hex. Output: for each way, chat -> messages, and the media's hashes."""
import base64, hashlib, hmac, io, json, os, struct, sys, unicodedata, zipfile, zlib
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

def b64(text): return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
def x25519(private, public): return X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
def extract(salt, ikm): return hmac.digest(salt, ikm, "sha256")
def expand(prk, info, n, algorithm="sha256"):
    out = block = b""
    for i in range(1, 4): out += (block := hmac.digest(prk, block + info + bytes([i]), algorithm))
    return out[:n]
def hkdf(key, info): return expand(extract(b"", key), info, 32)

def OPEN(key, context, c):
    k = expand(key, b"c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0" + c[:24] + context, 76, "sha512")
    assert k[44:76] == c[24:56]
    nonces = ((int.from_bytes(k[32:44], "big") ^ i).to_bytes(12, "big") for i in range(1 << 40))
    return b"".join(AESGCM(k[:32]).decrypt(next(nonces), c[at:at + 16400], None) for at in range(56, len(c), 16400))

def slot_key(slot, secret):
    if slot["kind"] == "passkey": return hkdf(bytes.fromhex(secret), b"keepsake/v1 passkey")
    if slot["kind"] == "phrase":
        words = open(os.path.join(os.path.dirname(__file__), "../../docs/bip39-english.txt")).read().split()
        e = int("".join(f"{words.index(word):011b}" for word in secret.split()), 2).to_bytes(33, "big")
        assert e[32] == hashlib.sha256(e[:32]).digest()[0]
        return hkdf(e[:32], b"keepsake/v1 phrase")
    kdf = slot["kdf"]
    text = unicodedata.normalize("NFKC", secret).encode()
    return hash_secret_raw(text, b64(kdf["salt"]), kdf["passes"], kdf["memoryKiB"], kdf["lanes"], 32, Type.ID, 0x13)

def run_key(f, private, public, writer, vault):
    K, H = b"KEM" + struct.pack(">H", 0x20), b"HPKE" + struct.pack(">HHH", 0x20, 1, 2)
    def LE(S, salt, label, ikm): return extract(salt, b"HPKE-v1" + S + label + ikm)
    def LX(S, prk, label, x, n): return expand(prk, struct.pack(">H", n) + b"HPKE-v1" + S + label + x, n)
    enc = f[48:80]
    shared = LX(K, LE(K, b"", b"eae_prk", x25519(private, enc)), b"shared_secret", enc + public, 32)
    x = b"\1" + LE(H, b"", b"psk_id_hash", vault) + LE(H, b"", b"info_hash", b"keepsake/v1 run")
    s = LE(H, shared, b"secret", writer)
    return AESGCM(LX(H, s, b"key", x, 32)).decrypt(LX(H, s, b"base_nonce", x, 12), f[80:192], f[:48])[:32]

def read(files, slot, secret):
    both = OPEN(slot_key(slot, secret), b"keepsake/v1 slot" + slot["kind"].encode(), b64(slot["sealed"]))
    private, writer = both[:32], both[32:]
    public = x25519(private, b"\x09" + bytes(31))
    vault = hashlib.sha256(public).digest()[:16]
    assert vault == b64(json.loads(files["keepsake.json"])["vault"])
    messages, media = {}, []
    for f in sorted((f for name, f in files.items() if name.startswith("runs/")), key=lambda f: f[40:48]):
        assert f[:8] == b"keepsrn1" and f[8:24] == vault
        key, at, number, kind = run_key(f, private, public, writer, vault), 192, 0, None
        while kind != 4:
            length, kind = struct.unpack(">QB", f[at:at + 9])
            context = b"keepsake/v1 segment" + f[24:40] + struct.pack(">QB", number, kind)
            content = OPEN(key, context, f[at + 9:at + 9 + length]).rstrip(b"\0")
            assert content[-1:] == b"\x80"
            if kind == 2: media.append(hashlib.sha256(content[:-1]).hexdigest())
            else: text = zlib.decompress(content[:-1], -15).decode()
            if kind == 1:
                for one in map(json.loads, text[:-1].split("\n")):
                    messages.setdefault(one["chat"], {})[one["id"]] = one
            at, number = at + 9 + length, number + 1
        assert at + 24 == len(f)
    return dict(messages={chat: list(found.values()) for chat, found in messages.items()}, media=media)

given = json.load(sys.stdin)
with zipfile.ZipFile(io.BytesIO(base64.b64decode(given["archive"]))) as packed:
    files = {name: packed.read(name) for name in packed.namelist()}
slots = json.loads(files["keepsake.json"])["slots"]
print(json.dumps([read(files, next(one for one in slots if one["kind"] == way["kind"]), way["secret"]) for way in given["ways"]]))
